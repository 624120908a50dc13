"""The queue of questions to review: what is kept of a person, and what is taken off."""

from __future__ import annotations

import pytest

from surveys import review
from surveys.masking import masked


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("我电话13812345678，能报吗", "我电话[号码]，能报吗"),
        ("打 138 1234 5678 找我", "打 [号码] 找我"),
        ("座机010-88886666转3", "座机[号码]转3"),
        ("发到zhang.san@example.cn行不行", "发到[邮箱]行不行"),
        ("身份证11010119900101123X要交吗", "身份证[号码]要交吗"),
        ("请看https://example.cn/a?b=1", "请看[网址]"),
        ("线上服务10000家，线下500家", "线上服务10000家，线下500家"),
        ("2025年12月31日前", "2025年12月31日前"),
    ],
)
def test_what_names_a_person_is_not_kept(said, kept):
    assert masked(said).replace(",", "，") == kept


def test_a_question_waits_until_it_is_decided(database):
    for number, reason in enumerate(("unanswered", "unhelpful")):
        review.put(database, f"问题{number}", ("near_miss", ["第五条"]), reason, float(number))

    first, second = review.waiting(database)
    assert (first.question, first.units, first.reason) == ("问题0", ("第五条",), "unanswered")
    review.decide(database, [first.id], "nothing", 9.0)

    assert [each.id for each in review.waiting(database)] == [second.id]
