"""Telephone numbers of mainland China as people write them in a table."""

from __future__ import annotations

import re
import unicodedata

_SEPARATORS = re.compile(r"[/、,;\n]|或|\\|(?<=\d{7})\s+(?=\d{7})")
_REMARK = re.compile(r"[(\[【][^)\]】\d]*[)\]】]|(?<=\d)\s*[\u4e00-\u9fff]+$")  # (微信同号), 张经理
_LABEL = re.compile(r"^[\u4e00-\u9fff·:.\s]+(?=[+(\d])")
_EXTENSION = re.compile(
    r"(?:[-(]?(?:转|分机|ext\.?|x|#)[:\s]*|(?<=\d{7})-)(\d{1,6})\)?$", re.IGNORECASE
)
_COUNTRY = re.compile(r"^(?:\+|00)86-?|^86(?=1[3-9]\d{9}$)")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_SERVICE = re.compile(r"[48]00\d{7}")
# Beijing and the 02x cities have eight digits; elsewhere seven or eight.
_LANDLINE = re.compile(r"(010|02\d)([2-9]\d{7})|(0[3-9]\d{2})([2-9]\d{6,7})")


def parse_phone(text: str) -> str | None:
    """The first valid number of a cell in one spelling, None if the cell holds none.

    A mobile number comes back as eleven digits, a landline as area-number[-extension].
    """
    folded = unicodedata.normalize("NFKC", text)
    found = (_parse_one(part) for part in _SEPARATORS.split(folded))
    return next((each for each in found if each), None)


def phone_problem(text: str) -> str:
    """Why `parse_phone` found nothing, as a Chinese clause that does not repeat the number."""
    folded = unicodedata.normalize("NFKC", text)
    digits = "".join(re.findall(r"\d", folded))
    if re.search(r"\d[eE]\+?\d", folded):
        return "被表格软件写成了科学计数法，请把这一列设为文本后重填"
    if re.search(r"[A-Za-z]", folded):
        return "含有字母"
    if 7 <= len(digits) <= 8 and digits[0] in "23456789":
        return "固定电话缺区号"
    if len(digits) in (10, 11) and digits[0] not in "01":
        return f"{len(digits)}位数字不是手机号；如是固定电话，区号开头的0可能丢了"
    if len(digits) == 11 and digits[0] == "1":
        return "有11位数字，但不是手机号段"
    return f"有{len(digits)}位数字，既不是11位手机号，也不是带区号的固定电话"


def _parse_one(part: str) -> str | None:
    text = _LABEL.sub("", _REMARK.sub("", _same_dashes(part)).strip())
    bare = _COUNTRY.sub("", _bare(text))
    if _MOBILE.fullmatch(bare) or _SERVICE.fullmatch(bare):
        return bare
    return _landline(text)


def _landline(text: str) -> str | None:
    joined = re.sub(r"\s", "", text)
    extension = _EXTENSION.search(joined)
    main = joined[: extension.start()] if extension else joined
    bare = _bare(main)
    if bare.startswith(("+86", "0086")):
        bare = "0" + _COUNTRY.sub("", bare).removeprefix("0")
    match = _LANDLINE.fullmatch(bare)
    if not match:
        return None
    parts = [each for each in match.groups() if each]
    return "-".join([*parts, extension[1]] if extension else parts)


def _same_dashes(text: str) -> str:
    return re.sub("[‐‑‒–—―−－]+", "-", text)


def _bare(text: str) -> str:
    return re.sub(r"[\s()-]", "", text)


def mask_phone(text: str) -> str:
    """A number of which only the beginning and the last four digits may be seen."""
    if not text:
        return ""
    area, dash, rest = text.partition("-")
    if dash and area.startswith("0"):
        return f"{area}-****{rest.partition('-')[0][-4:]}"
    if len(text) < 8:
        return text[0] + "*" * (len(text) - 1)
    return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}"


def mask_phones_in(text: str) -> str:
    """The text with every run of seven or more digits masked."""
    return re.sub(r"\d{7,}", lambda match: mask_phone(match[0]), text)
