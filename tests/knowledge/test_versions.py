"""Regulations side by side: compared article by article, and each asked by its name."""

from __future__ import annotations

import pytest

from knowledge.answer import Context
from knowledge.answerer import answerer_of, load_answerer
from knowledge.comparing import compare
from knowledge.library import load_shipped
from knowledge.parser import parse
from knowledge.shelf import Shelf

DRAFT = load_shipped()
OLD_NAME = "国家中小企业公共服务示范平台认定管理办法"
PROVINCE = """某省食堂卫生管理办法
第一条  为了管好食堂，制定本办法。
第二条  食堂每天开门前应当消毒餐具，消毒记录保存六个月。
第三条  厨师应当持健康证上岗，健康证每年换一次。
第四条  违反第三条规定的，停业三天。
第五条  本办法自2020年5月1日起施行。
"""


@pytest.fixture(scope="module")
def old():
    """The draft with a longer term, one article less and one that is not in the draft."""
    text = DRAFT.joined().replace("认定有效期为三年", "认定有效期为两年")
    without = text.replace(DRAFT["第十六条"].text, "第十六条  平台应当设立党组织并配备专职秘书。")
    return parse(without, key="old", name=OLD_NAME, effective="2017-09-01")


@pytest.fixture(scope="module")
def shelf(old):
    province = parse(PROVINCE, key="food", name=None, effective="2020-05-01")
    return Shelf(load_answerer(), (old, province), answerer_of)


def test_versions_are_compared_by_words_not_by_numbers(old):
    pairs = compare(old, DRAFT)
    by_change = {
        change: [p for p in pairs if p.change == change]
        for change in ("changed", "added", "removed")
    }

    [term] = by_change["changed"]
    assert term.heading == "第十七条 → 第十七条（修改）"
    assert "认定有效期为【－两】【＋三】年" in term.marked
    assert [p.heading for p in by_change["added"]] == ["— → 第十六条（新增）"]
    assert [p.heading for p in by_change["removed"]] == ["第十六条 → —（删去）"]
    assert len(pairs) == 30 + 2 + 1


def test_an_article_that_moved_is_found_again():
    earlier = parse(PROVINCE, key="a", name=None, effective=None)
    moved = PROVINCE.replace("第五条  本", "第六条  本").replace("第四条", "第五条")
    later = parse(
        moved.replace("第五条  违反", "第四条  食堂应当公布菜价。\n第五条  违反"),
        key="b",
        name=None,
        effective=None,
    )

    assert [pair.heading for pair in compare(earlier, later)][3:] == [
        "— → 第四条（新增）",
        "第四条 → 第五条（未变）",
        "第五条 → 第六条（未变）",
    ]


@pytest.mark.parametrize(
    "question", [f"《{OLD_NAME}》规定有效期几年", "旧办法的有效期几年", "2017年的办法有效期是多久"]
)
def test_a_version_that_is_named_answers_and_says_which_it_is(shelf, question):
    answer = shelf.answer(question)

    assert answer.cited[0] == "old/第十七条"
    assert "两年" in answer.text
    assert f"《{OLD_NAME}》（2017-09-01起施行）" in answer.text


def test_what_names_none_is_about_the_draft(shelf):
    answer = shelf.answer("有效期几年")

    assert answer.cited == ("第十七条",)
    assert "三年" in answer.text
    assert "按《" in answer.text


def test_another_regulation_answers_without_questions_of_its_own(shelf):
    answer = shelf.answer("某省食堂卫生管理办法里餐具消毒记录要留多久")

    assert answer.cited[0] == "food/第二条"
    assert "六个月" in answer.text
    assert shelf.show("food/第四条").cited == ("food/第四条",)


def test_a_follow_up_stays_with_the_regulation_it_leans_on(shelf):
    first = shelf.answer("旧办法的有效期几年")

    then = shelf.answer("原文", Context("旧办法的有效期几年", first.cited))

    assert then.cited == ("old/第十七条",)
