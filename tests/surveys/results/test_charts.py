"""The pictures: well formed, nothing outside the frame, every number in words as well."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from surveys.results.charts import COLOURS, dispositions_chart, satisfaction_chart
from surveys.results.codes import Grade
from surveys.results.model import Question
from surveys.results.svg import EDGE, INNER, WIDTH
from tests.surveys.record_samples import record_of

SVG = "{http://www.w3.org/2000/svg}"
RECORD = record_of(12, replaced=2, dissatisfied=3, unfinished=1)


def drawn(picture):
    return ElementTree.fromstring(picture)


def said(picture):
    return [each.text for each in drawn(picture).iter(f"{SVG}text")]


def bars(picture, fill):
    found = drawn(picture).iter(f"{SVG}rect")
    return [float(each.get("width")) for each in found if each.get("fill") == fill]


@pytest.mark.parametrize("chart", [satisfaction_chart, dispositions_chart])
@pytest.mark.parametrize("size", [10, 35])
def test_everything_is_inside_the_frame(chart, size):
    root = drawn(chart(record_of(size, replaced=3, dissatisfied=2)))
    _, _, width, height = map(float, root.get("viewBox").split())

    for each in root.iter(f"{SVG}rect"):
        assert float(each.get("x", 0)) + float(each.get("width")) <= width
        assert float(each.get("y", 0)) + float(each.get("height")) <= height
    for each in root.iter(f"{SVG}text"):
        if each.get("text-anchor") is None:  # a character is at most as wide as it is high
            room = width - float(each.get("x"))
            assert len(each.text) * int(each.get("font-size")) <= room * 1.25, each.text
        assert float(each.get("y")) <= height


def test_each_question_says_its_rate_its_interval_and_whom_it_leaves_out():
    shown = said(satisfaction_chart(RECORD))

    assert "满意72.7%（8/11）" in shown
    assert "名单上满意的有41至93家（95%区间，共100家）" in shown
    assert shown.count("没有可计算的评价") == 1
    assert "不计入：不适用11家" in shown


def test_the_parts_of_a_bar_are_as_wide_as_their_shares():
    wide = bars(satisfaction_chart(RECORD), COLOURS[Grade.DISSATISFIED][0])

    assert wide[:2] == pytest.approx([INNER * 3 / 11] * 2, abs=0.01)


def test_the_interval_is_drawn_on_the_scale_of_the_bar():
    path = next(drawn(satisfaction_chart(RECORD)).iter(f"{SVG}path")).get("d")
    start, end = path.removeprefix("M").split("v8")[0].split("M")[0].split("H")

    assert float(start.split()[0]) == pytest.approx(EDGE + INNER * 0.41, abs=0.01)
    assert float(end) == pytest.approx(EDGE + INNER * 0.93, abs=0.01)


def test_each_disposition_has_its_number():
    shown = said(dispositions_chart(RECORD))

    assert shown[1:] == ["完成访谈", "11家", "拒绝受访", "3家"]


def test_a_long_question_is_broken_into_lines():
    record = replace(RECORD, questions=(Question("quality", "很长的问题" * 12),))
    shown = said(satisfaction_chart(record))

    assert "".join(each for each in shown if "的问题" in each) == "很长的问题" * 12
    assert max(len(each) for each in shown if "的问题" in each) <= WIDTH // 14


def test_a_question_with_signs_of_the_language_is_shown_as_written():
    record = replace(RECORD, questions=(Question("quality", "<b>&\x00”"),))

    assert "<b>&”" in said(satisfaction_chart(record))


def test_without_an_interview_the_picture_says_so():
    assert "还没有完成的访谈" in said(satisfaction_chart(record_of(unfinished=10)))


def test_the_same_record_gives_the_same_picture():
    assert satisfaction_chart(RECORD) == satisfaction_chart(RECORD)


def test_a_question_that_does_not_concern_all_says_that_it_has_no_interval():
    first = RECORD.finished[0]
    graded = replace(first, answers=replace(first.answers, parts={"speed": Grade.SATISFIED}))
    rows = tuple(graded if row is first else row for row in RECORD.rows)

    assert "并非每家都作出评价，不算区间" in said(satisfaction_chart(replace(RECORD, rows=rows)))
