"""Eligibility against cases a lawyer can sign, the regulation's words, and invariants."""

from __future__ import annotations

import copy
import json
import random
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.eligibility import command
from knowledge.library import load_shipped
from knowledge.numerals import to_number
from knowledge.rules.eligibility import (
    WrongFacts,
    as_json,
    assess,
    read_facts,
    undecided,
    unused_keys,
)
from knowledge.rules.eligibility.keys import known
from knowledge.rules.eligibility.model import Status, Verdict
from knowledge.rules.eligibility.ranges import shown
from knowledge.rules.eligibility.sources import conditions
from knowledge.rules.provisions import provisions

DRAFT = load_shipped()
FOLDER = Path(__file__).parent / "cases"
IDS = re.findall(
    r"\S+",
    "C5-0 C5-1 C5-2 C5-3 C5-4 C5-5 C6-1 C6-2a C6-2b C6-2c C6-2d C6-3a C6-3b C6-3c C6-3d C6-4 "
    "C6-5a C6-5b C6-5c C6-5d C6-5e C6-5f C6-6 C7-0 C7-1a C7-1b C7-1c",
)


def plain(value: Any) -> Any:
    """YAML reads 2026-01-31 as a date; the input holds it as text."""
    if isinstance(value, dict):
        return {plain(key): plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


BASE = plain(yaml.safe_load((FOLDER / "eligibility_base.yaml").read_text(encoding="utf-8")))
CASES = [
    plain(case)
    for path in sorted(FOLDER.glob("eligibility_*.yaml"))
    if path.stem != "eligibility_base"
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
RESULTS = [case for case in CASES if "refused" not in case]
REFUSALS = [case for case in CASES if "refused" in case]


def changed(changes: dict[str, Any]) -> dict[str, Any]:
    """The base with some values changed; a dotted key reaches into 年度数据."""
    row = copy.deepcopy(BASE)
    for key, value in changes.items():
        *path, last = key.split(".")
        place = row
        for step in path:
            place = place[step]
        place[last] = value
    return row


def told(row: Any) -> dict[str, Any]:
    return as_json(assess(read_facts(row)))


def ids(result: dict[str, Any], status: str) -> set[str]:
    return {each["id"] for each in result["findings"] if each["status"] == status}


def named(case: dict[str, Any]) -> str:
    return str(case["name"])


@pytest.mark.parametrize("case", RESULTS, ids=named)
def test_the_assessment_is_as_the_case_says(case):
    result = told(changed(case["facts"]))
    found = {status: ids(result, status) for status in ("unmet", "unknown", "disputed")}

    assert found == {status: set(case.get(status, ())) for status in found}
    assert result["verdict"] == case["verdict"]
    assert case.get("services", {}).items() <= result["services"].items()


@pytest.mark.parametrize("case", REFUSALS, ids=named)
def test_what_contradicts_itself_is_questioned_in_one_sentence(case):
    with pytest.raises(WrongFacts) as refusal:
        read_facts(changed(case["facts"]))

    assert case["refused"] in str(refusal.value)
    assert str(refusal.value).endswith("。")
    assert str(refusal.value).count("。") == 1


@pytest.mark.parametrize("case", REFUSALS, ids=named)
def test_what_contradicts_itself_is_not_computed_with(case):
    with pytest.raises(WrongFacts) as refusal:
        read_facts(changed(case["facts"]))
    assert refusal.value.rest
    result = as_json(assess(refusal.value.rest))

    assert result["verdict"] == "conditional"
    assert ids(result, "unknown") == set(case.get("unknown", ()))
    assert str(refusal.value) in result["notes"]


@pytest.mark.parametrize("case", RESULTS, ids=named)
def test_every_condition_is_there_once_with_the_promised_fields(case):
    result = told(changed(case["facts"]))

    assert [each["id"] for each in result["findings"]] == IDS
    assert list(result["services"]) == ["政策", "咨询", "培训", "技术"]
    assert result["verdict"] in get_args(Verdict)
    for each in result["findings"]:
        assert each["status"] in get_args(Status)
        assert each["because"].endswith("。")
        assert ("readings" in each) == (each["status"] == "disputed")
        assert each["status"] != "unknown" or each["needs"]


@pytest.mark.parametrize("case", RESULTS, ids=named)
def test_every_dispute_shows_readings_that_differ(case):
    for each in told(changed(case["facts"]))["findings"]:
        if each["status"] == "disputed":
            assert len({reading["status"] for reading in each["readings"]}) > 1
            assert all(reading["text"] for reading in each["readings"])


@pytest.mark.parametrize("case", RESULTS, ids=named)
def test_every_assessment_says_it_is_a_draft_and_leaves_article_8_open(case):
    notes = told(changed(case["facts"]))["notes"]

    assert "按征求意见稿" in notes[0]
    assert "第八条" in notes[1]


def test_case_names_are_different_sentences():
    names = [case["name"] for case in CASES]

    assert len(set(names)) == len(names)
    assert len(names) >= 90


@pytest.mark.parametrize("id_", IDS)
def test_every_condition_has_a_case_that_does_not_pass_it(id_):
    failing = [
        case for case in RESULTS if id_ in (*case.get("unmet", ()), *case.get("unknown", ()))
    ]

    assert failing


@pytest.mark.parametrize("id_", IDS)
def test_every_quote_stands_in_its_article(id_):
    source = conditions()[id_]

    assert source["quote"] in DRAFT[source["article"]].text


@pytest.mark.parametrize("article", ["第五条", "第六条", "第七条"])
def test_no_number_of_these_articles_is_left_out(article):
    known_numbers = {
        (DRAFT.top_of(each.unit), each.number)
        for each in provisions().values()
        if each.unit.startswith(article)
    }
    text = "".join(DRAFT[article].text.split()).removeprefix(article)
    numbers = re.findall(r"(?<![0-9])([三0-9]+)(?=年|万元|%|人|家|名|次)", text)

    assert {(article, to_number(each)) for each in numbers} == known_numbers


def test_no_relaxed_number_is_named_for_the_west():
    west = {"所在地": "甘肃省", "是否西部大开发政策区域": True, "上年末资产总额万元": 123}
    result = told(changed({**west, "当前资产总额万元": 123}))
    finding = next(each for each in result["findings"] if each["id"] == "C5-2")

    assert "第二十七条" in finding["because"]
    assert set(re.findall(r"\d+", finding["because"])) == {"123", "300"}


YEARS = ("2023", "2024", "2025")


def by_year(**rows: tuple[int, ...]) -> dict[str, Any]:
    return {
        f"年度数据.{year}.{key}": number
        for key, row in rows.items()
        for year, number in zip(YEARS, row, strict=True)
    }


@pytest.mark.parametrize(
    ("id_", "changes"),
    [
        ("C5-1", {"开始运营日期": "2023-05-20", "注册日期": "2023-05-20"}),
        ("C5-2", {"上年末资产总额万元": 300}),
        ("C5-3", by_year(服务企业数家=(1000, 1100, 1200), 服务中小企业数家=(900, 1050, 1150))),
        ("C5-3", by_year(服务企业数家=(100, 110, 125), 服务中小企业数家=(91, 99, 120))),
        ("C5-5", by_year(服务收入万元=(400, 400, 400), 政府委托服务收入万元=(60, 80, 100))),
        ("C6-2c", {"客户满意度百分比": 90}),
        ("C7-0", {"技术线下服务企业数": 200, "其中技术线下服务中小企业数": 200}),
        ("C7-1b", {"政策线上服务中小企业数": 10000}),
    ],
)
def test_whoever_is_exactly_on_the_line_is_told_to_keep_the_evidence(id_, changes):
    finding = next(each for each in told(changed(changes))["findings"] if each["id"] == id_)

    assert finding["status"] == "met"
    assert "踩线，须留足证据" in finding["because"]


# The public interface


def test_nothing_known_is_conditional_and_everything_is_unknown():
    result = told({})

    assert result["verdict"] == "conditional"
    assert ids(result, "unknown") == set(IDS)


def test_what_is_still_needed_names_what_decides_most_first():
    assessment = assess(read_facts(changed({"专职人员数": None, "信息保密制度": None})))

    assert undecided(assessment) == ("专职人员数", "信息保密制度")


def test_a_failure_that_the_west_might_mend_asks_for_the_region_first():
    row = changed({"所在地": None, "是否西部大开发政策区域": None, "信息保密制度": False})

    assert undecided(assess(read_facts(row))) == ("是否西部大开发政策区域",)


def test_a_missing_year_is_asked_for_by_its_place():
    needs = undecided(assess(read_facts(changed({"年度数据.2024.服务中小企业数家": None}))))

    assert needs == ("年度数据.2024.服务中小企业数家",)


def test_an_eligible_applicant_is_asked_nothing():
    assert undecided(assess(read_facts(BASE))) == ()


def test_every_need_is_a_key_of_the_form():
    needs = undecided(assess(read_facts({})))

    assert {key.partition(".")[0] for key in needs} <= set(known())


def test_words_that_are_not_recognised_are_named():
    notes = told(changed({"信息保密制度": "大概吧"}))["notes"]

    assert any("大概吧" in note for note in notes)


def test_unknown_keys_are_named_so_that_a_misspelt_one_is_seen():
    row = {"专职人数": 20, "年度数据": {"2025": {"营业额": 3}}}

    assert unused_keys(row) == ["专职人数", "营业额"]


def test_a_decimal_is_taken_exactly_however_long():
    long = Decimal("299.99999999999999999999")

    assert (
        told(changed({"上年末资产总额万元": long, "当前资产总额万元": long}))["verdict"]
        == "not_eligible"
    )


@pytest.mark.parametrize(
    ("number", "text"),
    [("300", "300"), ("299.99", "299.99"), ("-5", "-5"), ("1/3", "1/3"), ("0.125", "0.125")],
)
def test_numbers_are_shown_exactly(number, text):
    assert shown(Fraction(number)) == text


@pytest.mark.parametrize(
    "value",
    ["30%", "30元", "三五十", "三五", True, [30], "1" * 100, Decimal("1E+90"), float("inf")],
)
def test_what_is_not_clearly_a_count_is_unknown(value):
    assert "C6-3c" in ids(told(changed({"专职人员数": value})), "unknown")


@pytest.mark.parametrize("value", ["300家", "300%", "不少"])
def test_what_is_not_clearly_a_sum_is_unknown(value):
    assert "C5-2" in ids(told(changed({"上年末资产总额万元": value})), "unknown")


@pytest.mark.parametrize(("key", "value"), [("违法失信异常事件", 3), ("年度数据", [2025])])
def test_what_has_another_shape_is_unknown_and_named(key, value):
    result = told(changed({key: value}))

    assert result["verdict"] == "conditional"
    assert any(f"“{key}”" in note for note in result["notes"])


# The command


def run(tmp_path: Path, text: str | bytes) -> Any:
    file = tmp_path / "applicant.json"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return CliRunner().invoke(command, [str(file)])


def test_the_command_prints_one_json_object_and_ends_with_0(tmp_path):
    result = run(tmp_path, json.dumps(BASE))

    assert result.exit_code == 0
    assert json.loads(result.stdout)["verdict"] == "eligible"
    assert result.stderr == ""


@pytest.mark.parametrize("change", [{"信息保密制度": False}, {"信息保密制度": None}])
def test_anything_but_eligible_ends_with_1_and_is_still_printed(tmp_path, change):
    result = run(tmp_path, json.dumps(changed(change)))

    assert result.exit_code == 1
    assert json.loads(result.stdout)["findings"]


def test_the_command_reads_decimals_exactly(tmp_path):
    text = json.dumps(changed({"当前资产总额万元": None})).replace(
        "850", "299.99999999999999999999"
    )

    assert json.loads(run(tmp_path, text).stdout)["verdict"] == "not_eligible"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{专职人员数: 1}", "不是正确的 JSON"),
        ('{"专职人员数": NaN}', "不是正确的 JSON"),
        ("", "不是正确的 JSON"),
        ("[" * 100_000, "不是正确的 JSON"),
        ('{"单位名称": "\\ud800"}', "不是正确的 JSON"),
        ("[]", "应是一个 JSON 对象"),
        ('{"专职人员数": 1, "专职人员数": 2}', "“专职人员数”写了两次"),
        ("{“单位名称”}".encode("gb18030"), "UTF-8"),
    ],
)
def test_bad_input_ends_with_2_and_one_sentence_on_standard_error(tmp_path, text, says):
    result = run(tmp_path, text)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert says in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_what_cannot_be_is_asked_about_and_the_rest_is_still_printed(tmp_path):
    row = changed({"拟申报日期": "2026-02-30", "信息保密制度": False})
    result = run(tmp_path, json.dumps(row))
    told_ = json.loads(result.stdout)

    assert result.exit_code == 2
    assert "2026-02-30 不存在" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.strip() in told_["notes"]
    assert ids(told_, "unmet") == {"C6-5f"}
    assert "C5-1" in ids(told_, "unknown")


def test_no_report_is_written_on_facts_that_cannot_be(tmp_path):
    file, report = tmp_path / "applicant.json", tmp_path / "report.docx"
    file.write_text(json.dumps(changed({"客户满意度百分比": 120})), encoding="utf-8")

    assert CliRunner().invoke(command, [str(file), "--report", str(report)]).exit_code == 2
    assert not report.exists()


def test_a_file_that_is_not_there_ends_with_2(tmp_path):
    result = CliRunner().invoke(command, [str(tmp_path / "none.json")])

    assert result.exit_code == 2
    assert "打不开 none.json" in result.stderr


def test_a_misspelt_key_is_named_on_standard_error(tmp_path):
    result = run(tmp_path, json.dumps({**BASE, "专职人数": 30}))

    assert result.exit_code == 0
    assert "专职人数" in result.stderr


# Invariants

RANK = {"not_eligible": 0, "conditional": 1, "eligible": 2}
MORE_IS_BETTER = {
    "上年末资产总额万元": (0, 600),
    "当前资产总额万元": (0, 600),
    "客户满意度百分比": (2, 100),
    "签约合作机构数": (0, 30),
    "外部专家数": (0, 40),
    "政策线上服务中小企业数": (0, 20000),
    "政策线下服务中小企业数": (0, 1000),
    "咨询线下服务中小企业数": (0, 400),
    "供需对接活动场次(每场20家以上)": (0, 20),
    "培训人次": (0, 4000),
    "其中技术线下服务中小企业数": (0, 260),
    "年度数据.2025.服务中小企业数家": (0, 1200),
    "年度数据.2025.政府委托服务收入万元": (0, 500),
    "年度数据.2024.政府委托合同金额万元(按签订日)": (0, 400),
    "年度数据.2024.政府委托合同金额万元(按履行期)": (0, 400),
}
YES_IS_BETTER = [
    "是否独立法人",
    "是否承担政府委托中小企业服务专项",
    "有固定场所和设施",
    "财务收支良好",
    "信息保密制度",
    "政策服务系统(在线、线上线下联动)",
    "具有线上培训能力",
    "专家库或项目库",
    "有必要服务资质",
]
NUMBERS = st.fixed_dictionaries(
    {}, optional={key: st.none() | st.integers(*span) for key, span in MORE_IS_BETTER.items()}
)
FLAGS = st.dictionaries(st.sampled_from(YES_IS_BETTER), st.sampled_from([True, False, None]))


def verdict(changes: dict[str, Any]) -> str:
    return str(told(changed(changes))["verdict"])


@given(NUMBERS, FLAGS, st.sampled_from(sorted(MORE_IS_BETTER)), st.data())
def test_more_of_what_is_asked_for_never_worsens_the_verdict(numbers, flags, key, data):
    span = MORE_IS_BETTER[key]
    less = data.draw(st.integers(*span))
    more = data.draw(st.integers(less, span[1]))
    before, after = (verdict({**numbers, **flags, key: value}) for value in (less, more))

    assert RANK[before] <= RANK[after]


@given(NUMBERS, FLAGS, st.sampled_from(YES_IS_BETTER))
def test_a_yes_is_never_worse_than_a_no_and_not_knowing_is_in_between(numbers, flags, key):
    ranks = [RANK[verdict({**numbers, **flags, key: value})] for value in (False, None, True)]

    assert ranks == sorted(ranks)


@given(st.sets(st.sampled_from(sorted(set(BASE) - {"单位名称"})), min_size=1))
def test_forgetting_a_fact_never_makes_an_applicant_fail(keys):
    result = told(changed(dict.fromkeys(keys)))

    assert not ids(result, "unmet")


# Today's assets can only contradict last year's, which decide (AMB-04).
FORGETTABLE = sorted({*MORE_IS_BETTER, *YES_IS_BETTER} - {"当前资产总额万元"})


@given(NUMBERS, FLAGS, st.sampled_from(FORGETTABLE))
def test_silence_never_makes_anyone_eligible(numbers, flags, key):
    changes = {**numbers, **flags}
    if verdict(changes) != "eligible":
        assert verdict({**changes, key: None}) != "eligible"


# They object to another fact; where they are silent that fact stands (docs/decisions/0015).
OBJECTIONS = {"应剔除数", "数量口径说明", "当前资产总额万元", "是否分支机构"}


@pytest.mark.parametrize(
    "case", [each for each in RESULTS if each["verdict"] != "eligible"], ids=named
)
def test_no_key_but_an_objection_makes_anyone_eligible_by_its_silence(case):
    row = changed(case["facts"])
    silenced = {key: verdict({**case["facts"], key: None}) for key in set(row) - OBJECTIONS}

    assert "eligible" not in silenced.values()


@given(NUMBERS, FLAGS)
def test_an_eligible_applicant_meets_every_condition(numbers, flags):
    result = told(changed({**numbers, **flags}))

    assert (result["verdict"] == "eligible") == (ids(result, "met") == set(IDS))
    if ids(result, "unknown"):
        assert result["verdict"] != "eligible"


@given(NUMBERS, FLAGS, st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_matter(numbers, flags, chance: random.Random):
    row = changed({**numbers, **flags})
    names = list(row)
    chance.shuffle(names)

    assert told({name: row[name] for name in names}) == told(row)


@given(st.integers(1, 60), st.integers(1, 40))
def test_more_qualified_people_than_staff_are_questioned(staff, extra):
    row = changed(
        {
            "专职人员数": staff,
            "本科及以上人数": None,
            "中级及以上职称人数": None,
            "学历与职称兼有人数": None,
            "高学历或中级职称人数(去重)": staff + extra,
        }
    )

    with pytest.raises(WrongFacts):
        read_facts(row)


@given(st.integers(20, 60), st.data())
def test_bounds_agree_with_every_overlap_they_allow(staff, data):
    degree, title = data.draw(st.integers(0, staff)), data.draw(st.integers(0, staff))
    both = data.draw(st.integers(max(0, degree + title - staff), min(degree, title)))
    people = {"专职人员数": staff, "本科及以上人数": degree, "中级及以上职称人数": title}
    people["高学历或中级职称人数(去重)"] = None
    exact = told(changed({**people, "学历与职称兼有人数": both}))
    bounded = told(changed({**people, "学历与职称兼有人数": None}))

    if "C6-3d" not in ids(bounded, "unknown"):
        assert ("C6-3d" in ids(exact, "met")) == ("C6-3d" in ids(bounded, "met"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(known())), JSON))
def test_any_json_is_read_or_refused_in_a_sentence_never_broken(row):
    assert answer({**BASE, **row})


@given(
    st.dictionaries(
        st.sampled_from(["2023", "2024", "2025"]),
        JSON | st.dictionaries(st.sampled_from(["服务企业数家", "服务收入万元"]), JSON),
    )
)
def test_any_table_of_years_is_read_or_refused(years):
    assert answer({**BASE, "年度数据": years})


def answer(row: dict[str, Any]) -> bool:
    """Whether there was a result, or a refusal that is a sentence; other errors pass through."""
    try:
        return json.dumps(told(row)) != ""
    except WrongFacts as refusal:
        return str(refusal).endswith("。")
