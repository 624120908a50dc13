"""What is shown: the open question with its progress and buttons, and the answers read back."""

from __future__ import annotations

from surveys.interviews.questionnaire import Question, Value
from surveys.interviews.record import Answer, Interview
from surveys.interviews.said import COMMAND, CONFIRM, Button
from surveys.interviews.wording import says

LONGEST_SHOWN = 40  # letters of one's own words in the list that is read back
ALL = "all"


def names(interview: Interview) -> dict[str, str]:
    """The names that stand in the sentences."""
    subject = interview.subject
    return {
        "firm": subject.firm,
        "platform": subject.platform,
        "recommender": subject.recommender,
    }


def asked(interview: Interview, question: Question) -> str:
    """第3题/共13题 and the question; with the old answer where it is being changed."""
    text = question.ask.format(**names(interview))
    if not question.number:
        return text
    total = interview.questionnaire.total
    lines = [says("step", "number", number=question.number, total=total)]
    if before := interview.answer_to(question.id):
        said = shown(interview, question, before.value)
        lines[0] += "｜" + says("step", "changing", item=question.label, before=said)
    return "\n".join([*lines, text])


def shown(interview: Interview, question: Question, value: Value) -> str:
    """A value as the person knows it."""
    if value is None:
        return says("step", "none_given")
    if isinstance(value, tuple):
        return "、".join(value)
    words = {each.value: each.say for each in question.options}.get(value, value)
    return quotable(words) or says("step", "none_said")


def quotable(words: str) -> str:
    """Of reasonable length, on one line, without the braces that mark slots in Rasa."""
    flat = " ".join(words.split()).replace("{", "｛").replace("}", "｝")
    return flat if len(flat) <= LONGEST_SHOWN else f"{flat[: LONGEST_SHOWN - 1]}…"


def heard(interview: Interview, question: Question, answer: Answer) -> str:
    """The value, and beside it the words where they were others."""
    value = shown(interview, question, answer.value)
    same = answer.value is None or question.kind not in ("grade", "several")
    if same or answer.words.strip() in (answer.value, value):
        return value
    return says("step", "heard", value=value, said=quotable(answer.words))


def lines(interview: Interview) -> str:
    """Every answer of the path, numbered."""
    found = []
    for question in interview.path:
        answer = interview.answer_to(question.id)
        if question.number and answer:
            value = heard(interview, question, answer)
            item = question.label
            found.append(says("step", "line", number=question.number, item=item, value=value))
    return "\n".join(found)


def question_buttons(interview: Interview, question: Question) -> tuple[Button, ...]:
    """One button an answer; several services may be pressed one after the other."""
    sheet = interview.questionnaire
    pairs = [(each.say, each.value) for each in question.options]
    if question.kind == "several":
        pairs.append((says("step", "all_button"), ALL))
    if question.kind == "grade":
        grades = sheet.scale if question.required else (*sheet.scale, sheet.not_applicable)
        pairs = [(each, each) for each in grades]
    return tuple(_button(interview, title, question.id, value) for title, value in pairs)


def grade_buttons(
    interview: Interview, question: Question, grades: tuple[str, ...]
) -> tuple[Button, ...]:
    """Only the grades that the words may have meant."""
    return tuple(_button(interview, each, question.id, each) for each in grades)


def confirm_buttons(interview: Interview) -> tuple[Button, ...]:
    title = says("step", "confirm_button")
    return (Button(title, interview.invitation, CONFIRM, CONFIRM, confirm_version(interview)),)


def confirm_version(interview: Interview) -> str:
    """Changes with every row, so that what is confirmed is what was read back."""
    return f"{interview.questionnaire.mark}/{len(interview.answers)}"


def resume_buttons(interview: Interview) -> tuple[Button, ...]:
    title = says("step", "resume_button")
    return (_button(interview, title, COMMAND, title),)


def _button(interview: Interview, title: str, question: str, value: str) -> Button:
    return Button(title, interview.invitation, question, value, interview.questionnaire.mark)
