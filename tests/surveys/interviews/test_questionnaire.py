"""The questionnaire: what it asks, its skip logic, and that a published version stays as it is."""

from __future__ import annotations

import copy
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.library import load_shipped
from surveys.interviews.errors import WrongQuestionnaire
from surveys.interviews.outcomes import OUTCOMES
from surveys.interviews.questionnaire import QUESTIONNAIRE, read_questionnaire, shipped

PUBLISHED = yaml.safe_load(
    (Path(__file__).parent / "cases" / "published.yaml").read_text(encoding="utf-8")
)
CONTENT = yaml.safe_load(QUESTIONNAIRE.read_text(encoding="utf-8"))


def changed(**fields: Any) -> dict[str, Any]:
    return {**copy.deepcopy(CONTENT), **fields}


def test_a_published_version_is_never_edited():
    assert PUBLISHED[shipped().version] == shipped().sha256


def test_the_hash_is_that_of_its_canonical_json():
    text = json.dumps(CONTENT, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    assert shipped().sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_another_wording_is_another_hash():
    other = changed()
    other["questions"][3]["ask"] += "？"

    assert read_questionnaire(other).sha256 != shipped().sha256


def test_every_column_of_the_recommendation_form_is_asked_for():
    asked = {each.label for each in shipped().questions}

    assert {"姓名", "职务", "联系电话", "接受服务内容", "总体评价"} <= asked


def test_consent_comes_first_and_says_what_the_law_wants_said():
    first = shipped().questions[0]

    assert (first.id, first.number) == ("consent", 0)
    assert all(
        each in first.ask for each in ("目的", "谁能看到", "保存", "自愿", "停止", "撤回", "删除")
    )


def test_the_kinds_of_service_are_those_of_article_7():
    article = next(each for each in load_shipped().units if each.id == "第七条")
    services = shipped().question("services")

    assert services is not None
    assert [each.value for each in services.options] == [
        "政策服务",
        "咨询服务",
        "培训服务",
        "技术服务",
    ]
    assert all(each.value in article.text for each in services.options)


def test_who_was_not_served_is_not_asked_how_satisfied_he_is():
    before = [each.id for each in shipped().path({})]
    served = [each.id for each in shipped().path({"was_served": "served"})]
    denied = [each.id for each in shipped().path({"was_served": "not_served"})]

    assert before == denied == ["consent", "speaks_for", "name", "position", "phone", "was_served"]
    assert served == [each.id for each in shipped().questions]


def test_the_ways_out_have_codes_of_their_own():
    ends = {
        (each.id, value): code for each in shipped().questions for value, code in each.ends.items()
    }

    assert ends == {
        ("consent", "refused"): "refused",
        ("speaks_for", "wrong_person"): "wrong_person",
        ("speaks_for", "wrong_number"): "number_changed",
        ("was_served", "not_served"): "not_served",
    }
    assert set(ends.values()) <= set(OUTCOMES)


def test_what_is_asked_first_fits_one_wechat_message():
    consent = shipped().questions[0]
    names = {"recommender": "某省中小企业主管部门", "firm": "甲" * 30, "platform": "乙" * 30}

    assert len(consent.ask.format(**names)) < 682


def _twice(content: dict[str, Any]) -> None:
    content["questions"].append(content["questions"][0])


def _gap(content: dict[str, Any]) -> None:
    content["questions"][2]["number"] = 99


def _later(content: dict[str, Any]) -> None:
    content["questions"][1]["when"] = {"was_served": ["served"]}


def _no_such_end(content: dict[str, Any]) -> None:
    content["questions"][0]["ends"] = {"refused": "gone"}


def _no_such_option(content: dict[str, Any]) -> None:
    content["questions"][0]["ends"] = {"perhaps": "refused"}


def _no_band(content: dict[str, Any]) -> None:
    content["bands"].pop("满意")


def _no_text(content: dict[str, Any]) -> None:
    content["questions"][0].pop("ask")


def _no_pattern(content: dict[str, Any]) -> None:
    content["questions"][0]["options"][0]["words"] = "("


@pytest.mark.parametrize(
    "spoil",
    [_twice, _gap, _later, _no_such_end, _no_such_option, _no_band, _no_text, _no_pattern],
)
def test_a_questionnaire_that_contradicts_itself_is_refused(spoil):
    content = changed()
    spoil(content)

    with pytest.raises(WrongQuestionnaire, match="请"):
        read_questionnaire(content)
