"""What is said of a result, and the counts behind it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from knowledge.rules.provisions import provisions
from surveys.results.bounds import Interval
from surveys.results.codes import Disposition, Grade
from surveys.results.figures import dispositions, overall, own, response_rate, tallies
from surveys.results.model import OwnFigure
from surveys.results.telling import beside, more, percent, percent_up, response, sentence
from tests.surveys.record_samples import record_of

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "telling.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case):
    record = record_of(**case["record"])
    told = "\n".join((sentence(record), *beside(record), response(record)))
    offered = "\n".join(more(record))

    assert [each for each in case.get("says", []) if each not in told] == []
    assert [each for each in case.get("says_not", []) if each in told] == []
    assert [each for each in case.get("more", []) if each not in offered] == []
    assert [each for each in case.get("more_not", []) if each in offered] == []


def with_overall(record, grades):
    """The record with these overall grades, in ticket order."""
    rows = [
        replace(row, answers=replace(row.answers, overall=grade))
        for row, grade in zip(record.finished, grades, strict=True)
    ]
    return replace(record, rows=tuple(rows))


def test_satisfied_are_the_two_upper_grades():
    record = with_overall(record_of(12), [*Grade, *Grade])
    tally = tallies(record)[0]

    assert (tally.satisfied, tally.graded, tally.not_applicable) == (4, 10, 2)
    assert tally.rate == Fraction(4, 10)


def test_a_grade_that_does_not_apply_is_left_out_of_the_rate_and_said():
    grades = [Grade.SATISFIED] * 9 + [Grade.NOT_APPLICABLE]
    record = with_overall(record_of(), grades)

    assert "9家满意（“很满意”或“满意”），占100%，“不适用”1家不计入" in beside(record)[0]
    assert "总体评价为“不适用”的1家（界限里按不满意计）" in sentence(record)
    assert overall(record).at_least == 62


def test_no_rate_is_made_of_grades_that_do_not_apply():
    record = with_overall(record_of(), [Grade.NOT_APPLICABLE] * 10)

    assert beside(record)[0] == "完成访谈的企业都没有作出可计算的总体评价。"
    assert "抽样所得无法计算" in beside(record)[-1]


def test_every_question_is_counted_in_the_order_of_the_questionnaire():
    found = tallies(record_of(dissatisfied=2))

    assert [each.label for each in found] == ["总体评价", "服务质量", "服务收费", "响应速度"]
    assert found[1].counts == {Grade.SATISFIED: 8, Grade.DISSATISFIED: 2}
    assert found[1].interval == Interval(46, 97)
    assert found[2].rate == 0


def test_a_question_that_does_not_concern_all_has_no_interval():
    tally = tallies(record_of())[3]

    assert (tally.not_applicable, tally.graded, tally.rate, tally.interval) == (10, 0, None, None)


def test_a_question_somebody_did_not_answer_is_counted_as_such():
    record = record_of()
    first = replace(record.rows[0], answers=replace(record.rows[0].answers, parts={}))
    tally = tallies(replace(record, rows=(first, *record.rows[1:])))[1]

    assert (tally.unanswered, tally.graded, tally.interval) == (1, 9, None)


def test_the_own_figures_keep_ticks_scores_and_silence_apart():
    record = record_of()
    keys = [each["key"] for each in record.protocol["sample"]]
    figures = {
        keys[0]: OwnFigure(satisfied=True),
        keys[1]: OwnFigure(satisfied=False),
        keys[2]: OwnFigure(score="95"),
    }
    stated = own(replace(record, own_figures=figures))

    assert (stated.satisfied, stated.dissatisfied, stated.scored, stated.silent) == (1, 1, 1, 97)
    assert stated.rate == Fraction(1, 2)
    assert stated.contradicted == ()


def test_scores_are_counted_and_never_judged():
    record = record_of()
    scores = {each["key"]: OwnFigure(score="99") for each in record.protocol["sample"]}

    line = beside(replace(record, own_figures=scores))[1]

    assert "另有10家只填分值（多少分算满意，条文没有写，不换算），90家没有填" in line


def test_the_words_of_the_provision_come_from_the_rules():
    provision = provisions()["satisfaction"]

    assert provision.quote in beside(record_of())[-1]


def test_firms_that_do_not_belong_are_not_in_the_response_rate():
    record = record_of(12, unfinished=2)
    gone = [row for row in record.rows if not row.finished]
    outside = replace(gone[0], disposition=Disposition.NOT_ELIGIBLE)
    changed = replace(record, rows=tuple(outside if row is gone[0] else row for row in record.rows))

    assert response_rate(record) == Fraction(10, 12)
    assert response_rate(changed) == Fraction(10, 11)
    assert dispositions(changed) == {
        Disposition.COMPLETE: 10,
        Disposition.REFUSED: 1,
        Disposition.NOT_ELIGIBLE: 1,
    }


def test_shares_are_cut_and_never_flatter():
    assert percent(Fraction(7992, 10000)) == "79.9%"
    assert percent(Fraction(9, 10)) == "90%"
    assert percent_up(Fraction(7992, 10000)) == "80%"
    assert percent_up(Fraction(1, 3)) == "33.4%"


def test_without_anyone_to_ask_there_is_no_response_rate():
    record = record_of(unfinished=10)
    rows = tuple(replace(row, disposition=Disposition.NOT_ELIGIBLE) for row in record.rows)

    assert response(replace(record, rows=rows)) == ""
