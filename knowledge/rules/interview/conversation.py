"""One turn of a check: what the person said, and what is said and asked in return."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from knowledge.normalise import as_simplified
from knowledge.rules.eligibility import WrongFacts
from knowledge.rules.interview import telling, volunteered
from knowledge.rules.interview.asking import next_question
from knowledge.rules.interview.check import Check, answered, assessed, moment
from knowledge.rules.interview.commands import Correction, command, correction, of_the_last
from knowledge.rules.interview.phrases import is_question
from knowledge.rules.interview.questions import Question, questions
from knowledge.rules.interview.understanding import (
    Meaning,
    Moment,
    Unclear,
    Understood,
    unclear,
    understand,
)
from knowledge.rules.interview.wording import says

LEAST_TOLD = 2
Then = Literal["ask", "done", "stopped", "forgotten", "regulation", "unclear"]


@dataclass(frozen=True)
class Turn:
    """The check afterwards, what is said, and what comes of it.

    `then`: ask, the next question is in what is said; done, with the outcome; stopped; forgotten,
    the answers are gone; regulation, it was a question about the rules, to be answered before what
    is said; unclear, what was typed is no answer and what is said asks again. `outcome`: what is
    said is the outcome, of which there is a report to print. `about`: the article that is shown
    where the question about the rules is why something is asked.
    """

    check: Check
    says: tuple[str, ...]
    buttons: tuple[str, ...] = ()
    then: Then = "ask"
    outcome: bool = False
    about: str = ""


def tells_of_a_case(text: str, today: date) -> bool:
    """Whether a message describes an applicant, by two facts or more."""
    found = volunteered.told(Check(), as_simplified(text), moment(Check(), today))
    return len(found) >= LEAST_TOLD


def begin(today: date, text: str = "") -> Turn:
    """A new check and its first question; what the wish itself tells is noted already."""
    check, notes = _beside(Check(), as_simplified(text), today)
    return _ask(check, today, says("step", "begin", left=telling.left(check, today)), *notes)


def resume(check: Check, today: date, day: date) -> Turn:
    """Where it was left on that day: the open question, or the outcome."""
    note = says("step", "resume", day=f"{day.month}月{day.day}日", done=len(check.answers))
    return _ask(check, today, note)


def resume_with(check: Check, today: date, *notes: str) -> Turn:
    """The next question, or the outcome, after something else was taken over into the check."""
    return _ask(check, today, *notes)


def turn(check: Check, text: str, today: date) -> Turn:
    """The answer to one message while a check is open."""
    text = as_simplified(text)
    if name := command(text):
        return _COMMANDS[name](check, today)
    if (wanted := correction(text)) and (wanted.question or not is_question(text)):
        return _corrected(check, wanted, today)
    if (value := of_the_last(text)) and check.answers:
        changing = questions()[check.asked] if check.answer_to(check.asked) else None
        last = changing or _before(check) or questions()[check.answers[-1].question]
        return _changed(check, last, value, today)
    question = questions().get(check.asked)
    return _answer(check, question, text, today) if question else _ask(check, today)


def press(check: Check, pressed: str, text: str, today: date) -> Turn:
    """A button of a question, which need not be the open one any more."""
    question = questions().get(pressed)
    if question is None or pressed == check.asked or command(text):
        return turn(check, text, today)
    before = check.answer_to(pressed)
    if before is not None and before.said == text:  # pressed twice
        return _repeat(check, today)
    return _changed(check, question, text, today)


def again(check: Check, today: date) -> Turn:
    """The open question once more, after something else was said."""
    return _repeat(check, today, says("step", "regulation"))


def _answer(check: Check, question: Question, text: str, today: date) -> Turn:
    asks, now = volunteered.asks_beside(text), moment(check, today)
    own = volunteered.own_clause(question, text, now)
    found, said = _meant(check, question, text, now, own)
    if asks:
        if own is None or not volunteered.answers_it(question, own.said):
            sentence = found.sentence if isinstance(found, Unclear) else ""
            return _other(check, text, sentence, today)
        found, said = own.found, own.said
    if isinstance(found, Unclear):
        return _other(check, text, found.sentence, today)
    before = check.answer_to(question.id)
    changing = None if before is None or telling.vague(before) else before
    after = answered(check, question, said, found)
    try:
        assessed(after)
    except WrongFacts as wrong:
        note = says("step", "wrong", wrong=wrong)
        return replace(_repeat(check, today, note, short=True), then="unclear")
    notes = telling.noted(check, after, question, changing)
    if len(volunteered.clauses(text)) < 2:
        return _ask(after, today, *notes)
    after, more = _beside(after, text, today)
    return _asked_too(_ask(after, today, *notes, *more), asks=asks)


def _asked_too(turn: Turn, *, asks: bool) -> Turn:
    """A turn that noted something, where the message asked something as well."""
    return replace(turn, then="regulation") if asks and turn.then == "ask" else turn


def _meant(
    check: Check, question: Question, text: str, now: Moment, own: volunteered.Told | None
) -> tuple[Meaning, str]:
    """What a message answers to the open question, and the words of it that do.

    `own` is the clause of several that does, if there is one.
    """
    found: Meaning = understand(question, text, now)
    told = volunteered.told(check, text, now)
    if own and (isinstance(found, Unclear) or told):
        return own.found, own.said
    if isinstance(found, Understood) and volunteered.is_of_another(question, text, told):
        return unclear(question), text
    return found, text


def _other(check: Check, text: str, sentence: str, today: date) -> Turn:
    """No answer to the open question: told of another one, a question back, or unclear."""
    after, notes = _beside(check, text, today)
    if notes:
        return _asked_too(_ask(after, today, *notes), asks=volunteered.asks_beside(text))
    if is_question(text):
        return replace(_repeat(check, today, says("step", "regulation")), then="regulation")
    return replace(_repeat(check, today, sentence, short=True), then="unclear")


def _beside(check: Check, text: str, today: date) -> tuple[Check, tuple[str, ...]]:
    """What a message tells of other questions; what contradicts the rest is said, not noted."""
    notes: tuple[str, ...] = ()
    for each in volunteered.told(check, text, moment(check, today)):
        before = check.answer_to(each.question.id)
        after = answered(check, each.question, each.said, each.found)
        try:
            assessed(after)
        except WrongFacts as wrong:
            notes += (says("step", "wrong_beside", wrong=wrong),)
            continue
        changing = before if before is not None and before.facts else None
        notes += telling.noted(check, after, each.question, changing)
        check = after
    return check, notes


def _corrected(check: Check, wanted: Correction, today: date) -> Turn:
    if wanted.question is None:
        return _repeat(check, today, telling.no_such_item(check), short=True)
    if wanted.value:
        return _changed(check, wanted.question, wanted.value, today)
    return _reask(check, wanted.question, today)


def _changed(check: Check, question: Question, value: str, today: date) -> Turn:
    """A new answer to another question; the open one stays open."""
    found = understand(question, value, moment(check, today))
    if isinstance(found, Unclear):
        return replace(_reask(check, question, today, found.sentence), then="unclear")
    before = check.answer_to(question.id)
    after = answered(check, question, value, found)
    try:
        assessed(after)
    except WrongFacts as wrong:
        return _repeat(check, today, says("step", "wrong_change", wrong=wrong), short=True)
    return _ask(after, today, *telling.noted(check, after, question, before))


def _reask(check: Check, question: Question, today: date, *notes: str) -> Turn:
    after = replace(check, asked=question.id)
    said = telling.asked(after, question, today, changing=True)
    return Turn(after, (*notes, said), telling.buttons(question))


def _ask(check: Check, today: date, *notes: str) -> Turn:
    """The next question that is still open, else the outcome."""
    question = next_question(check)
    if question is None:
        done = replace(check, asked="")
        told = (*notes, *telling.outcome(done))
        return Turn(done, told, telling.AFTERWARDS, "done", outcome=True)
    after = replace(check, asked=question.id)
    return Turn(after, (*notes, telling.asked(after, question, today)), telling.buttons(question))


def _repeat(check: Check, today: date, *notes: str, short: bool = False) -> Turn:
    """The open question again; `short` without its text, which is still on the screen."""
    question = questions().get(check.asked)
    if question is None and short:
        return Turn(check, notes, telling.AFTERWARDS, "done")
    if question is None:
        return _ask(check, today, *notes)
    asked = () if short else (telling.asked(check, question, today),)
    return Turn(check, (*notes, *asked), telling.buttons(question))


def _before(check: Check) -> Question | None:
    """The question answered before the open one."""
    ids = [each.question for each in check.answers]
    place = ids.index(check.asked) if check.asked in ids else len(ids)
    return questions()[ids[place - 1]] if place else None


def _stop(check: Check, today: date) -> Turn:
    key = "stop" if check.answers else "nothing_to_stop"
    return Turn(check, (says("step", key, done=len(check.answers)),), (), "stopped")


def _progress(check: Check, today: date) -> Turn:
    return _repeat(check, today, telling.progress(check, today))


def _back(check: Check, today: date) -> Turn:
    before = _before(check)
    if before is None:
        return _repeat(check, today, says("step", "nothing_answered"))
    return _reask(check, before, today)


def _result(check: Check, today: date) -> Turn:
    """The outcome as far as it is known; the check is not over where questions are left."""
    if next_question(check) is None:
        return _ask(check, today)
    told = telling.outcome(check, finished=False)
    return Turn(check, told, telling.GO_ON, "ask", outcome=True)


def _why(check: Check, today: date) -> Turn:
    """The article that the open question stands on, then the question again."""
    question = questions().get(check.asked)
    if question is None:
        return _ask(check, today)
    return replace(again(check, today), then="regulation", about=question.article)


def _restart(check: Check, today: date) -> Turn:
    first = begin(today)
    return replace(first, says=(says("step", "restart"), *first.says[1:]))


def _forget(check: Check, today: date) -> Turn:
    return Turn(Check(), (says("step", "forget"),), (), "forgotten")


def _answers(check: Check, today: date) -> Turn:
    return _repeat(check, today, telling.answers(check))


_COMMANDS = {
    "stop": _stop,
    "progress": _progress,
    "back": _back,
    "result": _result,
    "restart": _restart,
    "forget": _forget,
    "resume": _ask,
    "answers": _answers,
    "why": _why,
}
