"""Filled forms read back: our blank, the ministry's one large table, and our own spreadsheet."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
import yaml

from knowledge.rules.eligibility import assess, keys, read_facts
from knowledge.rules.forms import read_form
from surveys.errors import SurveyError
from surveys.forms.application_form import application_form
from surveys.forms.errors import FormTooLarge, UnreadableForm
from surveys.forms.filled import read_filled
from surveys.forms.template import template, template_words
from surveys.frames import limits
from tests.surveys.forms.filling import filled_paper, filled_table
from tests.surveys.frame_files import repacked

CASES = Path(__file__).parents[2] / "knowledge/rules/cases"
BASE = {
    key: value.isoformat() if isinstance(value, date) else value
    for key, value in yaml.safe_load(
        (CASES / "eligibility_base.yaml").read_text(encoding="utf-8")
    ).items()
}


def reading(data: bytes):
    return read_form(read_filled(data))


def test_the_blanks_tell_nothing():
    for blank in (application_form(), template()):
        assert reading(blank).row == {}
        assert reading(blank).unclear == ()


def test_a_filled_paper_is_read_back_whatever_way_it_was_written():
    read = reading(filled_paper())
    row = dict(read.row)
    years = row.pop("年度数据")

    assert row == {
        "单位名称": "江城市中小企业服务中心",
        "拟申报日期": "2026年5月20日",
        "注册日期": "2018年3月",
        "法人类型": "民营企业",
        "所在地": "浙江省",
        "上年末资产总额万元": "1,200.5万元",
        "专职人员数": "25",
        "高学历或中级职称人数(去重)": "22",
        "质量管理体系认证": "ISO9001认证(有效期至2027年5月1日)",
        "相关成果": ["软件著作权5项", "商标1项"],
        "省级认定": "无",
        "全国性协会认定": "无",
        "政策线上服务中小企业数": "12000",
        "政策线下服务中小企业数": "600",
        "咨询线下服务中小企业数": "300家",
        "培训人次": "0.3万人次",
        "签约合作机构数": {"有效": 1, "已过期": 1},
        "外部专家数": {"有效": 1, "已过期": 0},
        "客户满意度百分比": {"自测": "97%"},
    }
    assert years["2024"] == {
        "营业收入万元": "1,100",
        "服务收入万元": "850",
        "政府委托服务收入万元": "2100000元",
        "服务企业数家": "1100家",
        "服务中小企业数家": "1050",
    }
    assert read.unclear == ()
    assert read_facts(read.row).unread == ()


def test_what_cannot_be_understood_is_named_with_its_cell():
    told = reading(filled_paper(assets="约一千二", registered="去年", kind="□")).unclear

    assert [each.why for each in told] == [
        "“去年”看不懂，按没有填处理，请改写后再试",
        "“约一千二万元”看不懂，按没有填处理，请改写后再试",
    ]
    assert all(each.place.startswith("第2个表格") for each in told)


def ministry() -> bytes:
    """One table for all sections, merged as the ministry merges, with Word's own check boxes."""
    document = docx.Document()
    document.add_paragraph("申请单位名称：  江城市中小企业服务中心    （盖章）")
    document.add_paragraph("填报日期：   2026 年  5 月  20 日")
    table = document.add_table(rows=9, cols=9)

    def put(row, first, last, text):
        table.cell(row, first).merge(table.cell(row, last)).text = text

    put(0, 0, 8, "一、申请单位基本情况")
    put(1, 0, 2, "注册日期：")
    put(1, 3, 8, "二〇一八年三月")
    put(2, 0, 2, "单位性质：")
    put(2, 3, 8, "BOXES")
    put(3, 0, 2, "上年末\n\n资产总额 1.2亿元 万元")
    put(3, 3, 8, "仪器、设备数量 3 台（套），  购买价格  20 万元，  占总资产 1 ％")
    put(4, 0, 2, "专职服务人员 25 人")
    put(4, 3, 8, "其中：本科及以上学历和中级及以上技术职称的专业人员 22 人，占比 88 %")
    put(5, 0, 8, "二、近3年运营管理情况")
    heading = (
        "年度",
        "营业收入（元）",
        "其中：服务收入（元）",
        "其中：政府委托（采购）的中小企业服务专项的收入（元）",
    )
    heading += (
        "服务企业数量（家）",
        "其中：服务中小企业数量（家）",
        "资产\n总额（万元）",
        "利润总额",
        "上缴\n税金",
    )
    values = ("2025年", "12,000,000", "9000000", "无", "1200", "1150", "850", "", "")
    for column, (title, value) in enumerate(zip(heading, values, strict=True)):
        table.cell(6, column).text = title
        table.cell(7, column).text = value
    put(8, 0, 8, "三、平台服务能力及业绩")
    stream = io.BytesIO()
    document.save(stream)
    boxes = (
        '<w:sym w:font="Wingdings" w:char="F0A8"/><w:t>事业单位</w:t>'
        '<w:sym w:font="Wingdings 2" w:char="F052"/><w:t>社会团体</w:t>'
        '<w:sym w:font="Wingdings" w:char="F0A8"/><w:t>其他，请注明：</w:t>'
    )
    return with_boxes(stream.getvalue(), boxes)


def with_boxes(data: bytes, runs: str) -> bytes:
    """The runs in place of the cell's text."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        content = package.read("word/document.xml").decode()
    content = content.replace("<w:t>BOXES</w:t>", runs)
    return repacked(data, **{"word/document.xml": content.encode()})


def test_the_ministrys_one_table_is_read_by_its_labels():
    read = reading(ministry())

    assert read.row == {
        "单位名称": "江城市中小企业服务中心",
        "拟申报日期": "2026年5月20日",
        "注册日期": "2018-3",
        "法人类型": "社会团体",
        "上年末资产总额万元": "1.2亿元",
        "专职人员数": "25",
        "高学历或中级职称人数(去重)": "22",
        "年度数据": {
            "2025": {
                "营业收入万元": "12,000,000元",
                "服务收入万元": "9000000元",
                "政府委托服务收入万元": "无",
                "服务企业数家": "1200",
                "服务中小企业数家": "1150",
            }
        },
    }
    assert [each.why for each in read.unclear] == [
        "2025年资产总额写的是850，第一部分写的是1.2亿元，请核对"
    ]


def typed(value: object) -> object:
    """What somebody types for a value of the JSON."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(value) or "无"
    return value or None


def test_our_own_table_gives_the_verdict_of_the_same_facts_as_json():
    years = BASE["年度数据"]
    names = list(template_words()["year_columns"])[1:]
    lines = [[year, *(years[year][name] for name in names)] for year in years]
    values = {key: typed(value) for key, value in BASE.items()}
    values["注册日期"] = 43160  # as Excel keeps 2018-03-01
    read = reading(filled_table(values, lines))

    assert read.unclear == ()
    assert assess(read_facts(read.row)) == assess(read_facts(BASE))


def test_every_fact_of_the_contract_has_its_row_in_our_table():
    words = template_words()

    assert set(words["facts"]) == set(keys.known()) - {"年度数据"}
    assert set(words["year_columns"]) == {
        "年度",
        *keys.of_kind("year_money"),
        *keys.of_kind("year_count"),
    }


def test_the_examples_in_our_table_are_understood():
    words = template_words()["facts"]
    examples = {key: example for key, (_, _, _, example) in words.items()}

    assert reading(filled_table(examples)).unclear == ()


def crowded() -> bytes:
    """A row of cells beyond number, small when packed."""
    row = b"<w:tbl><w:tr>" + b"<w:tc><w:p/></w:tc>" * 100_001 + b"</w:tr></w:tbl>"
    return paper(**{"word/document.xml": b'<w:body xmlns:w="w">' + row + b"</w:body>"})


DOCTYPE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'


def bomb() -> bytes:
    return repacked(application_form(), **{"word/media/a.bin": b"\0" * (limits.UNPACKED_BYTES + 1)})


def paper(**parts: bytes) -> bytes:
    """The blank with one part more, or another one."""
    return repacked(application_form(), **parts)


REFUSED = {
    "empty": (b"", UnreadableForm, "空的"),
    "text": (b"not a zip", UnreadableForm, "不是 .docx"),
    "pdf": (b"%PDF-1.7", UnreadableForm, "PDF"),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", UnreadableForm, "旧版"),
    "broken": (b"PK\x03\x04 broken", UnreadableForm, "损坏"),
    "large": (b"PK" + b"\0" * limits.FILE_BYTES, FormTooLarge, "20MB"),
    "bomb": (bomb, FormTooLarge, "解开后过大"),
    "crowded": (crowded, FormTooLarge, "单元格过多"),
    "macro-docx": (lambda: paper(**{"word/vbaProject.bin": b"x"}), UnreadableForm, "宏"),
    "macro-xlsx": (
        lambda: repacked(template(), **{"xl/vbaProject.bin": b"x"}),
        UnreadableForm,
        "宏",
    ),
    "entity": (lambda: paper(**{"word/document.xml": DOCTYPE}), UnreadableForm, "实体"),
    "xml": (lambda: paper(**{"word/document.xml": b"<w:p"}), UnreadableForm, "格式有误"),
    "cut": (lambda: paper()[:-200], UnreadableForm, "损坏"),
}


@pytest.mark.parametrize(("data", "error", "why"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_may_do_harm_or_is_none_is_refused_in_one_sentence(data, error, why):
    with pytest.raises(error, match=why) as refused:
        read_filled(data() if callable(data) else data)

    assert str(refused.value).endswith("。")
    assert str(refused.value).count("。") == 1


def test_a_zip_that_is_neither_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("a.txt", "a")

    with pytest.raises(UnreadableForm, match="压缩包"):
        read_filled(stream.getvalue())


def test_a_workbook_that_declares_entities_is_refused():
    with pytest.raises(SurveyError, match="不允许"):
        read_filled(repacked(template(), **{"xl/workbook.xml": DOCTYPE}))
