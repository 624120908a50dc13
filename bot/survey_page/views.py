"""What the page shows; nothing here changes anything."""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import Response

from bot.survey_page import screens
from bot.survey_page.visitor import Visitor
from bot.survey_page.wording import wording
from surveys.campaigns import visiting
from surveys.campaigns.office import Office
from surveys.campaigns.visiting import Visit
from surveys.interviews import Interview, telling
from surveys.interviews.questionnaire import Question

AGREED, REFUSED = "agreed", "refused"


def start(office: Office, visitor: Visitor, _: int) -> Response:
    """The first screen, or where the visitor left off, or why there is nothing to answer."""
    visit = visitor.visit
    if visit.stand in ("replaced", "over", "finished"):
        says_what = wording()["shut"][visit.stand]
        may_write = visit.interview is not None and (visit.mine or visit.stand == "finished")
        return visitor.show("closed.html", HTTPStatus.GONE, may_write=may_write, **says_what)
    if place := screens.place(visit):
        return visitor.to(place, visitor.note)
    interview = visit.interview
    if visit.mine and interview and interview.stage == "ended":
        return _ended(visitor, interview)
    if visit.stand == "begun":
        return visitor.show("resume.html", unsaved="")
    consent = visit.sheet.questions[0]
    row = interview.row(consent.id) if interview and visit.mine else None
    return visitor.show("start.html", total=visit.sheet.total, row=row)


def question(office: Office, visitor: Visitor, number: int) -> Response:
    """One question, answered before or not."""
    interview = visitor.visit.interview
    if visitor.visit.stand != "mine" or interview is None:
        return visitor.to()
    asked = interview.questionnaire.numbered(number)
    if asked is None or not screens.may_be_shown(interview, asked):
        return visitor.to()
    return question_page(visitor, screens.question_screen(interview, asked))


def question_page(
    visitor: Visitor, screen: screens.QuestionScreen, status: HTTPStatus = HTTPStatus.OK
) -> Response:
    leave = screens.place(visitor.visit)
    return visitor.show("question.html", status, screen=screen, leave=leave)


def check(office: Office, visitor: Visitor, _: int) -> Response:
    """Every answer, to be looked over and confirmed."""
    interview = visitor.visit.interview
    if interview is None or screens.place(visitor.visit) != "/check":
        return visitor.to()
    return visitor.show(
        "check.html",
        lines=screens.lines(interview),
        again=interview.confirmed > 0,
        version=telling.confirm_version(interview),
    )


def done(office: Office, visitor: Visitor, _: int) -> Response:
    """Thanks, the receipt, and how to change an answer."""
    interview = visitor.visit.interview
    if interview is None or screens.place(visitor.visit) != "/done":
        return visitor.to()
    return visitor.show(
        "done.html",
        lines=screens.lines(interview, confirmed=True),
        receipt=visiting.receipt(visitor.code),
    )


def help_page(office: Office, visitor: Visitor, _: int) -> Response:
    """A pause, a person, somebody else, the end."""
    interview = visitor.visit.interview
    if visitor.visit.stand != "mine" or interview is None or interview.stage == "ended":
        return visitor.to()
    return visitor.show("help.html", finished=interview.confirmed > 0)


def other(office: Office, visitor: Visitor, _: int) -> Response:
    """For who is not the one to answer: pass the link on, or say so."""
    visit = visitor.visit
    if visit.stand not in ("new", "mine"):
        return visitor.to()
    interview = visit.interview
    asked = who_question(visit)
    row = interview.row(asked.id) if interview and visit.mine else None
    titles = wording()["out"]
    ways = [(each.value, titles.get(each.value, each.say)) for each in asked.options]
    return visitor.show("other.html", ways=[way for way in ways if way[0] in asked.ends], row=row)


def who_question(visit: Visit) -> Question:
    """Whether the person speaks for the firm: the first question after consent."""
    asked = visit.sheet.numbered(1)
    assert asked is not None  # numbers begin at 1
    return asked


def _ended(visitor: Visitor, interview: Interview) -> Response:
    names = telling.names(interview)
    code = interview.outcome
    return visitor.show(
        "ended.html",
        title=says_of(code, "title", names),
        text=says_of(code, "text", names),
        wrong_person=code == "wrong_person",
    )


def says_of(code: str, part: str, names: dict[str, str]) -> str:
    return str(wording()["ended"][code][part]).format(**names)
