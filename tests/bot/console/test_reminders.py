"""Who is reminded, as the console tells it: never by the key of a contact."""

from __future__ import annotations

import re
from random import Random

import pytest

from bot.console.staff import Role
from surveys.platforms import bindings, subscriptions
from tests.bot.console.clients import RECOMMENDER, leads_to, send

PATH = "/console/reminders"


@pytest.fixture
def bound(console) -> dict[str, int]:
    """Contacts bound to both platforms and to the recommender; one of them wants no reminders."""
    made, chance = {}, Random(1)
    for contact, role, subject in (
        ("wechat:secret-openid", "platform", console.mine),
        ("telegram:7", "platform", console.theirs),
        ("web:stopped", "recommender", RECOMMENDER),
    ):
        code = bindings.issue(console.database, role, subject, chance.choice, console.clock.now)
        found = bindings.bind(console.database, contact, code.replace("-", ""), console.clock.now)
        subscriptions.subscribe(console.database, [found], console.clock.now)
        made[contact] = found.id
    subscriptions.stop(console.database, "web:stopped", console.clock.now)
    return made


@pytest.mark.parametrize(
    ("role", "numbers"),
    [
        (Role.OPERATOR, {"wechat:secret-openid", "web:stopped"}),
        (Role.PLATFORM, {"wechat:secret-openid"}),
    ],
)
def test_one_sees_and_ends_the_bindings_of_the_own_subjects_only(console, bound, role, numbers):
    client = console.signed_in(role)
    shown = client.get(PATH).text
    offered = {int(each) for each in re.findall(rf"{PATH}/(\d+)/end", shown)}
    assert offered == {bound[each] for each in numbers}
    assert "微信" in shown
    assert "secret-openid" not in shown
    assert ("对方已停止" in shown) == ("web:stopped" in numbers)

    for contact, number in bound.items():
        answered = send(client, f"{PATH}/{number}/end")
        if contact in numbers:
            assert leads_to(answered) == (PATH, {"done": ["ended"]})
        else:
            assert answered.status_code == 404
    left = {each.contact_key for each in bindings.standing(console.database)}
    assert left == set(bound) - numbers


def test_what_is_announced_next_is_told_and_whether_anybody_hears_it(console, bound):
    client = console.signed_in(Role.OPERATOR)

    shown = client.get(PATH).text
    assert "在线填报2026-02服务中小企业情况" in shown
    assert "2026年3月8日" in shown
    assert "没有人收" not in shown
    send(client, f"{PATH}/{bound['wechat:secret-openid']}/end")

    assert "没有人收" in client.get(PATH).text
