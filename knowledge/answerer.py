"""From a question to an answer: find the units, decide whether they answer, say it verbatim."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from knowledge.bank import load_bank, load_unanswerable
from knowledge.encoder import load_encoder
from knowledge.errors import UnitNotFound
from knowledge.features import Measures
from knowledge.library import find_unit, load_shipped
from knowledge.numerals import NUMERAL
from knowledge.ranking import Weights, confidence, evidence, load_weights, unit_scores
from knowledge.units import Regulation, Unit

Status = Literal["answered", "not_in_text", "unclear", "unit_not_found"]
RANKED = 10
LONGEST_QUOTE = 600
_NAMED = re.compile(
    rf"第\s*{NUMERAL}\s*条(?:\s*第?\s*{NUMERAL}\s*款)?(?:\s*第?\s*[（(]\s*{NUMERAL}\s*[）)]\s*项?)?"
    rf"|附件\s*{NUMERAL}(?:[#第的]?\s*{NUMERAL}\s*(?:栏|部分|项))?"
)
_BARE = re.compile(r"[\s请看一下说什么是怎么写的规定内容原文给我把显示？?。，,吗呢啊查]*")
_MEANINGFUL = re.compile(r"[㐀-鿿a-zA-Z]")


@dataclass(frozen=True)
class Answer:
    """What is said to a person.

    `units` are ranked, best first; `cited` are those whose words the text quotes;
    `suggestions` are questions to offer instead; `score` is the probability, 0 to 1, that
    the text answers.
    """

    status: Status
    units: tuple[str, ...]
    text: str
    score: float
    cited: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()


class Answerer:
    """Answers questions about one regulation."""

    def __init__(self, regulation: Regulation, measures: Measures, weights: Weights) -> None:
        self.regulation = regulation
        self._measures = measures
        self._weights = weights

    def answer(self, question: str) -> Answer:
        """The answer to a question in anybody's words; never raises for what people type."""
        if not _MEANINGFUL.search(question):
            return Answer("unclear", (), UNREADABLE, 0.0, (), EXAMPLES)
        named = _NAMED.search(question)
        if named:
            return self._answer_named(question, named[0])
        return self._search(question)

    def show(self, name: str) -> Answer:
        """A unit by its name, verbatim."""
        try:
            unit = find_unit(self.regulation, name)
        except UnitNotFound as error:
            return Answer("unit_not_found", (), str(error), 0.0, (), EXAMPLES)
        units = (unit.id, *(other for other in unit.references if other != unit.id))
        return Answer("answered", units, self._quote(unit), 1.0, (unit.id,))

    def ranked(self, question: str) -> tuple[str, ...]:
        """Ids of the nearest units, best first, whether or not they answer."""
        scores = unit_scores(self._measures.of(question), self._weights)
        return tuple(self._measures.units[at] for at in (-scores).argsort()[:RANKED])

    def _answer_named(self, question: str, name: str) -> Answer:
        """A question that names a unit: the unit itself, unless the rest asks for more."""
        shown = self.show(name)
        rest = question.replace(name, "", 1)
        if shown.status != "answered" or _BARE.fullmatch(rest):
            return shown
        others = tuple(unit for unit in self.ranked(question) if unit not in shown.units)
        return Answer("answered", shown.units + others, shown.text, 1.0, shown.cited)

    def _search(self, question: str) -> Answer:
        nearness = self._measures.of(question)
        scores = unit_scores(nearness, self._weights)
        sure = confidence(evidence(nearness, scores), self._weights)
        units = tuple(self._measures.units[at] for at in (-scores).argsort()[:RANKED])
        if sure >= self._weights.answer_from:
            return Answer(
                "answered", units, self._quote(self.regulation[units[0]]), sure, units[:1]
            )
        if sure >= self._weights.unclear_from:
            text = f"我不确定您问的是哪一点。最接近的是{'、'.join(units[:3])}。"
            return Answer("unclear", units, text + CHOOSE, sure, (), units[:3])
        return Answer("not_in_text", units, NOT_IN_TEXT, sure, (), EXAMPLES)

    def _quote(self, unit: Unit) -> str:
        """The unit verbatim, each line marked as quoted, with its id and its source."""
        words = unit.display
        cut = ""
        if len(words) > LONGEST_QUOTE:
            words = words[:LONGEST_QUOTE].rsplit("\n", 1)[0]
            cut = f"\n（以上为节选，点“{unit.id}”看全文。）"
        quoted = "\n".join(f"▎{line}" for line in words.splitlines())
        source = (
            f"按《{self.regulation.name}》" if self.regulation.is_draft else self.regulation.name
        )
        return f"{unit.id}：\n{quoted}{cut}\n{self._depends(unit)}——{source}"

    def _depends(self, unit: Unit) -> str:
        others = [other for other in unit.references if other != unit.id]
        return f"另见{'、'.join(others)}。\n" if others else ""


CHOOSE = "请选一个，或换个说法再问。"
UNREADABLE = "没看懂这条消息。请用一句话写下您的问题，或直接说条号，例如“第二十条”。"
NOT_IN_TEXT = (
    "这个问题，办法（修订征求意见稿）的条文里没有写，我不能凭空回答。"
    "我只回答认定条件、申报材料、认定程序、月报、更名、测评、撤销、有效期这些条文里有的内容。"
)
EXAMPLES = ("挂了牌之后能用几年？", "申请要交哪些材料？", "每个月几号之前要填报？")


def load_answerer(embedding_model: str = "") -> Answerer:
    """The answerer of the shipped regulation, with the shipped or another encoder."""
    regulation = load_shipped()
    encoder = load_encoder(embedding_model)
    measures = Measures(regulation, load_bank(), load_unanswerable(), encoder)
    return Answerer(regulation, measures, load_weights())
