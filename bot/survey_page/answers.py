"""What the forms do; each ends in a redirect, or in the same screen with what is amiss.

The redirect leads to the next screen at once: one that went by the first page would make it
look everything up once more.
"""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import Response

from bot.requests import MOST_CHARACTERS
from bot.survey_page import screens, views
from bot.survey_page.visitor import Visitor, shut
from bot.survey_page.wording import told_wrong, wording
from surveys.campaigns import answering, visiting
from surveys.campaigns.inviting import PLATFORM
from surveys.campaigns.office import Office
from surveys.interviews import Button, Filled, Form, Interview, Press
from surveys.interviews.questionnaire import Question, Questionnaire
from surveys.interviews.said import COMMAND, CONFIRM

NOTHING = "没有"  # a button's word for an open question
# The buttons of the page that steer the interview, as it is told in chat.
COMMANDS = {"staff": "人工", "stop": "停止", "withdraw": "撤回", "resume": "继续"}


def start(office: Office, visitor: Visitor, _: int) -> Response:
    """Take the invitation up, and with it consent or refusal where one was pressed."""
    if refusal := _opened(office, visitor):
        return refusal
    if chosen := visitor.field("value"):

        def consent(sheet: Questionnaire) -> Form:
            row, number = _row(visitor), visitor.number
            return Form(sheet.questions[0].id, (chosen,), row=row, number=number)

        if came := visiting.filled_in(office, visitor.code, visitor.contact, consent):
            return visitor.to(screens.place_in(came.interview))
    return visitor.to()


def answer(office: Office, visitor: Visitor, number: int) -> Response:
    """Keep the answer of a question's form."""

    def written(sheet: Questionnaire) -> Form | None:
        asked = sheet.numbered(number)
        return _form(visitor, asked) if asked else None

    came = visiting.filled_in(office, visitor.code, visitor.contact, written)
    asked = came.interview.questionnaire.numbered(number) if came else None
    if came is None or asked is None:
        return _not_mine(visitor)
    form = _form(visitor, asked)
    if came.came in ("missing", "unclear", "long"):
        return _wrong(visitor, came, asked, form)
    if came.came == "stale":
        return _stale(visitor, came, asked, form)
    note = "elsewhere" if came.came == "elsewhere" else ""
    return visitor.to(screens.place_in(came.interview), note)


def confirm(office: Office, visitor: Visitor, _: int) -> Response:
    """Finish, if what was read back is still what stands there."""
    interview = visitor.visit.interview
    if interview is None:
        return visitor.to()
    button = Button("确认", interview.invitation, CONFIRM, CONFIRM, visitor.field("version"))
    said = Press(button, visitor.number)
    reply = answering.answered(office, visitor.contact, said, visitor.code)
    if reply is None:
        return visitor.to()
    after = reply.turn.interview
    return visitor.to(screens.place_in(after), "changed" if after.stage == "readback" else "")


def command(office: Office, visitor: Visitor, _: int) -> Response:
    """A button that steers: a person is to call, stop, take back, go on."""
    interview, value = visitor.visit.interview, visitor.field("value")
    if interview is None or value not in COMMANDS:
        return visitor.to()
    words = COMMANDS[value]
    button = Button(words, interview.invitation, COMMAND, words, interview.questionnaire.mark)
    said = Press(button, visitor.number)
    answering.answered(office, visitor.contact, said, visitor.code)
    return visitor.to(note="staff" if value == "staff" else "")


def other(office: Office, visitor: Visitor, _: int) -> Response:
    """The wrong person, or the wrong firm."""
    if visitor.visit.stand not in ("new", "mine"):
        return visitor.to()
    if not visitor.visit.mine and (refusal := _opened(office, visitor)):
        return refusal
    asked = views.who_question(visitor.visit)
    form = _form(visitor, asked)
    came = visiting.filled_in(office, visitor.code, visitor.contact, lambda _: form)
    if came is not None and came.came == "stale":
        return _stale(visitor, came, asked, form)
    return visitor.to()


def note(office: Office, visitor: Visitor, _: int) -> Response:
    """Words for the recommender, beside the interview."""
    words = visitor.field("words").strip()
    if not words:
        wrong = wording()["wrong"]["words"]["missing"]
        return visitor.show("note.html", HTTPStatus.UNPROCESSABLE_ENTITY, error=wrong)
    said = words[:MOST_CHARACTERS]
    left = visiting.leave_words(office, visitor.code, visitor.contact, said, visitor.number)
    return visitor.to(note="noted" if left else "")


def _opened(office: Office, visitor: Visitor) -> Response | None:
    """Take the invitation up; what is shown instead where that cannot be."""
    said = answering.opened(office, visitor.code, visitor.contact)
    if not isinstance(said, str):
        return None
    if said == PLATFORM:
        return shut("platform", HTTPStatus.FORBIDDEN, large=visitor.large)
    return visitor.to()


def _form(visitor: Visitor, question: Question) -> Form:
    words = visitor.field("words").strip()
    return Form(
        question.id,
        values=tuple(visitor.fields.get("value", ())),
        words=words or (NOTHING if visitor.field("nothing") else ""),
        skipped=bool(visitor.field("skip")),
        row=_row(visitor),
        reason=visitor.field("reason"),
        number=visitor.number,
    )


def _row(visitor: Visitor) -> int | None:
    written = visitor.field("row")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else None


def _wrong(visitor: Visitor, came: Filled, question: Question, form: Form) -> Response:
    error = told_wrong(question, came.came)
    screen = screens.question_screen(came.interview, question, error, form)
    return views.question_page(visitor, screen, HTTPStatus.UNPROCESSABLE_ENTITY)


def _stale(visitor: Visitor, came: Filled, question: Question, form: Form) -> Response:
    """Another answer stands than the form showed: the person says which one holds."""
    before = came.interview.answer_to(question.id)
    return visitor.show(
        "stale.html",
        HTTPStatus.CONFLICT,
        question=question,
        form=form,
        row=came.interview.row(question.id),
        before=screens.said(came.interview, question, before) if before else "",
        now=_written(came.interview, question, form),
    )


def _written(interview: Interview, question: Question, form: Form) -> str:
    """What the form says, as it was shown there."""
    screen = screens.question_screen(interview, question, form=form)
    titles = [each.title for each in screen.choices if each.chosen]
    return "、".join([*titles, *([form.words] if form.words.strip() else [])]) or "（跳过）"


def _not_mine(visitor: Visitor) -> Response:
    """Somebody else goes on elsewhere: what was written here is shown, so that it is not lost."""
    if visitor.visit.stand != "begun":
        return visitor.to()
    return visitor.show("resume.html", HTTPStatus.CONFLICT, unsaved=visitor.field("words").strip())
