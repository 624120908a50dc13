"""The 推荐表: what it shows, whom it cannot leave out, and that any text fits into it."""

from __future__ import annotations

import inspect
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.library import find_unit, load_shipped
from surveys.record.form_content import boxes
from surveys.record.recommendation_form import (
    EffectsIn,
    Layout,
    RowsIn,
    fitting,
    recommendation_form,
)
from surveys.record.record_json import record_json
from surveys.record.wording import words
from surveys.results.codes import Grade, Mode
from surveys.results.model import Respondent
from surveys.sampling.protocol import digest_of
from tests.surveys.record.form_reader import firms, tables, text
from tests.surveys.record_samples import record_of

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "form.yaml").read_text("utf-8"))
EVERY = [Layout(rows, effects) for rows in RowsIn for effects in EffectsIn]


def layout_of(case):
    if "layout" not in case:
        return None
    rows, effects = case["layout"]
    return Layout(RowsIn(rows), EffectsIn(effects))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case):
    shown = text(recommendation_form(record_of(**case["record"]), layout_of(case)))

    assert [each for each in case["shows"] if each not in shown] == []
    assert [each for each in case.get("hides", []) if each in shown] == []


@pytest.mark.parametrize("layout", EVERY, ids=str)
@pytest.mark.parametrize("size", [10, 35])
def test_every_finished_interview_stands_in_the_form_in_the_order_of_the_tickets(layout, size):
    record = record_of(size, dissatisfied=4, replaced=3)
    shown = firms(recommendation_form(record, layout))
    column = 1 if layout.rows is RowsIn.APPENDIX else 0

    assert [row[column] for row in shown] == [row.name for row in record.finished]
    assert sum(1 for row in shown if "不满意" in row[column + 5]) == 4


def test_nothing_lets_a_firm_be_left_out():
    assert list(inspect.signature(recommendation_form).parameters) == ["record", "layout"]
    assert set(Layout.__dataclass_fields__) == {"rows", "effects"}


def test_the_six_columns_hold_what_the_firm_said():
    record = record_of()
    row = record.finished[0]

    assert firms(recommendation_form(record))[0] == [
        row.name,
        "甲某",
        "总经理",
        row.respondent.phone,
        row.answers.services,
        f"满意\n“{row.answers.overall_words}”",
    ]


def with_modes(record, *modes):
    return replace(record, rows=tuple(replace(row, modes=modes) for row in record.rows))


@pytest.mark.parametrize(
    ("modes", "ticked"),
    [
        ([Mode.CHAT], ["网络互动"]),
        ([Mode.WEB], ["网络互动"]),
        ([Mode.PHONE], ["电话询问"]),
        ([Mode.VISIT], ["上门拜访"]),
        ([Mode.PAPER], ["书面征求"]),
        ([Mode.OTHER], ["其他"]),
        ([Mode.WEB, Mode.PHONE, Mode.CHAT], ["电话询问", "网络互动"]),
    ],
    ids=str,
)
def test_the_boxes_are_ticked_by_the_modes_used(modes, ticked):
    found = boxes(with_modes(record_of(), *modes))

    assert [name for _, name in found] == [
        "上门拜访",
        "电话询问",
        "网络互动",
        "书面征求",
        "其他",
    ]
    assert [name for box, name in found if box == "☑"] == ticked
    assert {box for box, name in found if name not in ticked} == {"□"}


def test_a_mode_in_which_nobody_finished_ticks_nothing():
    record = record_of(12, unfinished=2)
    rows = [
        replace(row, modes=(Mode.WEB,) if row.finished else (Mode.VISIT,)) for row in record.rows
    ]

    assert [name for box, name in boxes(replace(record, rows=tuple(rows))) if box == "☑"] == [
        "网络互动"
    ]


def test_titles_and_columns_are_those_of_the_annex():
    source = find_unit(load_shipped(), "附件1").text
    form = words()["form"]
    bare = "".join(source.replace("|", "").split())
    named = [form["table"], form["method"], form["effects"], form["opinion"], *form["columns"]]

    assert [each for each in named if "".join(each.split()) not in bare] == []


def test_the_foot_ties_the_paper_to_the_record():
    record = record_of()
    shown = text(recommendation_form(record))

    assert f"抽取协议 SHA-256：{digest_of(record.protocol)}" in shown
    assert f"记录链末值：{record.chain_head}" in shown
    assert f"记录 SHA-256：{record_json(record)['record_sha256']}" in shown


def test_what_was_changed_after_confirmation_is_marked():
    record = record_of()
    first = record.finished[0]
    changed = replace(first, answers=replace(first.answers, changed_after_confirmation=True))
    rows = tuple(changed if row is first else row for row in record.rows)
    shown = recommendation_form(replace(record, rows=rows))

    assert firms(shown)[0][5].startswith("满意※")
    assert "※ 受访者确认后又要求更正" in text(shown)
    assert "※" not in text(recommendation_form(record))


def test_each_word_on_the_effects_is_attributed_to_its_firm():
    record = record_of()
    block = next(
        row[1]
        for table in tables(recommendation_form(record))
        for row in table
        if row[0] == "对区域中小企业发展的影响和作用"
    )

    quoted = [line for line in block.split("\n") if line.startswith("样例")]
    assert quoted == [
        f"{row.name}：“{row.answers.effects}”" for row in record.finished if row.answers.effects
    ]


def test_the_sheet_is_used_from_sixteen_firms_on():
    assert fitting(record_of(15)).rows is RowsIn.TABLE
    assert fitting(record_of(16)).rows is RowsIn.APPENDIX


def test_a_person_who_left_no_name_is_shown_as_such():
    record = record_of()
    rows = tuple(replace(row, respondent=Respondent()) for row in record.rows)

    assert firms(recommendation_form(replace(record, rows=rows)))[0][1:4] == ["（未留）"] * 3


def test_the_same_record_gives_the_same_bytes():
    assert recommendation_form(record_of()) == recommendation_form(record_of())


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(), max_size=40))
def test_whatever_a_firm_says_can_be_printed(said):
    record = record_of()
    first = record.finished[0]
    answers = replace(first.answers, overall=Grade.FAIR, overall_words=said, effects=said)
    rows = tuple(replace(row, answers=answers) if row is first else row for row in record.rows)

    shown = firms(recommendation_form(replace(record, rows=rows)))

    assert shown[0][5].startswith("一般")
    assert len(shown) == 10


def test_a_draw_that_was_promised_beforehand_says_so():
    record = record_of()
    promised = {"committed_at": "2026-01-01T09:00:00+08:00", "sha256": "cd" * 32}
    protocol = {**record.protocol, "commitment": promised}
    shown = text(recommendation_form(replace(record, protocol=protocol)))

    assert (
        f"抽取前（2026年1月1日9时00分）已承诺名单、家数和种子来源，承诺的 SHA-256 为 {'cd' * 32}"
        in shown
    )
