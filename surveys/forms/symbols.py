"""Signs that Word takes from its picture fonts: boxes and ticks."""

from __future__ import annotations

_SIGNS = {
    "wingdings": {0xFE: "☑", 0xFD: "☒", 0xFC: "√", 0xA8: "□", 0x6F: "□", 0x71: "□", 0x6E: "■"},
    "wingdings 2": {0x52: "☑", 0x53: "☒", 0x51: "☒", 0x54: "☒", 0x50: "√", 0xA3: "□", 0x2A: "□"},
}
_PRIVATE = 0xF000


def sign(font: str, code: str) -> str:
    """The sign as a character that can be read; nothing for a picture that is neither."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return _SIGNS.get(font.lower(), {}).get(number & 0xFF, "")


def readable(text: str) -> str:
    """Typed signs of the first font, which stand in the private area."""
    signs = _SIGNS["wingdings"]
    return "".join(
        signs.get(ord(each) - _PRIVATE, "") if 0 <= ord(each) - _PRIVATE <= 0xFF else each
        for each in text
    )
