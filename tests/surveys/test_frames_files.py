"""What kinds of files are read, and what the others are told."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from surveys.frames import check_frame, errors, limits
from surveys.frames.errors import FrameError, FrameTooLarge, HeaderAmbiguous, UnreadableFrame
from surveys.frames.reader import read_sheets
from tests.surveys.frame_files import (
    HEADER,
    csv_bytes,
    firm,
    repacked,
    row_of,
    rows_of,
    saved,
    xlsx_bytes,
)

CASES = yaml.safe_load(
    Path(__file__).with_name("cases").joinpath("frames_files.yaml").read_text(encoding="utf-8")
)
ROWS = rows_of(firm(number) for number in range(12))
SHEET = "xl/worksheets/sheet1.xml"
WRITTEN = {
    "UTF-8": csv_bytes(ROWS),
    "UTF-8 with BOM": csv_bytes(ROWS, "utf-8-sig"),
    "GBK": csv_bytes(ROWS, "gbk"),
    "UTF-16 with tabs": csv_bytes(ROWS, "utf-16", "\t"),
    "semicolons": csv_bytes(ROWS, delimiter=";"),
    "xlsx": xlsx_bytes(ROWS),
    "xlsx with numbers": xlsx_bytes([[int(v) if v.isdigit() else v for v in row] for row in ROWS]),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_no_list_is_refused_with_a_remedy(case):
    data = bytes.fromhex(case["hex"]) if "hex" in case else case["text"].encode()

    with pytest.raises(getattr(errors, case["error"]), match=case["says"]) as error:
        check_frame(data)
    assert str(error.value).endswith("。")


@pytest.mark.parametrize("data", WRITTEN.values(), ids=WRITTEN)
def test_the_same_list_is_the_same_frame_in_any_file(data):
    check = check_frame(data)

    assert len(check.frame.firms) == 12
    assert check.frame.sha256 == check_frame(WRITTEN["UTF-8"]).frame.sha256


def test_digits_that_excel_keeps_as_text_are_read():
    text = '企业名称,联系电话\n样例甲,"=""057188880001"""\n样例乙,\'13900000001\n'

    assert {each.phone for each in check_frame(text.encode()).frame.firms} == {
        "0571-88880001",
        "13900000001",
    }


@pytest.mark.parametrize(
    ("stream", "says"), [("EncryptedPackage", "密码"), ("Workbook", r"\.xls"), ("Book", r"\.xls")]
)
def test_a_password_and_the_old_format_are_told_apart(stream, says):
    data = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + stream.encode("utf-16-le")

    with pytest.raises(UnreadableFrame, match=says):
        read_sheets(data)


@pytest.mark.parametrize(
    ("part", "says"),
    [("word/document.xml", "Word"), ("xl/workbook.bin", "xlsb"), ("content.xml", "ods")],
)
def test_other_packages_are_named(part, says):
    empty = repacked(xlsx_bytes([]), **{part: b""})
    data = empty.replace(b"xl/workbook.xml", b"xl/workbook.xmx")

    with pytest.raises(UnreadableFrame, match=says):
        read_sheets(data)


def test_macros_are_left_unread():
    data = repacked(WRITTEN["xlsx"], **{"xl/vbaProject.bin": b"not a macro"})

    assert check_frame(data).frame.sha256 == check_frame(WRITTEN["xlsx"]).frame.sha256


def test_a_package_that_unpacks_to_too_much_is_refused_before_unpacking():
    bomb = repacked(WRITTEN["xlsx"], **{SHEET: bytes(limits.UNPACKED_BYTES)})

    assert len(bomb) < limits.FILE_BYTES
    with pytest.raises(FrameTooLarge):
        read_sheets(bomb)


def test_too_many_rows_or_cells_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "ROWS", 5)
    for data in (WRITTEN["UTF-8"], WRITTEN["xlsx"]):
        with pytest.raises(FrameTooLarge):
            read_sheets(data)
    monkeypatch.setattr(limits, "ROWS", 50)
    monkeypatch.setattr(limits, "CELLS", 20)
    with pytest.raises(FrameTooLarge):
        read_sheets(WRITTEN["xlsx"])


def test_merged_ranges_cannot_multiply_cells(monkeypatch):
    data = xlsx_bytes(ROWS, merge=[f"{column}2:{column}13" for column in "BCDEF"])
    monkeypatch.setattr(limits, "CELLS", 90)  # enough for the cells that the file has

    with pytest.raises(FrameTooLarge, match="合并"):
        read_sheets(repacked(data, **{SHEET: _tall_merge()}))


def _tall_merge() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 31))
    merges = "".join(f'<mergeCell ref="A{n}:A1048576"/>' for n in range(1, 6))
    return f"<worksheet><sheetData>{rows}</sheetData>{merges}</worksheet>".encode()


def test_a_file_larger_than_the_limit_is_refused():
    with pytest.raises(FrameTooLarge, match="20MB"):
        read_sheets(b"," * (limits.FILE_BYTES + 1))


@pytest.mark.parametrize(
    "sheet",
    [
        b'<!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>',
        b"<worksheet><sheetData><row>",
        b'<worksheet><c r="A1" t="s"><v>999999</v></c></worksheet>',
        b'<worksheet><c r="nowhere"><v>1</v></c></worksheet>',
        b'<worksheet><row r="x"/></worksheet>',
    ],
    ids=["document type", "unclosed", "no such string", "no such cell", "no such row"],
)
def test_a_worksheet_that_is_wrong_inside_is_refused(sheet):
    with pytest.raises(UnreadableFrame):
        read_sheets(repacked(WRITTEN["xlsx"], **{SHEET: sheet}))


def test_a_number_with_a_huge_exponent_stays_text():
    sheet = (
        b'<worksheet><row><c><v>1E999999999</v></c><c t="n"><v>1.39E10</v></c></row></worksheet>'
    )

    [found] = read_sheets(repacked(WRITTEN["xlsx"], **{SHEET: sheet}))

    assert found.rows[0].values == ("1E999999999", "13900000000")


def test_titles_and_merged_headers_of_the_official_form_are_understood():
    rows = [
        ["八、服务的中小企业名单及服务评价表（填写不少于100家）"],
        [
            "序号",
            "服务中小企业名称",
            "联系人",
            "联系电话",
            "服务内容简述",
            "企业满意度（打√）",
            None,
        ],
        [None, None, None, None, None, "满意", "不满意"],
        *[[n, f"样例{n}公司", "甲某", 13900000000 + n, "培训", "√"] for n in range(1, 13)],
    ]
    merged = ["A1:G1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "F2:G2", "E4:E15"]

    for data in (xlsx_bytes(rows, merge=merged), csv_bytes(rows)):
        check = check_frame(data)
        assert (check.header_row, check.verdicts[-1].row) == (2, 15)
        assert {each.service for each in check.frame.firms} == {"培训"}
        assert len(check.frame.firms) == 12


def test_the_list_may_stand_on_a_later_sheet():
    check = check_frame(xlsx_bytes([["封面"], ["说明"]], ROWS))

    assert (check.sheet, len(check.frame.firms)) == ("表2", 12)


def test_two_sheets_with_lists_are_not_chosen_between():
    with pytest.raises(HeaderAmbiguous, match="“表1”、“表2”"):
        check_frame(xlsx_bytes(ROWS, ROWS))


def test_a_hidden_sheet_is_not_read():
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    hidden = book.create_sheet("旧")
    hidden.append(HEADER)
    hidden.sheet_state = "hidden"

    assert len(check_frame(saved(book)).frame.firms) == 12


def test_a_formula_without_a_result_is_no_name():
    rows = [HEADER, ("1", "=A1&B1", *row_of(2, firm(2))[2:])]

    [verdict] = check_frame(xlsx_bytes(rows)).verdicts

    assert verdict.verdict == "bad_name"


def _told(data: bytes) -> str:
    try:
        check = check_frame(data)
    except FrameError as error:
        return str(error)
    return f"{len(check.verdicts)}行。"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused_but_never_crashes(data):
    whole = bytearray(WRITTEN["xlsx"])
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(2, len(whole) - 1))] = data.draw(st.integers(0, 255))

    assert _told(bytes(whole)).endswith("。")


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_read_or_refused_but_never_crash(data):
    assert _told(data).endswith("。")


def test_twenty_thousand_rows_are_all_told():
    many = [
        HEADER,
        *(row_of(n, firm(n, credit_code="", phone=f"139{n:08d}")) for n in range(20_000)),
    ]

    for data in (csv_bytes(many), xlsx_bytes(many)):
        check = check_frame(data)
        assert check.counts == {"accepted": 20_000}


def test_strings_that_cells_share_are_read_without_their_reading_aid():
    """As Excel and WPS write them: rich text in runs, phonetic text, escaped characters."""
    strings = (
        "<sst><si><t>企业名称</t></si><si><t>联系电话</t></si>"
        "<si><r><t>样例</t></r><r><t>甲公司</t></r><rPh><t>yangli</t></rPh></si>"
        "<si><t>139_x000D_0000_x005F_</t></si></sst>"
    )
    cells = [f'<c t="s"><v>{number}</v></c>' for number in range(4)]
    sheet = f"<worksheet><row>{cells[0]}{cells[1]}</row><row>{cells[2]}{cells[3]}</row></worksheet>"
    data = repacked(
        WRITTEN["xlsx"], **{SHEET: sheet.encode(), "xl/sharedStrings.xml": strings.encode()}
    )

    [found] = read_sheets(data)

    assert [row.values for row in found.rows] == [
        ("企业名称", "联系电话"),
        ("样例甲公司", "139\r0000_"),
    ]


def test_a_package_with_a_password_is_refused():
    data = bytearray(WRITTEN["xlsx"])
    entry = data.index(b"PK\x01\x02")  # the first part in the directory; its flags are 8 further
    data[entry + 8] |= 1

    with pytest.raises(UnreadableFrame, match="密码"):
        read_sheets(bytes(data))
