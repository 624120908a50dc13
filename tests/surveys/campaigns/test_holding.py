"""What is kept of a survey is held against its evidence: a change behind its back is named."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import delete, func, select, update

from surveys.campaigns.closing import close_survey, put_on_record
from surveys.campaigns.doubts import put_doubt
from surveys.campaigns.drawing import draw_firms, freeze, promise
from surveys.campaigns.holding import first_difference
from surveys.schema import attempt, campaign, chain_link, doubt, drawn_firm
from tests.surveys.campaigns.test_running import BY_PHONE, entered, firms, replace_firm, walk
from tests.surveys.surveys import DETAILS, SEED, launched, list_of, office_of


@pytest.fixture
def office(database):
    return office_of(database)


@pytest.fixture
def number(office):
    """A survey that is over: a refusal replaced, a telephone call, a chat with a correction."""
    made = launched(office)
    refused, called, chatted = firms(office, made)[:3]
    walk(office, made, refused, "web:no", ("不同意",), confirm=False)
    replace_firm(office, made, refused.key)
    entered(office, made, called.key, BY_PHONE, ("phone", "张三"))
    walk(office, made, chatted, "web:yes")
    close_survey(office, made)
    put_on_record(office, made)
    return made


def difference(office):
    with office.database.read() as connection:
        return first_difference(connection, office)


def change(office, statement):
    with office.database.write() as connection:
        assert connection.execute(statement).rowcount


def test_a_survey_that_nobody_touched_agrees_with_its_evidence(office, number):
    assert difference(office) is None


def test_a_draw_by_strata_agrees_with_its_evidence(office):
    number, _ = freeze(office, replace(DETAILS, by_service=True), list_of())
    promise(office, number, "公开数字")
    draw_firms(office, number, SEED)

    assert difference(office) is None


def test_an_answer_put_in_anothers_place_is_named_with_its_link(office, number):
    _, called, chatted = firms(office, number)[:3]
    other = select(drawn_firm.c.interview).where(drawn_firm.c.key == called.key)
    with office.database.read() as connection:
        interview = connection.execute(other).scalar_one()
    change(
        office,
        update(drawn_firm).where(drawn_firm.c.key == chatted.key).values(interview=interview),
    )

    found = difference(office)

    assert chatted.name in found.message
    with office.database.read() as connection:
        link = connection.execute(
            select(chain_link.c.link).where(chain_link.c.place == found.place)
        ).scalar_one()
    assert json.loads(link)["firm"] == chatted.key


@pytest.mark.parametrize("taken", [1, 2, 5, 20])
def test_a_chain_whose_end_was_cut_off_is_found(office, number, taken):
    with office.database.read() as connection:
        length = connection.execute(select(func.max(chain_link.c.place))).scalar_one()
    change(office, delete(chain_link).where(chain_link.c.place > length - taken))

    found = difference(office)

    assert (found.campaign, found.place) == (number, length - taken + 1)


def test_a_survey_without_its_chain_is_found(office, number):
    change(office, delete(chain_link))

    assert (difference(office).place, difference(office).message) == (1, "整条证据链不见了。")


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"own_satisfaction": '{"甲": "满意"}'}, "平台自报的满意度"),
        ({"frame_sha256": "0" * 64}, "名单"),
        ({"protocol": '{"sample": []}'}, "抽取协议"),
    ],
)
def test_a_changed_document_is_named(office, number, values, what):
    change(office, update(campaign).values(**values))

    assert f"保存的{what}" in difference(office).message


def test_attempts_replacements_and_firms_neither_come_nor_go(office, number):
    change(office, delete(attempt).where(attempt.c.mode == "phone"))
    assert "联系次数" in difference(office).message

    replaced = drawn_firm.c.replaced_by.is_not(None)
    change(office, update(drawn_firm).where(replaced).values(reason="closed"))
    assert "替换" in difference(office).message
    change(office, update(drawn_firm).where(replaced).values(replaced_by=None))
    assert "替换" in difference(office).message

    change(office, delete(drawn_firm).where(drawn_firm.c.place == 120))
    assert "保存的只有119家" in difference(office).message


def test_a_firm_under_another_name_is_named(office, number):
    change(office, update(drawn_firm).where(drawn_firm.c.place == 3).values(name="别家公司"))

    assert "“别家公司”和抽取协议里的" in difference(office).message


def test_a_survey_that_was_put_back_a_step_is_named(office, number):
    change(office, update(campaign).values(step="running"))

    assert "却退回了“正在访问”" in difference(office).message


def test_a_case_that_was_taken_away_is_noticed(office, number):
    chatted = firms(office, number)[2]
    with office.database.write() as connection:
        put_doubt(connection, office, chatted, "note", "有话要说")
    assert difference(office) is None

    change(office, delete(doubt))

    assert "待处理情况" in difference(office).message
