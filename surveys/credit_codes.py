"""统一社会信用代码 of GB 32100-2015: eighteen characters, the last one a check character."""

from __future__ import annotations

import unicodedata

# The standard leaves out I, O, S, V and Z.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18


def clean_credit_code(text: str) -> str:
    """The code in half-width capitals, without spaces and hyphens."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(each for each in folded if each.isalnum())


def check_character(first_17: str) -> str:
    """The eighteenth character that belongs to the first seventeen."""
    total = sum(
        ALPHABET.index(each) * pow(3, place, len(ALPHABET)) for place, each in enumerate(first_17)
    )
    return ALPHABET[-total % len(ALPHABET)]


def credit_code_problem(code: str) -> str | None:
    """What is wrong with a cleaned code, as a Chinese clause; None if it is right."""
    if len(code) != LENGTH:
        return f"应为18位，现为{len(code)}位"
    if any(each not in ALPHABET for each in code):
        return "含有不该出现的字符（只用数字和除 I、O、S、V、Z 外的大写字母）"
    if check_character(code[:-1]) != code[-1]:
        return "校验位不符，请对照营业执照"
    return None
