"""Signs that somebody else answers for a firm, and reminders to those who did not finish."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from bot import outbox, reminding
from surveys import chain
from surveys.campaigns.answering import NOT_YOURS, answered, opened
from surveys.campaigns.campaign import Details
from surveys.campaigns.doubts import KINDS, open_doubts
from surveys.campaigns.drawing import draw_firms, freeze, promise
from surveys.campaigns.firms import change
from surveys.campaigns.inviting import PLATFORM, code_of, launch
from surveys.delivery_schema import delivery
from surveys.interviews import Message
from surveys.platforms import bindings, register
from surveys.platforms.register import Said
from surveys.sealing import Seal
from tests.surveys.campaigns.test_running import CLOSES, WALK, firms, walk
from tests.surveys.platforms.invented import entry
from tests.surveys.surveys import SEED, list_of, office_of

DAY = 24 * 3600.0
OWN = entry(7)


@pytest.fixture
def office(database):
    return office_of(database)


@pytest.fixture
def number(office):
    details = Details(OWN.name, OWN.recommender, 10, "附件2第八栏", platform_code=OWN.credit_code)
    made, _ = freeze(office, details, list_of())
    promise(office, made, "公开数字")
    draw_firms(office, made, SEED)
    launch(office, made, CLOSES)
    return made


def doubts(office, number):
    with office.database.read() as connection:
        found = [(each.kind, each.words) for each in open_doubts(connection, office, number)]
        assert chain.first_broken(connection) is None
    assert {kind for kind, _ in found} <= KINDS.keys()
    return found


def bind(office, contact):
    register.add(office.database, OWN, Said("测试", office.now()))
    code = bindings.issue(
        office.database, "platform", OWN.key or OWN.credit_code, secrets.choice, office.now()
    )
    bindings.bind(office.database, contact, code.replace("-", ""), office.now())


def test_an_account_of_the_platform_may_not_answer(office, number):
    bind(office, "web:platform")
    firm = firms(office, number)[0]

    assert opened(office, code_of(office, number, firm.key), "web:platform") == PLATFORM
    assert answered(office, "web:platform", Message("同意", "1")) is None
    assert [kind for kind, _ in doubts(office, number)] == ["platform_staff"]
    assert walk(office, number, firm, "web:firm").turn.then == "finished"


def test_who_gives_the_platform_as_own_place_is_looked_at(office, number):
    words = [*WALK]
    words[3] = f"{OWN.name}项目经理"
    walk(office, number, firms(office, number)[0], "web:a", words)
    assert [kind for kind, _ in doubts(office, number)] == ["platform_staff"]


def test_one_account_or_one_telephone_for_two_firms_is_looked_at(office, number):
    first, second, third, fourth = firms(office, number)[:4]
    walk(office, number, first, "web:a")
    walk(office, number, second, "web:a")
    walk(office, number, third, "web:b", [*WALK[:4], "13900008888", *WALK[5:]])
    walk(office, number, fourth, "web:c")

    assert doubts(office, number) == [
        ("same_contact", f"另一家是“{first.name}”"),
        ("same_phone", f"和“{first.name}”的答复人留了同一个电话"),
        ("same_phone", f"和“{first.name}”、“{second.name}”的答复人留了同一个电话"),
    ]


def test_a_telephone_that_many_give_is_one_matter_for_each(office, number):
    asked = firms(office, number)[:5]
    for place, firm in enumerate(asked):
        walk(office, number, firm, f"web:{place}", [*WALK[:4], "13900008888", *WALK[5:]])

    last = dict(enumerate(words for kind, words in doubts(office, number)))[3]
    assert [kind for kind, _ in doubts(office, number)] == ["same_phone"] * 4
    assert asked[2].name in last
    assert asked[3].name not in last
    assert "等4家" in last


def test_a_telephone_is_known_again_whoever_wrote_it_down(office, number):
    """Interviews from before telephones had codes, and codes of a secret that was changed."""
    with_phone = [*WALK[:4], "13900008888", *WALK[5:]]
    first, second, third = firms(office, number)[:3]
    walk(office, number, first, "web:a", with_phone)
    with office.database.write() as connection:
        change(connection, first, phone_code=None)
    walk(office, number, second, "web:b", with_phone)
    later = replace(office, seal=Seal(("another secret", "an invented secret")))
    opened(later, code_of(office, number, third.key), "web:c")
    for at, words in enumerate([*with_phone, "确认"]):
        answered(later, "web:c", Message(words, str(at)))

    assert [words for _, words in doubts(later, number)] == [
        f"和“{first.name}”的答复人留了同一个电话",
        f"和“{first.name}”、“{second.name}”的答复人留了同一个电话",
    ]


def nudged(office, contact):
    return [each.text for each in outbox.after(office.database, contact, 0)]


def test_who_began_is_reminded_when_silent_and_before_the_end_once(office, number):
    one, two, done = firms(office, number)[:3]
    walk(office, number, one, "tg:1:one", WALK[:4], confirm=False)
    walk(office, number, two, "tg:1:two", WALK[:4], confirm=False)
    walk(office, number, done, "tg:1:done")
    answered(office, "tg:1:two", Message("停止", "stop"))
    begun = office.now.now

    assert reminding.nudge(office) == 0
    office.now.now = begun + 2 * DAY + 8 * 3600.0  # noon
    assert [reminding.nudge(office) for _ in range(3)] == [1, 0, 0]
    [text] = nudged(office, "tg:1:one")
    assert one.name in text
    assert CLOSES.isoformat() in text

    noon = 12 * 3600.0
    day_before = (CLOSES - date(1970, 1, 1)).days * DAY - DAY - 8 * 3600.0
    office.now.now = day_before + noon
    assert [reminding.nudge(office) for _ in range(2)] == [1, 0]
    assert "明天截止" in nudged(office, "tg:1:one")[-1]
    office.now.now = day_before + 22 * 3600.0
    assert reminding.nudge(office) == 0
    assert nudged(office, "tg:1:two") == nudged(office, "tg:1:done") == []
    assert doubts(office, number) == []
    assert answered(office, "tg:1:one", Message("继续", "go on")).says


@pytest.mark.parametrize(
    "words",
    [
        f"我是{OWN.name}的",
        "我是平台的工作人员",
        "我替企业填一下",
        f"这里是{OWN.name[2:]}，帮他们答",
    ],
)
def test_who_says_to_be_of_the_platform_is_told_and_looked_at(office, number, words):
    firm = firms(office, number)[0]
    opened(office, code_of(office, number, firm.key), "web:a")
    answered(office, "web:a", Message("同意", "1"))

    said = answered(office, "web:a", Message(words, "2"))

    assert said.says[0] == NOT_YOURS
    assert doubts(office, number) == [("platform_staff", words)]


@pytest.mark.parametrize(
    "words",
    [
        "是，我代表企业",
        "我们是中小企业",
        "我不是平台的人",
        "你们是平台的人吗",
        "我是用过这个平台的企业负责人",
    ],
)
def test_who_does_not_say_so_is_not(office, number, words):
    firm = firms(office, number)[0]
    opened(office, code_of(office, number, firm.key), "web:a")
    answered(office, "web:a", Message("同意", "1"))

    answered(office, "web:a", Message(words, "2"))

    assert doubts(office, number) == []


def test_who_finishes_or_stops_is_not_sent_the_reminder_that_waits_for_the_morning(office, number):
    for place, contact in enumerate(("tg:1:one", "tg:1:two", "tg:1:open")):
        walk(office, number, firms(office, number)[place], contact, WALK[:4], confirm=False)
    office.now.now += 2 * DAY + 8 * 3600.0
    assert reminding.nudge(office) == 3

    answered(office, "tg:1:two", Message("停止", "stop"))
    for at, text in enumerate([*WALK[4:], "确认"]):
        answered(office, "tg:1:one", Message(text, f"later {at}"))

    with office.database.read() as connection:
        query = select(delivery.c.contact_key).where(delivery.c.state == "queued")
        assert list(connection.execute(query).scalars()) == ["tg:1:open"]


@pytest.mark.parametrize(
    ("words", "noted"),
    [("我们公司去年就注销了", True), ("已经停业了", True), ("没倒闭，还在做", False)],
)
def test_who_says_that_the_firm_is_no_more_is_heard(office, number, words, noted):
    firm = firms(office, number)[0]
    opened(office, code_of(office, number, firm.key), "web:a")
    answered(office, "web:a", Message("同意", "1"))

    reply = answered(office, "web:a", Message(words, "2"))

    assert ("由推荐单位核实" in reply.says[0]) == noted
    assert doubts(office, number) == ([("firm_closed", words)] if noted else [])
