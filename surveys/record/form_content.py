"""What stands in the 推荐表 (附件1), as data: every finished interview, in the order of tickets.

There is no way to choose among the firms; who did not finish or was replaced is in an appendix.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from surveys.frames.model import LEAST_FIRMS
from surveys.record.record_json import DIGEST, record_json
from surveys.record.wording import day, moment, say, words
from surveys.results.codes import words as result_words
from surveys.results.figures import dispositions
from surveys.results.model import Row, SurveyRecord
from surveys.results.telling import beside, response, sentence
from surveys.sampling.protocol import digest_of


@dataclass(frozen=True)
class FirmLine:
    """One firm as the six columns of 附件1 show it, with its words on 影响和作用."""

    order: int
    name: str
    person: str
    position: str
    phone: str
    services: str
    grade: str
    words: str  # verbatim, in quotation marks
    effects: str

    @property
    def cells(self) -> tuple[str, ...]:
        overall = "\n".join(each for each in (self.grade, self.words) if each)
        return (self.name, self.person, self.position, self.phone, self.services, overall)


def draft_header(record: SurveyRecord) -> str:
    """Why this is a draft and no 推荐表, as it stands on top of each page; empty if it is one."""
    reasons = []
    if not record.enough:
        done = len(record.finished)
        reasons.append(say("draft", "too_few", done=done, least=LEAST_FIRMS))
    if record.closed_at is None:
        reasons.append(say("draft", "open"))
    return say("draft", "header", reasons="；".join(reasons)) if reasons else ""


def boxes(record: SurveyRecord) -> tuple[tuple[str, str], ...]:
    """The five boxes of 测评方法, ticked by how the finished interviews were made."""
    used = by_method(record)
    form = words()["form"]
    return tuple(
        (form["ticked" if method in used else "empty_box"], method)
        for method in result_words()["methods"]
    )


def by_method(record: SurveyRecord) -> Counter[str]:
    """How many finished interviews used each method."""
    return Counter(
        method for row in record.finished for method in sorted({m.method for m in row.modes})
    )


def summary(record: SurveyRecord) -> tuple[str, ...]:
    """A few lines below the boxes."""
    gone = len(record.replaced)
    replaced = say("summary", "replaced", count=gone) if gone else ""
    used = by_method(record)
    counts = "、".join(
        say_count(method, used[method]) for method in result_words()["methods"] if used[method]
    )
    asked = say(
        "summary",
        "asked",
        source=record.frame_source,
        population=record.frame_size,
        size=record.planned_size,
        replaced=replaced,
        done=len(record.finished),
    )
    methods = (say("summary", "by_method", counts=counts),) if counts else ()
    return (asked, *methods, say("summary", "details"))


def firm_lines(record: SurveyRecord) -> tuple[FirmLine, ...]:
    """Every finished interview."""
    return tuple(_firm(row) for row in record.finished)


def _firm(row: Row) -> FirmLine:
    person, said = row.respondent, row.answers
    missing = str(words()["form"]["not_given"])
    changed = "※" if said.changed_after_confirmation else ""
    return FirmLine(
        row.order,
        row.name,
        person.name or missing,
        person.position or missing,
        person.phone or missing,
        said.services or missing,
        f"{said.overall.word if said.overall else ''}{changed}",
        say("form", "quoted", words=said.overall_words) if said.overall_words else "",
        say("form", "quoted", words=said.effects) if said.effects else "",
    )


def any_changed(record: SurveyRecord) -> bool:
    return any(row.answers.changed_after_confirmation for row in record.finished)


def effects(record: SurveyRecord, sheet: str = "") -> tuple[str, ...]:
    """The draft of 影响和作用: who said what, or the sheet on which it stands."""
    said = [row for row in record.finished if row.answers.effects]
    silent = [row.name for row in record.finished if not row.answers.effects]
    done = len(record.finished)
    if not said:
        return (say("effects", "nobody" if done else "none_done", done=done),)
    if sheet:
        note = say("effects", "note_in_appendix", sheet=sheet)
        return (note, say("effects", "in_appendix", done=done, said=len(said), sheet=sheet))
    quoted = [say("effects", "firm", name=r.name, words=r.answers.effects) for r in said]
    rest = [say("effects", "silent", count=len(silent), names="、".join(silent))] if silent else []
    return (
        say("effects", "note"),
        say("effects", "some", done=done, said=len(said)),
        *quoted,
        *rest,
    )


def other_lines(record: SurveyRecord) -> tuple[tuple[str, ...], ...]:
    """Who did not finish, with the coded reason and the firm that was asked instead."""
    names = {row.key: row.name for row in record.rows}
    none = str(words()["sheets"]["none"])
    return tuple(
        (
            str(row.order),
            row.name,
            row.drawn_as.word,
            row.disposition.word,
            str(row.attempts),
            say("sheets", "reason", word=row.reason.word, code=row.reason) if row.reason else none,
            names.get(row.replaced_by, none),
        )
        for row in record.unfinished
    )


def explained(record: SurveyRecord) -> dict[str, tuple[str, ...]]:
    """The account of draw, interviews and result, by heading."""
    headings = words()["explained"]["headings"]
    return {
        headings["draw"]: _draw(record),
        headings["interviews"]: _interviews(record),
        headings["result"]: (sentence(record), *beside(record)),
    }


def _draw(record: SurveyRecord) -> tuple[str, ...]:
    protocol, size = record.protocol, record.planned_size
    promised = protocol.get("commitment")
    which = "by_service" if record.by_service else "first"
    lines = [
        say(
            "explained",
            "frame",
            source=record.frame_source,
            population=record.frame_size,
            sha=record.frame_sha256,
        ),
        say(
            "explained",
            "draw",
            at=moment(datetime.fromisoformat(protocol["drawn_at"])),
            size=size,
            seed=protocol["seed"],
            source=protocol["seed_source"],
        ),
        say("explained", "rule", which=say("explained", which, size=size)),
    ]
    if promised:
        at = moment(datetime.fromisoformat(promised["committed_at"]))
        lines.append(say("explained", "commitment", at=at, sha=promised["sha256"]))
    return tuple(lines)


def _interviews(record: SurveyRecord) -> tuple[str, ...]:
    closed = day(record.closed_at) if record.closed_at else say("explained", "still_open")
    attempts = sum(row.attempts for row in record.rows)
    counts = "、".join(say_count(c.word, count) for c, count in dispositions(record).items())
    period = say(
        "explained", "period", opened=day(record.opened_at), closed=closed, attempts=attempts
    )
    return (
        period,
        say("explained", "dispositions", counts=counts),
        _replacements(record),
        response(record),
        say("explained", "tool", version=record.tool_version),
    )


def _replacements(record: SurveyRecord) -> str:
    reasons = Counter(row.reason.word for row in record.replaced if row.reason)
    if not reasons:
        return say("explained", "not_replaced")
    told = "、".join(say_count(word, count) for word, count in reasons.items())
    return say("explained", "replaced", count=len(record.replaced), reasons=told)


def foot(record: SurveyRecord) -> tuple[str, ...]:
    """The small print: what ties the paper to the record."""
    head = record.chain_head or say("foot", "no_chain")
    return (
        say("foot", "protocol", sha=digest_of(dict(record.protocol))),
        say("foot", "chain", head=head),
        say("foot", "record", sha=record_json(record)[DIGEST]),
    )


def say_count(word: str, count: int) -> str:
    return str(words()["count"]).format(word=word, count=count)
