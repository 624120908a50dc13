"""The register at the console: who sees which platform, and what is recorded how."""

from __future__ import annotations

import re

import pytest

from bot.console.staff import Role
from knowledge.rules.deadlines.months import Month
from surveys.platforms import bindings, records, register
from surveys.platforms.bindings import Binding
from surveys.staff.audit import newest
from tests.bot.console.clients import leads_to, send
from tests.surveys.platforms.invented import code

FILED = {"month": "2026-02", "what": "filed", "filed_on": "2026-03-04"}
NAME = "江城市第1中小企业服务中心"
NEW = {
    "name": "河湾市中小企业服务中心",
    "credit_code": code(3),
    "certified_on": "2025-06-01",
    "valid_until": "",
    "short_name": "",
}


@pytest.fixture
def one(console) -> str:
    """The address of the platform that the recommender recommended."""
    return f"/console/platforms/{console.mine}"


def acts(console) -> list[tuple[str, str]]:
    with console.database.read() as connection:
        return [(each.act.what, each.act.about) for each in newest(connection, 20)]


@pytest.mark.parametrize("role", Role)
def test_somebody_elses_platform_is_told_like_one_that_does_not_exist(console, role):
    client = console.signed_in(role)

    theirs = client.get(f"/console/platforms/{console.theirs}")
    none = client.get("/console/platforms/91000000000000000X")

    assert theirs.status_code == none.status_code == 404
    assert theirs.text.replace(console.theirs, "") == none.text.replace("91000000000000000X", "")
    if role is not Role.PLATFORM:
        listed = client.get("/console/platforms").text
        assert ("江城市第1中小" in listed, "江城市第2中小" in listed) == (True, False)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.APPROVER])
@pytest.mark.parametrize("what", ["filings", "events", "codes", "entry"])
def test_nobody_writes_to_somebody_elses_platform(console, role, what):
    client = console.signed_in(role)

    refused = send(client, f"/console/platforms/{console.theirs}/{what}", **FILED, **NEW)

    assert refused.status_code == 404
    assert records.filing_history(console.database, console.theirs) == []
    assert acts(console) == []


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.APPROVER, Role.PLATFORM])
def test_a_report_is_recorded_and_its_correction_keeps_what_was(console, one, role):
    client = console.signed_in(role)
    assert "2月</th>" in client.get(one).text

    assert leads_to(send(client, f"{one}/filings", **FILED))[1] == {"done": ["filed"]}
    assert leads_to(send(client, f"{one}/filings", **FILED))[1] == {"done": ["same"]}
    corrected = {**FILED, "what": "not_filed"}
    assert leads_to(send(client, f"{one}/filings", **corrected))[1] == {"done": ["filed"]}

    held = records.record(console.database, console.mine)
    assert held.filings == {Month(2026, 2): None}
    shown = client.get(one).text
    assert "2026-03-04 填报" in shown
    assert f"控制台{role.word}" in shown
    assert acts(console) == [
        ("记月报", f"{NAME} 2026-02 没有填报"),
        ("记月报", f"{NAME} 2026-02 2026-03-04 填报"),
    ]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"month": "2026-04"}, "还没有到"),
        ({"filed_on": "2026-03-06"}, "还没有到"),
        ({"filed_on": ""}, "请填写填报日期"),
        ({"filed_on": "3月4日"}, "不是日期"),
        ({"month": "2024-01", "filed_on": "2024-02-02"}, "在认定"),
        ({"month": "二月"}, "应写成年-月"),
        ({"what": ""}, "请选"),
    ],
)
def test_a_report_that_cannot_be_is_refused_and_what_was_typed_stays(console, one, typed, says):
    client = console.signed_in(Role.OPERATOR)

    refused = send(client, f"{one}/filings", **{**FILED, **typed})

    assert (refused.status_code, says in refused.text) == (400, True)
    assert records.record(console.database, console.mine).filings == {}
    if typed.get("filed_on"):
        assert f'value="{typed["filed_on"]}"' in refused.text


def test_months_say_in_words_how_they_stand(console, one):
    client = console.signed_in(Role.OPERATOR)
    send(client, f"{one}/filings", **FILED)
    send(client, f"{one}/filings", month="2026-01", what="not_filed")
    send(client, f"{one}/filings", month="2025-12", what="filed", filed_on="2026-01-20")

    this, last = client.get(one).text, client.get(f"{one}?year=2025").text

    row = re.compile(r'<th scope="row">(\d+)月</th>\s*<td>.*?</span> (.*?)</span>')
    found = [dict(row.findall(page)) for page in (this, last)]
    assert found[0] == {
        "1": "没有填报",
        "2": "按时填报",
        "3": "填报期内",
        **{str(number): "还没到" for number in range(4, 13)},
    }
    assert found[1] == {
        "1": "不用填报",
        "2": "不用填报",
        **{str(number): "没有记录" for number in range(3, 12)},
        "12": "逾期填报",
    }
    assert client.get(f"{one}?year=1900").text.count("2026年月报") == 1


def test_events_are_recorded_and_withdrawn(console, one):
    client = console.signed_in(Role.OPERATOR)
    event = {"kind": "更名", "day": "2026-02-20", "note": "公告第8号"}

    assert leads_to(send(client, f"{one}/events", **event))[1] == {"done": ["event"]}
    shown = client.get(one).text
    assert "称号暂停中" in shown
    assert "变更报告" in shown
    number = re.search(r'name="number" value="(\d+)"', shown)[1]
    for wrong, says in (
        ({"kind": "作废"}, "旁边"),
        ({"kind": "开会"}, "不认识"),
        ({"day": ""}, "请填写发生日期"),
        ({"day": "2026-04-01"}, "还没有到"),
    ):
        assert says in send(client, f"{one}/events", **{**event, **wrong}).text, wrong
    assert leads_to(send(client, f"{one}/events/withdraw", number=number))[1]["done"]
    assert "编号为" in send(client, f"{one}/events/withdraw", number=number).text

    assert records.record(console.database, console.mine).events == ()


def test_a_platform_is_registered_for_the_own_recommender_only(console):
    client = console.signed_in(Role.OPERATOR)
    path = "/console/platforms/new"

    made = send(client, path, **NEW, recommender="别处")

    assert leads_to(made)[0] == f"/console/platforms/{code(3)}"
    kept = register.find(console.database, code(3))
    assert (kept.recommender, str(kept.valid_until)) == ("江东省中小企业主管部门", "2028-05-31")
    for wrong, says in (
        ({}, "已登记"),
        ({"credit_code": code(4)[:-1] + "0"}, "校验位"),
        ({"credit_code": "1"}, "18位"),
        ({"credit_code": code(4), "name": ""}, "平台名称"),
        ({"credit_code": code(4), "certified_on": ""}, "认定公布日"),
    ):
        refused = send(client, path, **{**NEW, **wrong})
        assert (refused.status_code, says in refused.text) == (400, True), wrong
        assert "--" not in refused.text
        assert 'value="2025-06-01"' in refused.text or "certified_on" in wrong


def test_an_entry_is_corrected_and_its_history_kept(console, one):
    client = console.signed_in(Role.APPROVER)
    assert 'value="江城市第1中小企业服务中心"' in client.get(f"{one}/entry").text
    typed = {**NEW, "credit_code": code(1), "valid_until": "2028-03-20"}

    assert leads_to(send(client, f"{one}/entry", **typed))[0] == one

    assert len(register.history(console.database, console.mine)) == 2
    shown = client.get(one).text
    assert "公告载明" in shown
    assert "江城市第1中小企业服务中心" in shown


@pytest.mark.parametrize("role", ["platform", "recommender"])
def test_a_binding_code_is_shown_once_and_binds(console, one, role):
    client = console.signed_in(Role.APPROVER)
    path = f"{one}/codes" if role == "platform" else "/console/reminders/codes"

    shown = send(client, path)

    made = re.search(r"绑定 ([A-Z2-9]{5}-[A-Z2-9]{5})", shown.text)[1]
    bound = bindings.bind(console.database, "web:a", made.replace("-", ""), console.clock.now)
    assert isinstance(bound, Binding)
    assert bound.role == role
    assert made not in client.get(one).text
    assert "发绑定码" in acts(console)[0]


def test_an_auditor_looks_and_is_offered_no_form(console, one):
    client = console.signed_in(Role.AUDITOR)

    for path in ("/console/", "/console/platforms", one):
        shown = client.get(path).text
        assert re.findall('action="([^"]+)"', shown) == ["/console/sign-out"], path


def test_a_platform_sees_its_own_dates_and_nothing_of_others(console, one):
    client = console.signed_in(Role.PLATFORM)

    home = client.get("/console/").text

    assert "没有记录" in home
    assert one in home
    assert "测评" not in home
    assert re.findall('action="([^"]+)"', client.get(one).text) == [
        "/console/sign-out",
        f"{one}/filings",
    ]
    assert client.get(f"{one}/calendar.ics").text.startswith("BEGIN:VCALENDAR")


def test_the_first_page_tells_what_is_late_and_what_is_due(console, one):
    client = console.signed_in(Role.OPERATOR)
    assert "11个月没有记录" in client.get("/console/").text
    for back in range(1, 11):
        month = Month(2026, 1).plus(-back)
        filed_on = str(month.plus(1).day(3))
        send(client, f"{one}/filings", month=str(month), what="filed", filed_on=filed_on)
    send(client, f"{one}/filings", month="2026-01", what="not_filed")

    home = client.get("/console/").text

    assert "连续1个月未按规定填报" in home
    assert "2026年3月30日前" in home
    assert "江城市第2" not in home
