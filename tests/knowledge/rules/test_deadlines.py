"""Deadlines against cases a lawyer can sign, the regulation's words, and invariants."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.deadlines import command
from knowledge.library import load_shipped
from knowledge.numerals import NUMERAL, to_number
from knowledge.rules.deadlines import WrongFacts, as_json, deadlines, read_facts, unused_keys
from knowledge.rules.deadlines.model import Code, Obligation, Status, Who
from knowledge.rules.deadlines.months import Month, months_later
from knowledge.rules.provisions import provisions
from knowledge.rules.workdays import YearNotCovered, is_workday, nth_workday

DRAFT = load_shipped()
FOLDER = Path(__file__).parent / "cases/deadlines"
ARTICLES = ["第十二条", "第十四条", "第十七条", "第十八条", "第二十条", "第二十一条", "第二十二条"]
FIELDS = [
    "obligation",
    "period",
    "who",
    "due_date",
    "days_left",
    "status",
    "consecutive_missed",
    "consequence_code",
    "consequence",
    "articles",
    "readings",
    "safe_date",
    "advice",
]


def plain(value: Any) -> Any:
    """YAML reads 2026-01-31 as a date; the input holds it as text."""
    if isinstance(value, dict):
        return {plain(key): plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


CASES = [
    plain(case)
    for path in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
RESULTS = [case for case in CASES if "refused" not in case]
REFUSALS = [case for case in CASES if "refused" in case]


def told(row: Any) -> list[dict[str, Any]]:
    facts = read_facts(row)
    return [as_json(each, facts.today) for each in deadlines(facts)]


def matches(row: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return all(row[key] == wanted[key] for key in ("obligation", "period") if key in wanted)


def seen(row: dict[str, Any], key: str, value: Any) -> Any:
    """What a case compares `value` with: a field, or the readings by ambiguity and id."""
    names = {f"{each['ambiguity']}/{each['id']}": each for each in row["readings"]}
    if key == "counts":
        return {name: each["consecutive_missed"] for name, each in names.items()}
    if key == "readings":
        return {name: each["due_date"] for name, each in names.items()}
    if key.endswith("_has"):
        return value if value in row[key.removesuffix("_has")] else row[key.removesuffix("_has")]
    return row[key]


def named(case: dict[str, Any]) -> str:
    return str(case["name"])


@pytest.mark.parametrize("case", RESULTS, ids=named)
def test_the_deadlines_are_as_the_case_says(case):
    found = told(case["facts"])

    for wanted in case.get("expect", ()):
        row = next((each for each in found if matches(each, wanted)), None)
        assert row is not None, f"没有这一项：{wanted}"
        assert {key: seen(row, key, value) for key, value in wanted.items()} == wanted
    for unwanted in case.get("absent", ()):
        assert not [each for each in found if matches(each, unwanted)]


@pytest.mark.parametrize("case", REFUSALS, ids=named)
def test_what_cannot_be_is_refused_in_one_sentence(case):
    with pytest.raises(WrongFacts) as refusal:
        read_facts(case["facts"])

    assert case["refused"] in str(refusal.value)
    assert str(refusal.value).endswith("。")
    assert str(refusal.value).count("。") == 1


@pytest.mark.parametrize("case", RESULTS, ids=named)
def test_every_deadline_has_the_promised_fields_and_says_it_is_a_draft(case):
    for row in told(case["facts"]):
        assert list(row) == FIELDS
        assert row["obligation"] in get_args(Obligation)
        assert row["who"] in get_args(Who)
        assert row["status"] in get_args(Status)
        assert row["consequence_code"] in get_args(Code)
        assert row["advice"].startswith("按征求意见稿")
        assert row["consequence"]
        assert row["articles"]
        assert all(article in DRAFT for article in row["articles"])


@pytest.mark.parametrize("case", RESULTS, ids=named)
def test_where_readings_disagree_no_date_is_agreed_and_the_safe_one_is_a_readings(case):
    for row in told(case["facts"]):
        dates = {each["due_date"] for each in row["readings"]}
        if len(dates) > 1:
            assert row["due_date"] is None
            known = [each for each in dates if each]
            pick = max if row["obligation"] == "再次申报限制" else min
            assert row["safe_date"] == pick(known)
        elif row["due_date"]:
            assert row["safe_date"] == row["due_date"]


def test_case_names_are_different_sentences():
    names = [case["name"] for case in CASES]

    assert len(set(names)) == len(names)
    assert len(names) >= 80


def test_every_obligation_has_cases():
    covered = {each["obligation"] for case in RESULTS for each in case.get("expect", ())}

    assert covered == set(get_args(Obligation))


@pytest.mark.parametrize("name", sorted(provisions()))
def test_every_quote_stands_in_its_unit(name):
    provision = provisions()[name]

    assert provision.quote in "".join(DRAFT[provision.unit].text.split())


@pytest.mark.parametrize("name", sorted(provisions()))
def test_every_quote_holds_its_number(name):
    provision = provisions()[name]

    assert provision.number in numbers_in(provision.quote)


@pytest.mark.parametrize("article", ARTICLES)
def test_no_number_of_these_articles_is_left_out(article):
    known = {(DRAFT.top_of(each.unit), each.number) for each in provisions().values()}
    text = "".join(DRAFT[article].text.split()).removeprefix(article)

    assert {(article, each) for each in numbers_in(text)} <= known


def numbers_in(text: str) -> set[int]:
    """Numbers that count something: 三年, 10日内, 7个工作日, 3月底, 20人."""
    return {
        to_number(each)
        for each in re.findall(rf"({NUMERAL})(?=年(?!度)|月|日|个|次|万元|%|家|人|名)", text)
    }


def test_unknown_keys_are_named_so_that_a_misspelt_one_is_seen():
    event = {"类型": "更名", "日期": "2026-01-01", "报告日期": "2026-02-01"}
    row = {"today": "2026-01-01", "认定日期": "2023-06-15", "事件": [event]}

    assert unused_keys(row) == ["认定日期", "报告日期"]


def test_make_up_saturdays_are_working_days_and_holidays_are_not():
    assert is_workday(date(2026, 2, 14))
    assert not is_workday(date(2026, 2, 17))
    assert nth_workday(date(2026, 2, 14), 2) == date(2026, 2, 24)


@pytest.mark.parametrize("year", [2003, 2027])
def test_a_year_without_an_arrangement_is_refused_by_name(year):
    with pytest.raises(YearNotCovered, match=f"{year}年"):
        is_workday(date(year, 3, 3))


# The command


def run(tmp_path: Path, text: str | bytes) -> Any:
    file = tmp_path / "platform.json"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return CliRunner().invoke(command, [str(file)])


def test_the_command_prints_a_json_list_and_ends_with_0(tmp_path):
    result = run(tmp_path, '{"today": "2026-02-01"}')

    assert result.exit_code == 0
    assert [row["obligation"] for row in json.loads(result.stdout)] == ["年度总结和检查报告"]
    assert result.stderr == ""


def test_something_overdue_ends_with_1_and_is_still_printed(tmp_path):
    row = {"today": "2026-07-11", "事件": [{"类型": "测评不合格", "日期": "2026-01-10"}]}
    result = run(tmp_path, json.dumps(row))

    assert result.exit_code == 1
    assert json.loads(result.stdout)[0]["status"] == "overdue"


def test_something_unknown_ends_with_1(tmp_path):
    result = run(tmp_path, '{"today": "2027-03-01", "公示发布日": "2027-03-01"}')

    assert result.exit_code == 1
    assert "2027年" in result.stdout


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"today": "2026-02-30"}', "2026-02-30 不存在"),
        ("{today: 1}", "不是正确的 JSON"),
        ("", "不是正确的 JSON"),
        ("[" * 100_000, "不是正确的 JSON"),
        ('{"today": "2026-02-01", "事件": [{"类型": "\\ud800"}]}', "不是正确的 JSON"),
        ("[]", "应是一个 JSON 对象"),
        ('{"today": "2026-02-01", "today": "2026-03-01"}', "“today”写了两次"),
        ("{“today”}".encode("gb18030"), "UTF-8"),
    ],
)
def test_bad_input_ends_with_2_and_one_sentence_on_standard_error(tmp_path, text, says):
    result = run(tmp_path, text)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert says in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_file_that_is_not_there_ends_with_2(tmp_path):
    result = CliRunner().invoke(command, [str(tmp_path / "none.json")])

    assert result.exit_code == 2
    assert "打不开 none.json" in result.stderr


def test_a_folder_in_place_of_a_file_ends_with_2(tmp_path):
    assert CliRunner().invoke(command, [str(tmp_path)]).exit_code == 2


def test_a_misspelt_key_is_named_on_standard_error(tmp_path):
    result = run(tmp_path, '{"today": "2026-02-01", "认定日": "2023-06-15"}')

    assert result.exit_code == 0
    assert "认定日" in result.stderr
    assert json.loads(result.stdout)


# Invariants

TODAY = date(2026, 6, 20)
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
KINDS = st.sampled_from(
    [
        "更名",
        "重组",
        "法定代表人变更",
        "测评不合格",
        "整改",
        "整改通知",
        "整改完成",
        "恢复称号",
        "违法违规",
    ]
)
EVENTS = st.lists(
    st.fixed_dictionaries({"类型": KINDS, "日期": DAYS.map(date.isoformat)}), max_size=4
)
Filed = dict[Month, int | None]
MONTHS = [Month(2025, 1).plus(step) for step in range(17)]  # due by TODAY
FILED_AFTER = st.one_of(st.none(), st.integers(0, 40))
FILINGS = st.dictionaries(st.sampled_from(MONTHS), FILED_AFTER)


def filings(chosen: Filed) -> dict[str, str | None]:
    """Days after the month's end on which each was filed, none where it never was."""
    return {
        str(month): None
        if days is None
        else min(month.last + timedelta(days=days), TODAY).isoformat()
        for month, days in chosen.items()
    }


def platform(
    chosen: dict[Month, int | None], others: str | None, certified: date
) -> dict[str, Any]:
    return {
        "today": TODAY.isoformat(),
        "认定公布日": certified.isoformat(),
        "月报": {**filings(chosen), "未列月份": others},
    }


def missed(row: dict[str, Any]) -> int | None:
    rows = [each for each in told(row) if each["obligation"] == "连续未填报"]
    return rows[0]["consecutive_missed"] if rows else None


OTHERS = st.sampled_from(["均按时填报", None])
CERTIFIED = st.dates(date(2024, 1, 1), TODAY)


@given(FILINGS, OTHERS, CERTIFIED, EVENTS, DAYS)
def test_the_list_is_sorted_soonest_first(chosen, others, certified, events, published):
    row = {**platform(chosen, others, certified), "事件": events}
    dates = [
        each["due_date"] or each["safe_date"] or "9999"
        for each in told({**row, "公示发布日": published.isoformat()})
    ]

    assert dates == sorted(dates)


@given(FILINGS, OTHERS, CERTIFIED, st.sampled_from(MONTHS))
def test_filing_one_more_month_never_raises_the_consecutive_count(chosen, others, certified, month):
    before = missed(platform(chosen, others, certified))
    after = missed(platform({**chosen, month: 5}, others, certified))

    assert (after or 0) <= (before or 0)


@given(FILINGS, CERTIFIED)
def test_late_filing_never_counts_for_more_when_it_heals(chosen, certified):
    for row in told(platform(chosen, "均按时填报", certified)):
        for each in row["readings"]:
            if each["ambiguity"] in ("AMB-32", "AMB-33", "AMB-34") and each["id"] == "R2":
                assert (each.get("consecutive_missed") or 0) <= (row["consecutive_missed"] or 0)


@given(FILINGS, CERTIFIED)
def test_what_is_not_known_never_adds_to_the_certain_count(chosen, certified):
    known = missed(platform(chosen, "均按时填报", certified))
    unknown = missed(platform(chosen, None, certified))

    assert unknown is None or known is None or unknown >= known


@given(DAYS, DAYS)
def test_a_due_date_is_never_earlier_than_its_trigger(trigger, today):
    day = trigger.isoformat()
    kinds = ("更名", "测评不合格")
    found = told(
        {
            "today": today.isoformat(),
            "认定公布日": day,
            "公示发布日": day,
            "撤销决定日": day,
            "事件": [{"类型": kind, "日期": day} for kind in kinds],
        }
    )

    for row in found:
        dates = [row["due_date"], row["safe_date"], *(each["due_date"] for each in row["readings"])]
        since = f"{row['period']}-01" if row["obligation"] == "月报" else day
        if row["obligation"] != "年度总结和检查报告":
            assert all(each > since for each in dates if each)


@given(DAYS, DAYS)
def test_days_left_are_counted_from_today_and_agree_with_the_status(changed, today):
    signs = {"upcoming": 1, "due_today": 0, "overdue": -1}
    change = {"类型": "更名", "日期": changed.isoformat()}
    for row in told({"today": today.isoformat(), "事件": [change]}):
        left = (date.fromisoformat(row["due_date"] or row["safe_date"]) - today).days

        assert row["days_left"] == left
        assert signs[row["status"]] == (left > 0) - (left < 0)


def by_name(found: list[dict[str, Any]]) -> dict[tuple[str, str | None], dict[str, Any]]:
    return {(each["obligation"], each["period"]): each for each in found}


@given(FILINGS, OTHERS, CERTIFIED, EVENTS, DAYS, st.integers(1, 800))
def test_a_later_today_never_brings_a_due_date_nearer(
    chosen, others, certified, events, published, days
):
    row = {**platform(chosen, others, certified), "事件": events}
    row |= {"公示发布日": published.isoformat(), "撤销决定日": None}
    later = {**row, "today": (TODAY + timedelta(days=days)).isoformat()}
    before, after = by_name(told(row)), by_name(told(later))

    for name in before.keys() & after.keys():
        for field in ("due_date", "safe_date"):
            first, second = before[name][field], after[name][field]
            assert first is None or second is None or first <= second


@given(FILINGS, OTHERS, CERTIFIED, EVENTS, st.randoms())
def test_the_order_of_facts_does_not_matter(chosen, others, certified, events, chance):
    row = {**platform(chosen, others, certified), "事件": events}
    months = list(row["月报"].items())
    mixed = [*events]
    chance.shuffle(mixed)
    chance.shuffle(months)
    other = {**row, "月报": dict(months), "事件": mixed}

    def listed(found: list[dict[str, Any]]) -> list[str]:
        return sorted(json.dumps(each, sort_keys=True) for each in found)

    assert listed(told(row)) == listed(told(dict(reversed(other.items()))))


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 36))
def test_months_later_keeps_the_day_or_takes_the_last_of_the_month(day, months):
    later = months_later(day, months)

    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (
        later.day < day.day and (later + timedelta(days=1)).month != later.month
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


KEYS = st.sampled_from(["认定公布日", "公告载明有效期", "月报", "事件", "撤销依据"])


@given(st.dictionaries(KEYS, JSON))
def test_any_json_is_read_or_refused_in_a_sentence_never_broken(row):
    assert answer({"today": "2026-06-20", **row})


def answer(row: dict[str, Any]) -> bool:
    """Whether there was a list, or a refusal that is a sentence; other errors pass through."""
    try:
        return isinstance(told(row), list)
    except WrongFacts as refusal:
        return str(refusal).endswith("。")
