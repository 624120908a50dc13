"""The yearly report on platforms: what is recorded is counted, and what is not is not judged."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import docx
import pytest

from knowledge.library import load_shipped
from knowledge.rules.deadlines.months import Month
from surveys import demo
from surveys.inspection import inspected, inspection_report, inspections, reported_year
from surveys.inspection.document import run_told
from surveys.inspection.wording import words
from surveys.platforms import records
from surveys.platforms.model import Happening, Record, beijing_day
from surveys.platforms.outlook import Standing
from surveys.platforms.year import State
from tests.surveys.platforms.invented import entry
from tests.surveys.record_samples import record_of
from tests.surveys.surveys import office_of

YEAR, TODAY = 2026, date(2027, 3, 1)


def filed(months, *, late=(), missing=()):
    """Reports of these months of the year, on the 5th of the next one unless told otherwise."""
    made = {}
    for number in months:
        month = Month(YEAR, number)
        made[month] = None if number in missing else month.plus(1).day(20 if number in late else 5)
    return made


def record(filings, **changed):
    return Record(entry(1, **changed), filings)


def text_of(report: bytes) -> str:
    opened = docx.Document(io.BytesIO(report))
    head = opened.sections[0].header.paragraphs[0].text
    return head + "\n".join(each.text for each in opened.element.iter() if each.tag.endswith("}t"))


def test_every_month_stands_where_it_belongs():
    found = inspected(record(filed(range(1, 11), late=(3,), missing=(5, 6))), (), YEAR, TODAY)

    states = ("on_time", "late", "missing", "unknown")
    assert [found.count(each) for each in states] == [7, 1, 2, 2]
    assert len(found.owed) == 12
    assert found.run == (Month(YEAR, 5), Month(YEAR, 6))


def test_a_run_over_the_new_year_is_counted_whole():
    filings = {Month(2025, number): None for number in (11, 12)} | filed(
        range(1, 13), missing=(1, 2)
    )
    found = inspected(record(filings), (), YEAR, TODAY)

    assert [str(each) for each in found.run] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert [each.partition("：")[0] for each in run_told(found)] == [
        "最长连续4个月未按规定填报（2025-11至2026-02，逾期也算）。",
        "第二十条第二款",
    ]


def test_months_without_a_record_are_named_and_never_a_run():
    found = inspected(record({}), (), YEAR, TODAY)

    assert found.run == ()
    assert run_told(found) == ["有12个月没有记录，不当作漏报，也不能说没有漏报，请先补记。"]
    assert run_told(inspected(record(filed(range(1, 13))), (), YEAR, TODAY)) == [
        "没有未按规定填报的月份。"
    ]


@pytest.mark.parametrize(
    ("today", "certified", "year"),
    [
        (date(2027, 3, 1), date(2025, 3, 20), 2026),
        (date(2027, 3, 1), date(2027, 1, 5), 2027),
    ],
    ids=["the year before", "nobody was certified then"],
)
def test_the_year_that_is_reported(today, certified, year):
    assert reported_year([record({}, certified_on=certified)], today) == year


def test_the_report_says_what_was_found_and_leaves_room_for_the_rest():
    survey = record_of(closed_at=datetime(2026, 6, 1, tzinfo=UTC))
    event = Happening(1, "测评不合格", date(2026, 7, 2), "专家抽查")
    of_platform = Record(entry(1), filed(range(1, 13), late=(3,)), (event,))
    told = text_of(
        inspection_report("某部门", YEAR, [inspected(of_platform, [survey], YEAR, TODAY)], TODAY)
    )

    for wanted in (
        "2026年度国家中小企业公共服务示范平台检查情况",
        "按时11份，逾期1份，没有填报0份，没有记录0份；做过满意度测评1家",
        "2026年7月2日 测评不合格：专家抽查",
        "从名单上的100家企业中随机抽取并完成访谈10家",
        "服务收费",
        "检查中发现的问题",
        "处理意见和整改要求",
    ):
        assert wanted in told
    assert "草稿" not in told
    assert "1390000" not in told  # nobody's telephone


def test_a_year_that_goes_on_is_a_draft():
    told = text_of(inspection_report("某部门", YEAR, [], date(2026, 11, 1)))

    assert "草稿：2026年还没有结束" in told
    assert "2026年内没有持有称号的示范平台。" in told


def test_the_words_know_every_state():
    assert set(words()["month_states"]) == set(State.__args__)
    assert set(words()["standings"]) == set(Standing.__args__)


def test_what_is_quoted_stands_in_the_text():
    found = inspected(record(filed(range(1, 13), missing=range(1, 8))), (), YEAR, TODAY)
    quotes = [each.partition("“")[2].partition("”")[0] for each in run_told(found)[1:]]

    assert len(quotes) == 2
    for each in quotes:
        assert each in load_shipped()["第二十条第二款"].text


def test_the_surveys_of_the_year_are_found_for_the_platform_and_for_nobody_else(database):
    office = office_of(database)
    demo.load_demo(office, "样例省中小企业主管部门")
    kept = [records.record(database, demo.CODE), Record(entry(1, certified_on=date(2020, 1, 2)))]
    year = beijing_day(office.now()).year

    def surveys(recommender, year):
        found = inspections(office, recommender, kept, year)
        return {each.entry.name: len(each.surveys) for each in found}

    assert surveys("样例省中小企业主管部门", year) == {demo.NAME: 1}
    assert surveys("样例省中小企业主管部门", 2021) == {entry(1).name: 0}
    assert surveys("另一省中小企业主管部门", year) == {demo.NAME: 0}
