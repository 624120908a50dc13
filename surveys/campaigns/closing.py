"""The end of a survey: closed on its day, put on record, handed out with its evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version

from sqlalchemy.engine import Connection

from surveys import chain
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.campaign import Campaign
from surveys.campaigns.errors import WrongStep
from surveys.campaigns.firms import DrawnFirm, firms_of, keep_interview, sheet_of
from surveys.campaigns.office import Office
from surveys.campaigns.steps import Step, advance
from surveys.frames.satisfaction import DISSATISFIED, SATISFIED
from surveys.interviews import Interview, close, rates
from surveys.interviews.filling import beside
from surveys.record.bundle import evidence_bundle
from surveys.record.form_content import draft_header
from surveys.record.recommendation_form import EffectsIn, fitting, recommendation_form
from surveys.record.rows_xlsx import rows_workbook
from surveys.results.codes import Disposition, DrawnAs, Grade, Mode, Reason
from surveys.results.model import Answers, OwnFigure, Question, Respondent, Row, SurveyRecord

GRADES = {each.word: each for each in Grade}
# The ways in which an interview ends, in the fewer groups of the form.
ENDS = {
    "withdrawn": Disposition.REFUSED,
    "unreachable": Disposition.NON_CONTACT,
    "wrong_person": Disposition.NON_CONTACT,
    "number_changed": Disposition.UNKNOWN,
    "not_served": Disposition.NOT_ELIGIBLE,
    "closed": Disposition.NOT_ELIGIBLE,
}
REASONS = {"not_served": Reason.DENIES_SERVICE}
FORM, ROWS, EVIDENCE = "推荐表.docx", "抽样企业.xlsx", "证据包.zip"


def close_survey(office: Office, number: str) -> dict[str, int]:
    """Take no more answers; how many firms ended up in which way."""
    with office.database.write() as connection:
        advance(connection, number, Step.CLOSED, closed_at=office.now())
        survey = campaigns.find(connection, number)
        firms = [each for each in firms_of(connection, office, survey) if each.asked]
        for firm in firms:
            if firm.interview:
                closed = close(firm.interview, datetime.fromtimestamp(office.now(), UTC))
                keep_interview(connection, office, firm, closed)
        counts = {code: n for code, n in _counts(firms).items() if n}
        event = {"kind": "closed", "counts": counts}
        chain.add(office.database, connection, number, event, office.now())
    return counts


def put_on_record(office: Office, number: str) -> None:
    """The survey is done; nothing of it changes any more."""
    with office.database.write() as connection:
        advance(connection, number, Step.RECORDED)
        chain.add(office.database, connection, number, {"kind": "recorded"}, office.now())


def record_of(connection: Connection, office: Office, number: str) -> SurveyRecord:
    """The record as it stands; a survey that runs still gives a draft."""
    survey = campaigns.find(connection, number)
    protocol = campaigns.protocol_of(connection, number)
    if protocol is None or survey.questionnaire is None:
        raise WrongStep("还没有发出邀请，没有可以导出的结果。")
    firms = [each for each in firms_of(connection, office, survey) if each.asked]
    own = campaigns.own_satisfaction_of(connection, number)
    return SurveyRecord(
        platform=survey.details.platform,
        recommender=survey.details.recommender,
        frame_source=survey.details.frame_source,
        protocol=protocol,
        opened_at=_time(survey.launched_at),
        closed_at=_time(survey.closed_at) if survey.closed_at else None,
        tool_version=version("huiqi"),
        chain_head=chain.head(connection, number),
        questions=_questions(survey),
        rows=tuple(_row(firm) for firm in firms),
        own_figures={key: _own(said) for key, said in own.items()},
    )


def exported(office: Office, number: str, effects: EffectsIn = EffectsIn.BLOCK) -> dict[str, bytes]:
    """The form, its rows and the evidence, by file name; that they were handed out is a link."""
    with office.database.write() as connection:
        record = record_of(connection, office, number)
        lines = chain.to_lines(list(chain.links(connection, number)))
        files = {
            FORM: recommendation_form(record, replace(fitting(record), effects=effects)),
            ROWS: rows_workbook(record),
            EVIDENCE: evidence_bundle(record, lines),
        }
        hashes = {name: sha256(data).hexdigest() for name, data in files.items()}
        event = {"kind": "export", "files": hashes}
        chain.add(office.database, connection, number, event, office.now())
    return files


def why_draft(office: Office, number: str) -> str:
    """Why the form that is handed out is no 推荐表 yet; empty where it is one."""
    with office.database.read() as connection:
        return draft_header(record_of(connection, office, number))


def _counts(firms: list[DrawnFirm]) -> dict[str, int]:
    return dict(rates(each.disposition for each in firms).counts)


def _questions(survey: Campaign) -> tuple[Question, ...]:
    graded = [each for each in sheet_of(survey).questions if each.kind == "grade"]
    return tuple(Question(each.id, each.label) for each in graded if each.id != "overall")


def _own(said: str) -> OwnFigure:
    """What the platform wrote: one of the two columns of the form, else a score."""
    if said.endswith(DISSATISFIED):
        return OwnFigure(satisfied=False)
    return OwnFigure(satisfied=True) if said.endswith(SATISFIED) else OwnFigure(score=said)


def _row(firm: DrawnFirm) -> Row:
    code = firm.disposition.code
    interview = firm.interview
    counted = bool(interview and interview.finished)
    return Row(
        key=firm.key,
        name=firm.name,
        order=firm.place,
        drawn_as=DrawnAs(firm.drawn_as),
        disposition=ENDS.get(code) or Disposition(code),
        attempts=max(len(firm.attempts), int(interview is not None)),
        modes=_modes(interview) if interview and counted else (),
        replaced_by=firm.replaced_by,
        reason=(REASONS.get(firm.reason) or Reason(firm.reason)) if firm.reason else None,
        respondent=_respondent(interview) if interview and counted else Respondent(),
        answers=_answers(interview) if interview and counted else Answers(),
    )


def _modes(interview: Interview) -> tuple[Mode, ...]:
    rows = interview.confirmed_answers.values()
    return tuple(dict.fromkeys(Mode(each.mode) for each in rows))


def _respondent(interview: Interview) -> Respondent:
    given = interview.confirmed_answers
    return Respondent(
        *(
            str(given[name].value or "") if name in given else ""
            for name in ("name", "position", "phone")
        )
    )


def _answers(interview: Interview) -> Answers:
    given = interview.confirmed_answers
    graded = [each.id for each in interview.questionnaire.questions if each.kind == "grade"]
    grades = {
        name: GRADES[str(given[name].value)]
        for name in graded
        if name in given and given[name].value is not None
    }
    return Answers(
        services=_services(interview),
        overall=grades.pop("overall", None),
        overall_words=_words(interview, "overall"),
        parts=grades,
        effects=_words(interview, "development"),
        suggestions=_words(interview, "suggestions"),
        changed_after_confirmation=_confirmations(interview) > 1,
    )


def _confirmations(interview: Interview) -> int:
    return sum(event.what == "confirmed" for event in interview.events)


def _services(interview: Interview) -> str:
    """The services, and in the firm's own words what is none of those listed."""
    answer = interview.confirmed_answers.get("services")
    question = interview.questionnaire.question("services")
    if answer is None or question is None or not isinstance(answer.value, tuple):
        return str(answer.value or "") if answer else ""
    own = beside(question, answer)
    other = f"{question.other}（{own}）" if own else question.other
    return "、".join(other if each == question.other else each for each in answer.value)


def _words(interview: Interview, question: str) -> str:
    """What was said; 没有 says nothing."""
    answer = interview.confirmed_answers.get(question)
    return answer.words if answer and answer.value else ""


def _time(moment: float | None) -> datetime:
    return datetime.fromtimestamp(moment or 0.0, UTC)
