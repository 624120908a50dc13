"""What an answer means: the value that is stored, or one sentence that asks again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from surveys.frames.names import clean_text
from surveys.interviews.commands import asks, is_nothing, is_unknown
from surveys.interviews.lexicon import clauses, folded
from surveys.interviews.questionnaire import Question, Questionnaire, Value
from surveys.interviews.scale import Graded, grade
from surveys.interviews.wording import says
from surveys.phones import parse_phone

MOST = 2000  # letters of one answer
_DIGITS = str.maketrans("零〇一二两三四五六七八九幺", "0012234567891")
_NUMBER = re.compile(r"\+?\d[\d\s()-]{5,}\d(?:转\d{1,6})?")
_LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
_NAME = re.compile(
    rf"[\u4e00-\u9fff\u3400-\u4dbf]+(?:·[\u4e00-\u9fff]+)*|[{_LATIN}][{_LATIN} .'-]+"
)
_SPACED = re.compile("(?<=^[\u4e00-\u9fff]) (?=[\u4e00-\u9fff]{1,2}$)")
_NAME_LEAD = re.compile(
    "^(?:您好|你好)?[,，]?(?:我叫|我是|我的名字是|我的名字叫|姓名是?|名字是?|本人)[:：]?"
)
_NO_NAME = re.compile(
    "经理|老板|先生|女士|小姐|公司|企业|单位|匿名|愿意|方便|透露|奉告|隐私|告诉|保密|什么|怎么"
    "|好的|满意|同意|主任|会计|厂长|总$|部$|^姓|^[老小].$|免贵|知道|跳过|可以|继续|名字"
    "|接受过|财务|培训|很好|同事|朋友|代[他她]|测试|谢谢|再见|哈哈|呵呵|傻[逼比叉]|神经病|王八蛋|混蛋|去死|^他"
    "|[不没们吧呢吗嘛啊嗯哦的我你您她它这哪]|了$"
    "|^(?:一般般?|还行|挺好|人事|[CcHh](?:EO|FO|TO|OO|R|eo|fo|to|oo|r))$"
)
_POSITION_LEAD = re.compile("^(?:我是|我的职务是|我的职位是|职务是?|职位是?|担任|任|做)[:：]?")
_NO_POSITION = re.compile(
    "^(?:好的?|嗯+|是的?|无|你好|您好|可以|同意|继续)$|^[^\\w《（(]"
    "|了(?!解)|满意|接受过|[挺很]好|还可以|还行|^一般|保密|隐私|告诉|傻[逼比叉]|神经病|题$|(?<!顾)问$|不(?!动产|锈钢)|[没我你您吗吧呢]"
)
_CONFIRMS = re.compile("(?:确认|确定|提交)+(?:了|吧|无误)?[。！!]?")
_LETTER = re.compile(r"[^\W_]")
_DENIED = re.compile("(?:没有?|不是|不包括|未)(?:接受|参加|做|用|享受)?过?[^,只但]*")
_WORD = re.compile(r"[\u4e00-\u9fffa-z]{2,}")
_NO_SERVICE = re.compile(
    "^(?:是|对|好|嗯|有|没|不|无|随便|记不|忘|你好|谢谢|可以|什么|很多|好多|第|前|后|除)|满意|一般|^[a-z]+$"
    "|^(?:我们?|都|也|公司)*(?:接受|参加|享受|用|做|得到)过?(?:服务|的|了|啊|呀)*$"
)
_BUT = re.compile("^除了?(?P<these>.+?)(?:[以之]?外)?,?(?:其[他它]|别)?的?(?:我们?)?(?:都|全)")


@dataclass(frozen=True)
class Understood:
    """The value; `sure` unless it is a reading of ours that is worth showing at once."""

    value: Value
    sure: bool = True


@dataclass(frozen=True)
class Unclear:
    """One sentence that asks again; `among` the values that it may be."""

    sentence: str
    among: tuple[str, ...] = ()


Meaning = Understood | Unclear


def understand(
    questionnaire: Questionnaire, question: Question, text: str, **names: str
) -> Meaning:
    """What the text means as an answer; `names` stand in the sentence that asks again."""
    if len(text) > MOST:
        return Unclear(says("unclear", "long", length=len(text), most=MOST))
    if question.kind == "grade":
        return _grade(questionnaire, question, text, names)
    return _BY_KIND[question.kind](question, text)


def _choice(question: Question, text: str) -> Meaning:
    """A button's own words first; words that mean two options mean none."""
    said = text.strip()
    if chosen := [each.value for each in question.options if said in (each.say, each.value)]:
        return Understood(chosen[0])
    clean = clauses(text).replace(",", "")
    meant = [each.value for each in question.options if each.meant_by(clean)]
    if len(meant) == 1 and not asks(text):
        return Understood(meant[0], sure=False)
    return Unclear(question.again)


def _several(question: Question, text: str) -> Meaning:
    clean = clauses(text)
    if asks(text):
        return Unclear(question.again)
    if re.match(question.all, clean):
        return Understood(tuple(each.value for each in question.options), sure=False)
    rest = _DENIED.sub("", clean)
    if found := _named(question, clean, rest):
        return Understood(found, sure=False)
    if is_unknown(text) or not _WORD.search(rest) or _NO_SERVICE.match(rest):
        return Unclear(question.again)
    return Understood((question.other,), sure=False)


def _named(question: Question, clean: str, rest: str) -> tuple[str, ...]:
    """The services that the words name; 除了培训都有 names all the others."""
    but = _BUT.match(clean)
    words = but["these"] if but else rest
    named = tuple(each.value for each in question.options if each.meant_by(words))
    if but and named:
        return tuple(each.value for each in question.options if each.value not in named)
    return named


def _name(question: Question, text: str) -> Meaning:
    name = _NAME_LEAD.sub("", _half_width(text)).strip(" 。.,，")
    longest = 40 if re.match(f"[{_LATIN}]", name) else 15 if "·" in name else 6
    fits = _NAME.fullmatch(name) and 2 <= len(name) <= longest
    if not fits or _NO_NAME.search(name) or asks(text):
        return Unclear(question.again)
    return Understood(name)


def _half_width(text: str) -> str:
    """Latin letters as they are usually written, and 李 明 without the space between."""
    return _SPACED.sub("", unicodedata.normalize("NFKC", clean_text(text)))


def _position(question: Question, text: str) -> Meaning:
    position = _POSITION_LEAD.sub("", clean_text(text)).strip(" 。.,，")
    digits = len(re.findall(r"\d", position))
    fits = 2 <= len(position) <= 20 and digits < 7 and _LETTER.search(re.sub(r"\d", "", position))
    if not fits or _NO_POSITION.search(position) or asks(text):
        return Unclear(question.again)
    return Understood(position)


def _phone(question: Question, text: str) -> Meaning:
    """A number anywhere in the text, also one that was spoken: 一三八……"""
    flat = clean_text(text)
    for each in (flat, folded(flat).translate(_DIGITS)):
        inside = _NUMBER.search(each)
        number = parse_phone(each) or (parse_phone(inside[0]) if inside else None)
        if number:
            return Understood(number)
    if is_nothing(text) and not question.required:
        return Understood(None, sure=False)
    return Unclear(question.again)


def _own_words(_: Question, text: str) -> Meaning:
    """The words as they are; an empty value where there is nothing to say."""
    words = clean_text(text)
    if is_nothing(text):
        return Understood("")
    fits = _LETTER.search(words) and not _CONFIRMS.fullmatch(words)
    return Understood(words) if fits else Unclear(says("unclear", "own_words"))


def _grade(
    questionnaire: Questionnaire, question: Question, text: str, names: Mapping[str, str]
) -> Meaning:
    found = grade(text, question.part, questionnaire)
    if found.grade is None:
        return Unclear(_asking(found, question, names), found.among)
    if question.required and found.grade == questionnaire.not_applicable:
        return Unclear(says("unclear", "not_applicable", part=question.label))
    return Understood(found.grade, found.sure == "sure")


def _asking(found: Graded, question: Question, names: Mapping[str, str]) -> str:
    key = {"long": "grade_long"}.get(found.ask, found.ask)
    if key == "unknown" and question.required:
        key = "unknown_required"
    among = "，还是".join(f"“{each}”" for each in found.among)
    return says("unclear", key, part=question.label, among=among, **names)


_BY_KIND: Mapping[str, Callable[[Question, str], Meaning]] = {
    "choice": _choice,
    "several": _several,
    "name": _name,
    "position": _position,
    "phone": _phone,
    "own_words": _own_words,
}
