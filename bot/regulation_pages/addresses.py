"""The address of a unit and back: 第二十条 is /r/第二十条, 附件2#六 is /r/附件2/六.

Units of an added regulation stand under its key: /r/in/<key>/第二十条.
"""

from __future__ import annotations

from urllib.parse import quote

from knowledge.units import SHIPPED, Regulation

HOME, OF_OTHERS = "/r", "in/"


def address(regulation: Regulation, unit_id: str = "") -> str:
    """Where a unit is read; of a regulation as a whole without one."""
    home = HOME if regulation.key == SHIPPED else f"{HOME}/{OF_OTHERS}{regulation.key}"
    path = "/".join(quote(part, safe="") for part in unit_id.split("#"))
    return f"{home}/{path}" if unit_id else home


def named(path: str) -> tuple[str, str]:
    """Key of the regulation and the unit that a path below /r names."""
    if not path.startswith(OF_OTHERS):
        return SHIPPED, path.replace("/", "#", 1)
    key, _, rest = path.removeprefix(OF_OTHERS).partition("/")
    return key, rest.replace("/", "#", 1)
