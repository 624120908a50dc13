"""Final dispositions, response rate 1 of AAPOR, and when a reserve takes a firm's place.

RR1 = I / ((I + P) + (R + NC + O) + U): only confirmed interviews above the line, every firm that
was drawn and is not known to be ineligible below it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from surveys.interviews.errors import TooFewAttempts
from surveys.interviews.record import Interview, Mode

DISPOSITIONS = Path(__file__).with_name("dispositions.yaml")
LEFT_OPEN, SILENCE = ("break_off", "partial"), timedelta(days=1)
ESSENTIAL = ("name", "position", "services", "overall")  # with these the form has its row

Group = Literal["I", "P", "R", "NC", "O", "U", "N"]


@dataclass(frozen=True)
class Disposition:
    """One way in which a drawn firm ends up."""

    code: str
    group: Group
    aapor: str
    label: str
    replaces: bool
    reason: str = ""
    attempts: int = 1
    modes: int = 1


@dataclass(frozen=True)
class Attempt:
    """One try to reach a firm."""

    mode: Mode
    at: str
    by: str = ""
    found: str = ""


@dataclass(frozen=True)
class Rates:
    """How many firms ended up in each way, none left out, and the response rate."""

    counts: Mapping[str, int]
    response_rate: Fraction | None

    @property
    def drawn(self) -> int:
        return sum(self.counts.values())

    def group(self, group: Group) -> int:
        return sum(
            self.counts[code] for code, each in dispositions().items() if each.group == group
        )


@cache
def dispositions() -> Mapping[str, Disposition]:
    rows = yaml.safe_load(DISPOSITIONS.read_text(encoding="utf-8"))
    return {code: Disposition(code, **row) for code, row in rows.items()}


def disposition(interview: Interview | None, found: str = "") -> Disposition:
    """How a firm ended up; `found` is what staff found out where no interview tells.

    A finished interview, and a reason that the person gave, stand before what staff found.
    """
    code = interview.result if interview else ""
    if interview and code in ("", "break_off") and _partial(interview):
        code = "partial"
    return dispositions()[code or found or _left_off(interview)]


def rates(found: Iterable[Disposition]) -> Rates:
    """The counts, each way named, and RR1; without an eligible firm there is no rate."""
    counted = Counter(each.code for each in found)
    counts = {code: counted[code] for code in dispositions()}
    plain = Rates(counts, None)
    below = plain.drawn - plain.group("N")
    return Rates(counts, Fraction(plain.group("I"), below)) if below else plain


def replacement(found: Disposition, attempts: Iterable[Attempt]) -> str:
    """The coded reason for which the next reserve takes the firm's place."""
    tried = tuple(attempts)
    if not found.replaces:
        raise TooFewAttempts(f"“{found.label}”的企业不能替换，请等它有了最终结果再定。")
    modes = len({each.mode for each in tried})
    if len(tried) < found.attempts or modes < found.modes:
        raise TooFewAttempts(
            f"“{found.label}”要先用{found.modes}种方式联系满{found.attempts}次才能替换，"
            f"现在是{modes}种方式{len(tried)}次，请继续联系。"
        )
    return found.reason


def require_silence(found: Disposition, interview: Interview | None, now: datetime) -> None:
    """Refuse to replace a firm that may be answering: a pause looks like a break-off for a day."""
    if found.code not in LEFT_OPEN or interview is None or interview.result:
        return
    if now - interview.answers[-1].at < SILENCE:
        raise TooFewAttempts("这家企业一天之内还答过，可能还在答；停满一天才能替换，着急请先联系。")


def _partial(interview: Interview) -> bool:
    """Enough was answered for the form, but never confirmed."""
    values = interview.values
    return all(values.get(name) is not None for name in ESSENTIAL)


def _left_off(interview: Interview | None) -> str:
    """Consent and then silence is a break-off; silence alone says nothing yet."""
    agreed = interview is not None and interview.values.get("consent") == "agreed"
    return "break_off" if agreed else "pending"
