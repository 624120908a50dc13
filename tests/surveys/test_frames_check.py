"""The verdict on every row, and the frame that is left."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.frames import Exclusions, Verdict, check_frame, require_usable
from surveys.frames.errors import FrameTooSmall
from tests.surveys.frame_files import HEADER, checked, credit_code, csv_bytes, firm, row_of, rows_of

LIST = [firm(number) for number in range(12)]
A, B = LIST[0], LIST[1]
BY_NAME = firm(50, name="样例0号科技有限责任公司")
ROWS = {
    "a good row": (firm(60), Verdict.ACCEPTED),
    "no name": (firm(60, name=""), Verdict.MISSING_NAME),
    "a name that says nothing": (firm(60, name="无"), Verdict.MISSING_NAME),
    "a name of digits": (firm(60, name="12345"), Verdict.BAD_NAME),
    "a name that is an error of Excel": (firm(60, name="#N/A"), Verdict.BAD_NAME),
    "a name longer than any": (firm(60, name="样例" + "很长" * 100), Verdict.BAD_NAME),
    "a name with a phone in it": (firm(60, name="样例13900000060"), Verdict.BAD_NAME),
    "no phone": (firm(60, phone="暂无"), Verdict.MISSING_PHONE),
    "a phone of thirteen digits": (firm(60, phone="1390000006000"), Verdict.BAD_PHONE),
    "a wrong credit code": (firm(60, credit_code="91350100M000100Y44"), Verdict.BAD_CREDIT_CODE),
    "the same credit code": (
        firm(60, credit_code=credit_code(1)),
        Verdict.DUPLICATE_CREDIT_CODE,
    ),
    "the same name in another spelling": (BY_NAME, Verdict.DUPLICATE_NAME),
    "the same phone in another spelling": (
        firm(60, phone="139-0000-0001"),
        Verdict.DUPLICATE_PHONE,
    ),
    "the applicant": (firm(90), Verdict.APPLICANT),
    "an affiliate by name": (firm(92), Verdict.AFFILIATE),
    "an affiliate by credit code": (firm(93), Verdict.AFFILIATE),
}
EXCLUDED = Exclusions(firm(90).name, (" 样例92号科技有限责任公司", credit_code(93)))
edited = st.builds(
    firm,
    st.integers(0, 30),
    name=st.sampled_from([f"样例{n}号公司" for n in range(8)] + [""]),
    phone=st.sampled_from([f"1390000000{n}" for n in range(8)] + ["1"]),
    credit_code=st.sampled_from(["", "", "", *(credit_code(n) for n in range(5))]),
)


@pytest.mark.parametrize(("added", "verdict"), ROWS.values(), ids=ROWS)
def test_a_row_after_twelve_good_ones_gets_its_verdict(added, verdict):
    check = check_frame(csv_bytes(rows_of([*LIST, added])), EXCLUDED)

    assert (check.verdicts[-1].row, check.verdicts[-1].verdict) == (14, verdict)
    assert len(check.frame.firms) == 12 + (verdict is Verdict.ACCEPTED)
    assert all(each.verdict is Verdict.ACCEPTED for each in check.verdicts[:-1])


@pytest.mark.parametrize("name", ["同上", "同前", "见上行", "〃"])
def test_a_name_that_points_to_the_row_above_is_no_name(name):
    [verdict] = checked([firm(3, name=name)]).verdicts

    assert verdict.verdict == "bad_name"


def test_a_duplicate_names_the_row_it_repeats():
    verdict = checked([*LIST, BY_NAME]).verdicts[-1]

    assert (verdict.of, verdict.message) == (2, "企业名称与第2行相同，只算一家。")


def test_all_problems_of_a_row_are_told_at_once():
    verdict = checked([firm(3, name="", phone="1", credit_code="9")]).verdicts[0]

    assert [word in verdict.message for word in ("名称", "电话", "代码")] == [True] * 3


def test_two_rows_linked_by_a_third_are_one_firm():
    link = firm(62, name=firm(60).name, phone=firm(64).phone)
    check = checked([*LIST, firm(60), firm(64), link])

    assert len(check.frame.firms) == 13
    assert [(each.verdict, each.of) for each in check.verdicts[-2:]] == [
        (Verdict.DUPLICATE_PHONE, 16),
        (Verdict.DUPLICATE_NAME, 14),
    ]


def test_of_two_rows_the_fuller_one_gives_the_data_and_the_first_is_told_so():
    fuller = firm(0, credit_code=credit_code(0))
    check = checked([*LIST, fuller])

    assert credit_code(0) in {each.key for each in check.frame.firms}
    assert "采用第14行" in check.verdicts[0].message


def test_blank_rows_are_counted_and_the_others_keep_their_numbers():
    rows = [HEADER, (), row_of(1, A), ("2", "", "", "", "", ""), row_of(3, B), ()]
    check = check_frame(csv_bytes(rows))

    assert ([each.row for each in check.verdicts], check.blank) == ([3, 5], 2)


def test_a_header_repeated_on_each_page_is_no_firm():
    check = check_frame(csv_bytes([*rows_of(LIST), HEADER, row_of(1, firm(70))]))

    assert check.counts == {"accepted": 13, "repeated_header": 1}


@pytest.mark.parametrize(
    "cells",
    [
        ("合计", "12", "", "", "", ""),
        ("", "总计（家）", "", "", "", "12"),
        ("", "以上共12家"),
        ("填表人：王某", "", "", "", "13900000999", ""),
        ("", "联系人：王某", "", "", "13900000999", ""),
        ("", "注：名单由平台提供", "", "", "", ""),
    ],
)
def test_totals_signatures_and_remarks_below_the_list_are_no_firms(cells):
    check = check_frame(csv_bytes([*rows_of(LIST), cells]))

    assert check.counts == {"accepted": 12, "no_firm": 1}
    assert not check.findings


@pytest.mark.parametrize("name", ["共计科技有限公司", "注意力科技有限公司", "说明书印刷厂"])
def test_a_firm_whose_name_begins_like_a_total_is_a_firm(name):
    check = check_frame(csv_bytes(rows_of([*LIST, firm(60, name=name)])))

    assert check.counts == {"accepted": 13}


def test_a_phone_whose_formula_was_never_computed_is_told_so():
    verdict = checked([firm(3, phone="#公式无结果")]).verdicts[0]

    assert "公式没有结果" in verdict.message


def test_the_credit_code_is_optional_and_so_is_the_phone_column():
    with_names = check_frame(csv_bytes([["企业名称"], *[[each.name] for each in LIST]]))

    assert len(with_names.frame.firms) == 12
    assert any("联系电话" in each for each in with_names.warnings)


@pytest.mark.parametrize(
    ("number", "usable", "warned"),
    [(9, False, True), (10, True, True), (99, True, True), (100, True, False)],
)
def test_fewer_than_a_hundred_are_warned_of_and_fewer_than_ten_refused(number, usable, warned):
    check = checked(firm(each) for each in range(number))

    assert (check.usable, bool(check.warnings)) == (usable, warned)
    if usable:
        assert require_usable(check) is check.frame
    else:
        with pytest.raises(FrameTooSmall, match="只有9家"):
            require_usable(check)


def test_a_firm_is_known_by_its_code_or_by_name_and_masked_phone():
    assert (A.key, B.key) == ("样例0号科技有限公司|139****0000", credit_code(1))


def test_the_frozen_frame_is_the_list_in_the_order_of_keys_and_its_hash():
    frame = checked(reversed(LIST)).frame
    frozen = json.loads(frame.frozen)

    assert [each["key"] for each in frozen["firms"]] == sorted(each.key for each in LIST)
    assert hashlib.sha256(frame.frozen).hexdigest() == frame.sha256
    assert frame.frozen.endswith(b"}\n")


@pytest.mark.parametrize("field", ["name", "credit_code", "phone", "contact", "service"])
def test_any_change_of_a_firm_changes_the_hash(field):
    value = {"phone": "13800000099", "credit_code": credit_code(99)}.get(field, "样例改动")
    changed = [firm(0, **{field: value}), *LIST[1:]]

    assert checked(changed).frame.sha256 != checked(LIST).frame.sha256


@settings(max_examples=80, deadline=None)
@given(st.lists(edited, min_size=1, max_size=25), st.randoms())
def test_the_frame_does_not_depend_on_the_order_of_rows(firms, random):
    shuffled = random.sample(firms, len(firms))

    assert checked(shuffled).frame.frozen == checked(firms).frame.frozen


@settings(max_examples=80, deadline=None)
@given(st.lists(edited, min_size=1, max_size=25))
def test_every_row_gets_exactly_one_verdict_and_every_firm_one_row(firms):
    check = checked(firms)
    accepted = [each for each in check.verdicts if each.verdict is Verdict.ACCEPTED]

    assert [each.row for each in check.verdicts] == list(range(2, len(firms) + 2))
    assert len(accepted) == len(check.frame.firms)
    for field in ("key", "name"):
        values = [getattr(each, field) for each in check.frame.firms]
        assert len(set(values)) == len(values)
