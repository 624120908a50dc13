"""A record holds every drawn firm, and nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from surveys.results.codes import Disposition, DrawnAs, Grade, Mode, Reason, words
from surveys.results.errors import RowsContradictDraw
from surveys.results.model import SurveyRecord
from tests.surveys.record_samples import protocol_of, record_of

RECORD = record_of(replaced=2, dissatisfied=1)
BY_SERVICE = record_of(12, by_service=True)


def with_row(record: SurveyRecord, old, new) -> SurveyRecord:
    return replace(record, rows=tuple(new if row is old else row for row in record.rows))


@pytest.mark.parametrize("code", [Grade, Mode, Disposition, Reason, DrawnAs])
def test_every_code_has_a_word(code):
    assert {each.value for each in code} == set(words()[code.__name__])
    assert all(each.word for each in code)


def test_every_mode_ticks_a_box_of_the_form():
    assert [each.method for each in Mode] == [
        "网络互动",
        "网络互动",
        "电话询问",
        "上门拜访",
        "书面征求",
        "其他",
    ]
    assert {each.method for each in Mode} == set(words()["methods"])


def test_rows_come_in_the_order_of_the_tickets_whatever_order_they_were_given_in():
    turned = replace(RECORD, rows=RECORD.rows[::-1])

    assert turned.in_ticket_order == RECORD.in_ticket_order
    assert [row.order for row in turned.finished] == sorted(row.order for row in turned.finished)


def test_frame_and_size_are_those_of_the_protocol():
    assert (RECORD.frame_size, RECORD.planned_size) == (100, 10)
    assert RECORD.frame_sha256 == RECORD.protocol["frame_sha256"]


def test_ten_finished_interviews_are_enough_and_nine_are_not():
    assert record_of().enough
    assert not record_of(unfinished=1).enough
    assert record_of(replaced=1).enough


@pytest.mark.parametrize("number", range(12))
def test_no_drawn_firm_can_be_left_out(number):
    rows = RECORD.rows[:number] + RECORD.rows[number + 1 :]

    with pytest.raises(RowsContradictDraw):
        replace(RECORD, rows=rows)


def test_a_dissatisfied_firm_is_named_when_it_is_missing():
    unhappy = next(row for row in RECORD.finished if row.answers.overall is Grade.DISSATISFIED)
    rows = tuple(row for row in RECORD.rows if row is not unhappy)

    with pytest.raises(RowsContradictDraw, match=unhappy.name):
        replace(RECORD, rows=rows)


def test_a_firm_outside_the_draw_is_refused():
    row = replace(RECORD.rows[0], key="别家|139****0000", name="别家")

    with pytest.raises(RowsContradictDraw, match="不在抽取名单里"):
        replace(RECORD, rows=(*RECORD.rows, row))


def test_a_firm_that_occurs_twice_is_refused():
    with pytest.raises(RowsContradictDraw, match="有两条记录"):
        replace(RECORD, rows=(*RECORD.rows, RECORD.rows[0]))


@pytest.mark.parametrize("changed", [{"name": "改名"}, {"order": 99}])
def test_a_row_that_differs_from_the_protocol_is_refused(changed):
    with pytest.raises(RowsContradictDraw, match="与抽取协议不同"):
        with_row(RECORD, RECORD.rows[0], replace(RECORD.rows[0], **changed))


def test_a_finished_firm_cannot_be_replaced():
    done, gone = RECORD.finished[0], RECORD.replaced[0]
    swapped = replace(done, replaced_by=gone.replaced_by, reason=Reason.REFUSED)

    with pytest.raises(RowsContradictDraw, match="完成访谈的不能替换"):
        with_row(RECORD, done, swapped)


def test_a_replacement_needs_a_reason():
    gone = RECORD.replaced[0]

    with pytest.raises(RowsContradictDraw, match="原因"):
        with_row(RECORD, gone, replace(gone, reason=None))


def test_one_reserve_does_not_stand_in_for_two():
    one, two = RECORD.replaced

    with pytest.raises(RowsContradictDraw, match="正好替换一家"):
        with_row(RECORD, two, replace(two, replaced_by=one.replaced_by))


def test_a_replacement_must_be_a_reserve_that_was_asked():
    gone = RECORD.replaced[0]
    unasked = RECORD.protocol["reserves"][50]["key"]

    with pytest.raises(RowsContradictDraw, match="不是有记录的备选企业"):
        with_row(RECORD, gone, replace(gone, replaced_by=unasked))


def replaced_with(record: SurveyRecord, gone, entry, order: int) -> SurveyRecord:
    instead = replace(
        gone, key=entry["key"], name=entry["name"], order=order, drawn_as=DrawnAs.RESERVE
    )
    away = replace(
        gone,
        disposition=Disposition.REFUSED,
        replaced_by=entry["key"],
        reason=Reason.REFUSED,
    )
    rows = tuple(away if row is gone else row for row in record.rows)
    return replace(record, rows=(*rows, instead))


def order_of(record: SurveyRecord, key: str) -> int:
    entries = record.protocol["sample"] + record.protocol["reserves"]
    return [each["key"] for each in sorted(entries, key=lambda e: e["ticket"])].index(key) + 1


def test_reserves_are_taken_in_order():
    record = record_of()
    first, second = record.protocol["reserves"][:2]

    assert replaced_with(record, record.rows[0], first, order_of(record, first["key"]))
    with pytest.raises(RowsContradictDraw, match=f"{first['name']}”被跳过"):
        replaced_with(record, record.rows[0], second, order_of(record, second["key"]))


def test_with_strata_the_reserve_is_the_next_of_the_same_stratum():
    gone = BY_SERVICE.rows[0]
    stratum = next(e["stratum"] for e in BY_SERVICE.protocol["sample"] if e["key"] == gone.key)
    reserves = BY_SERVICE.protocol["reserves"]
    same = next(each for each in reserves if each["stratum"] == stratum)
    other = next(each for each in reserves if each["stratum"] != stratum)

    assert replaced_with(BY_SERVICE, gone, same, order_of(BY_SERVICE, same["key"]))
    with pytest.raises(RowsContradictDraw, match="同一服务分层"):
        replaced_with(BY_SERVICE, gone, other, order_of(BY_SERVICE, other["key"]))


def test_a_finished_interview_has_an_overall_grade():
    row = RECORD.finished[0]

    with pytest.raises(RowsContradictDraw, match="没有总体评价"):
        with_row(RECORD, row, replace(row, answers=replace(row.answers, overall=None)))


def test_the_draw_of_the_samples_is_a_real_one():
    assert len(protocol_of(12)["sample"]) == 12
