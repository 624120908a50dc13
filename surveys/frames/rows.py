"""From one row to a firm, or to the verdict why it is none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from surveys.credit_codes import clean_credit_code, credit_code_problem
from surveys.frames import limits
from surveys.frames.columns import is_nothing
from surveys.frames.header import Columns
from surveys.frames.model import Exclusions, Firm, RowVerdict, Verdict
from surveys.frames.names import clean_text, normalise_name
from surveys.frames.tables import Row
from surveys.phones import mask_phones_in, parse_phone, phone_problem

_HAS_LETTER = re.compile(r"[^\W\d_]")
_MOBILE_INSIDE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_SAME_AS_ABOVE = re.compile(r"[同见][上前](?:行|面|表)?|[〃″]+")
_BELOW_THE_LIST = re.compile(
    r"(?:[合总小共]\s*计|总数)(?:[(（:：\d].*|[家户个]数?)?|(?:以上)?(?:合计|总计|共计?|总共)\d+[家户个]?(?:企业)?。?"
    r"|(?:填[表报写]|制表|审核|经办|负责|复核|联系)(?:人|单位|日期|时间)(?:签[字名]|[(（]盖章[)）])?[:：].*"
    r"|(?:备?注|说明)\d?[:：].*"
)
_SHOWN_NAME = 60
Problem = tuple[Verdict, str]
FIELDS = {
    Verdict.BAD_NAME: "name",
    Verdict.BAD_PHONE: "phone",
    Verdict.BAD_CREDIT_CODE: "credit_code",
}


def is_blank(row: Row, columns: Columns) -> bool:
    """Whether nothing but a running number or a note outside the list's columns is there."""
    used = {column for each in columns.values() for column in each}
    return not any(_value(row, column) for column in used)


def is_below_the_list(row: Row) -> bool:
    """Whether the row adds up, is signed or is a remark: it begins as no name of a firm does."""
    texts = (clean_text(each) for each in row.values)
    return bool(_BELOW_THE_LIST.fullmatch(next((each for each in texts if each), "")))


def read_row(row: Row, columns: Columns) -> Firm | RowVerdict:
    """The firm of a row; a row with problems gives one verdict that tells them all."""
    raw = {field: _values(row, found) for field, found in columns.items()}
    problems = [*_name_problems(raw), *_phone_problems(raw), *_code_problems(raw)]
    name = _first(raw, "name")
    if problems:
        message = "；".join(say for _, say in problems) + "。"
        value = masked_cell(_first(raw, FIELDS.get(problems[0][0], "")))
        return RowVerdict(row.number, problems[0][0], shown(name), message, value=value)
    return Firm(
        name=name,
        credit_code=clean_credit_code(_first(raw, "credit_code")),
        phone=_phone(raw) or "",
        contact=_first(raw, "contact"),
        service=_first(raw, "service"),
    )


def exclusion(firm: Firm, excluded: Exclusions) -> Problem | None:
    """Whether the firm is the applicant itself or a declared affiliate."""
    if excluded.applicant and _is(firm, excluded.applicant):
        return Verdict.APPLICANT, "这是申报单位自己，不能作为被测评的企业。"
    if any(_is(firm, each) for each in excluded.affiliates):
        return Verdict.AFFILIATE, "这是申明的关联企业，不能作为被测评的企业。"
    return None


def shown(name: str) -> str:
    """A name as it may be printed: numbers that could be a phone are masked."""
    return mask_phones_in(name[:_SHOWN_NAME])


def masked_cell(text: str) -> str:
    """As much of a cell as tells which one it is: its first three and last two characters."""
    flat = text[:_SHOWN_NAME]
    hidden = "*" * max(1, len(flat) - 5)
    return f"{flat[:3]}{hidden}{flat[-2:]}" if len(flat) > 4 else "*" * len(flat)


def _is(firm: Firm, named: str) -> bool:
    code = clean_credit_code(named)
    same_code = bool(firm.credit_code) and firm.credit_code == code
    return same_code or normalise_name(firm.name) == normalise_name(named)


def _value(row: Row, column: int) -> str:
    if column >= len(row.values):
        return ""
    value = row.values[column][: limits.CELL_CHARACTERS]
    text = clean_text(value)
    return "" if is_nothing(text) else text


def _values(row: Row, columns: Sequence[int]) -> list[str]:
    return [value for column in columns if (value := _value(row, column))]


def _first(raw: dict[str, list[str]], field: str) -> str:
    return next(iter(raw.get(field, ())), "")


def _phone(raw: dict[str, list[str]]) -> str | None:
    return next((found for each in raw.get("phone", ()) if (found := parse_phone(each))), None)


def _name_problems(raw: dict[str, list[str]]) -> list[Problem]:
    name = _first(raw, "name")
    if not name:
        return [(Verdict.MISSING_NAME, "缺企业名称")]
    if name.startswith("#") or not _HAS_LETTER.search(name):
        return [(Verdict.BAD_NAME, "企业名称不是名称（可能是公式出错或填错了列）")]
    if len(name) > limits.NAME_CHARACTERS:
        return [(Verdict.BAD_NAME, f"企业名称超过{limits.NAME_CHARACTERS}字，请只写企业全称")]
    if _SAME_AS_ABOVE.fullmatch(name):
        return [(Verdict.BAD_NAME, "企业名称写的是“同上”，请写全称")]
    if _MOBILE_INSIDE.search(name):
        return [(Verdict.BAD_NAME, "企业名称里有手机号，请移到联系电话一列")]
    return []


def _phone_problems(raw: dict[str, list[str]]) -> list[Problem]:
    if "phone" not in raw or _phone(raw):
        return []
    given = _first(raw, "phone")
    if not given:
        return [(Verdict.MISSING_PHONE, "缺联系电话")]
    if given.startswith("#"):
        return [(Verdict.BAD_PHONE, "联系电话有误：公式没有结果，请直接写号码")]
    return [(Verdict.BAD_PHONE, f"联系电话有误：{phone_problem(given)}")]


def _code_problems(raw: dict[str, list[str]]) -> list[Problem]:
    code = clean_credit_code(_first(raw, "credit_code"))
    problem = credit_code_problem(code) if code else None
    return [(Verdict.BAD_CREDIT_CODE, f"统一社会信用代码有误：{problem}")] if problem else []
