"""Invented records of surveys, filled from a real draw."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from surveys.results.checks import Place, places
from surveys.results.codes import Disposition, DrawnAs, Grade, Mode, Reason
from surveys.results.model import Answers, OwnFigure, Question, Respondent, Row, SurveyRecord
from surveys.sampling import Plan, Seed, draw, to_protocol
from tests.surveys.frame_files import checked, firm

SEED = Seed("第2026001期 01 02 03", "某期开奖号码")
QUESTIONS = (
    Question("quality", "服务质量"),
    Question("fees", "服务收费"),
    Question("speed", "响应速度"),
)
MODES = ((Mode.CHAT,), (Mode.WEB,), (Mode.PHONE,), (Mode.VISIT, Mode.CHAT), (Mode.PAPER,))


NAME = "样例{}号科技有限公司"


def protocol_of(
    size: int = 10, population: int = 100, by_service: bool = False, name: str = NAME
) -> dict[str, Any]:
    firms = (firm(number, name=name.format(number)) for number in range(population))
    frame = checked(firms).frame
    drawn = draw(frame, Plan(size, by_service), SEED)
    return to_protocol(drawn, "2026-01-02T09:00:00+08:00")


def finished(place: Place, grade: Grade = Grade.SATISFIED, **answers: Any) -> Row:
    """An interview of that firm; what it said is told by its place."""
    said = Answers(
        services=("培训", "融资对接", "法律咨询")[place.order % 3],
        overall=grade,
        overall_words=f"办事利索，第{place.order}回了",
        parts={"quality": grade, "fees": Grade.FAIR, "speed": Grade.NOT_APPLICABLE},
        effects=f"我们多签了{place.order}单" if place.order % 4 else "",
        suggestions="希望多办线下活动" if place.order % 5 == 0 else "",
    )
    return Row(
        place.key,
        place.name,
        place.order,
        place.drawn_as,
        Disposition.COMPLETE,
        attempts=1 + place.order % 3,
        modes=MODES[place.order % len(MODES)],
        respondent=Respondent("甲某", "总经理", f"1390000{place.order:04d}"),
        answers=replace(said, **answers),
    )


def refused(place: Place, instead: Place | None = None) -> Row:
    row = Row(place.key, place.name, place.order, place.drawn_as, Disposition.REFUSED, attempts=3)
    return replace(row, replaced_by=instead.key, reason=Reason.REFUSED) if instead else row


def record_of(
    size: int = 10,
    population: int = 100,
    *,
    dissatisfied: int = 0,
    replaced: int = 0,
    unfinished: int = 0,
    by_service: bool = False,
    name: str = NAME,
    **changed: Any,
) -> SurveyRecord:
    """A survey: the first `replaced` refuse and are replaced, the next `unfinished` are not."""
    protocol = protocol_of(size, population, by_service, name)
    drawn = list(places(protocol).values())
    sample = [each for each in drawn if each.drawn_as is DrawnAs.SAMPLE]
    reserves = [each for each in drawn if each.drawn_as is DrawnAs.RESERVE][:replaced]
    rows = [refused(*pair) for pair in zip(sample, reserves, strict=False)]
    rows += [refused(each) for each in sample[replaced : replaced + unfinished]]
    asked = sample[replaced + unfinished :] + reserves
    rows += [
        finished(each, Grade.DISSATISFIED if number < dissatisfied else Grade.SATISFIED)
        for number, each in enumerate(asked)
    ]
    record = SurveyRecord(
        platform="某市惠企服务中心",
        recommender="某省中小企业主管部门",
        frame_source="平台提供（附件2第八栏）",
        protocol=protocol,
        opened_at=datetime.fromisoformat("2026-01-02T10:00:00+08:00"),
        closed_at=datetime.fromisoformat("2026-01-20T18:00:00+08:00"),
        tool_version="0.1.0",
        chain_head="ab" * 32,
        questions=QUESTIONS,
        rows=tuple(rows),
        own_figures={each.key: OwnFigure(satisfied=True) for each in drawn},
    )
    return replace(record, **changed)
