"""The sentences of a turn: the question with its place, what was noted, and the outcome."""

from __future__ import annotations

import re
from datetime import date

from knowledge.rules.eligibility import Finding, read_facts
from knowledge.rules.eligibility.outcome import messages
from knowledge.rules.interview.asking import remaining
from knowledge.rules.interview.check import Answer, Check, assessed, moment, row
from knowledge.rules.interview.questions import Question, questions
from knowledge.rules.interview.wording import says

GO_ON = ("继续核对",)
AFTERWARDS = ("看我的回答", "重新开始核对")
_NUMERALS = "①②③④⑤⑥⑦⑧⑨"


def left(check: Check, today: date) -> int:
    return remaining(check, today)


def asked(check: Check, question: Question, today: date, *, changing: bool = False) -> str:
    """The question with its number, its article, what it is about, and an example.

    `changing` where somebody goes back to it; a vague answer is otherwise asked for once more.
    """
    before = check.answer_to(question.id)
    text = _text(check, question, today)
    if before is not None and (changing or not vague(before)):
        said = before.said or "不清楚"
        return says("step", "changing", **_fields(question, text), said=said)
    note = says("step", "exactly", said=before.said) + "\n" if before else ""
    number = len(check.answers) + (0 if before else 1)
    rest = remaining(check, today) - 1
    key = "question" if rest > 0 else "last_question"
    return note + says("step", key, **_fields(question, text), number=number, left=rest)


def vague(answer: Answer) -> bool:
    return not answer.exact and not answer.again


def _fields(question: Question, text: str) -> dict[str, object]:
    return {"name": question.names[0], "article": question.article, "ask": text}


def _text(check: Check, question: Question, today: date) -> str:
    years = "、".join(str(year) for year in moment(check, today).years)
    lines = [question.ask.format(years=f"{years}年")]
    lines += [
        f"{number} {item.say}" for number, item in zip(_NUMERALS, question.items, strict=False)
    ]
    hint = "说“都有”，或者说缺的序号，例如“缺2、3”" if question.items else ""
    if not (question.options or question.kind == "flag"):
        lines.append(f"（{hint or says('step', 'example', example=question.example)}）")
    return "\n".join(lines)


def buttons(question: Question) -> tuple[str, ...]:
    """What can be pressed instead of typed; 不清楚 always."""
    if question.buttons:
        return question.buttons
    if question.options:
        return (*(each.button for each in question.options if each.button), "不清楚")
    by_kind = {"flag": ("有", "没有"), "checklist": ("都有", "都没有"), "events": ("没有",)}
    return (*by_kind.get(question.kind, ()), "不清楚")


def noted(
    before: Check, after: Check, question: Question, changing: Answer | None
) -> tuple[str, ...]:
    """What was written down or, of an answer that is `changing`, changed; what that makes unmet."""
    answer = after.answer_to(question.id)
    name = question.names[0]
    if answer is None or not answer.facts:
        first = says("step", "noted_unknown", name=name)
    elif changing is not None and changing.facts != answer.facts:
        first = says(
            "step", "changed", name=name, before=changing.said, said=_told(question, answer)
        )
    else:
        first = says("step", "noted", name=name, said=_told(question, answer))
    return (first, *_newly_unmet(before, after))


def _told(question: Question, answer: Answer) -> str:
    """The words that were typed, and how they were taken where that is not the same."""
    said = answer.said.strip().rstrip("。.")
    taken = _taken(question, answer)
    return said if _plainly(said, taken, question.kind) else f"{said}（{taken}）"


def _plainly(said: str, taken: str, kind: str) -> bool:
    """Whether nothing was converted: the same numbers, and for a sum its unit."""
    if not taken or taken in said or taken == "无":
        return True
    numbers = [{int(each) for each in re.findall(r"\d+", text)} for text in (said, taken)]
    unit = kind != "money" or re.search("万|亿|元", said)
    return bool(numbers[1] and numbers[1] <= numbers[0] and unit)


def _taken(question: Question, answer: Answer) -> str:
    if question.kind == "checklist":
        lacking = [
            item.say
            for item, fact in zip(question.items, question.facts, strict=True)
            if answer.facts.get(fact) is False
        ]
        return says("step", "lacking", items="、".join(lacking)) if lacking else ""
    if question.yearly:
        years = (f"{key.split('.')[1]}年{value}" for key, value in answer.facts.items())
        return "、".join(years)
    value = answer.facts.get(question.facts[0], "")
    unit = {"money": "万元", "percent": "%"}.get(question.kind, "")
    return "" if isinstance(value, bool | list) else f"{value}{unit}"


def _newly_unmet(before: Check, after: Check) -> tuple[str, ...]:
    """What has just become unmet, and the first time that it bars, that it does."""
    old, new = assessed(before), assessed(after)
    known = {each.id for each in old.findings if each.status == "unmet"}
    fresh = [each for each in new.findings if each.status == "unmet" and each.id not in known]
    notes = [_unmet(each) for each in fresh]
    if new.verdict == "not_eligible" != old.verdict:
        notes.append(says("step", "barred"))
    return tuple(notes)


def _unmet(finding: Finding) -> str:
    because = "".join(finding.result.because)
    return says("step", "unmet", article=finding.article, because=because)


def progress(check: Check, today: date) -> str:
    rest = remaining(check, today)
    key = "progress" if rest else "progress_done"
    return says("step", key, done=len(check.answers), left=rest)


def no_such_item(check: Check) -> str:
    if not check.answers:
        return says("step", "nothing_answered")
    names = "、".join(questions()[each.question].names[0] for each in check.answers)
    return says("step", "no_such_item", names=names)


def answers(check: Check) -> str:
    """Everything that was said, in the order of the questions."""
    lines = [says("step", "answer", name=name, said=words) for name, words in said(check)]
    return says("step", "answers", answers="\n".join(lines))


def said(check: Check) -> list[tuple[str, str]]:
    """What each answered question is about, and the words of the answer."""
    return [
        (question.names[0], answer.said)
        for question in questions().values()
        if (answer := check.answer_to(question.id))
    ]


def outcome(check: Check, *, finished: bool = True) -> tuple[str, ...]:
    """The outcome; of a check that is not finished, what is undecided by name only."""
    return messages(assessed(check), read_facts(row(check)), brief=not finished)
