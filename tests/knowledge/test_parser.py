"""The shipped text as units, and regulations in the usual form from other files."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
import yaml

from knowledge.errors import NotARegulation, UnitNotFound, UnreadableFile
from knowledge.library import TEXTS, add, find_unit, load_all, load_shipped
from knowledge.parser import parse

CASES = yaml.safe_load((Path(__file__).parent / "cases/units.yml").read_text(encoding="utf-8"))
DRAFT = load_shipped()
SOURCE = (TEXTS / "draft.txt").read_text(encoding="utf-8")

OTHER = """某市中小企业服务券管理办法
第一章 总则
第一条 为了规范服务券的发放，制定本办法。
第二条 服务券用于购买下列服务：
（一）管理咨询；
（二）人员培训，包括第一条所称的活动。
第二章 附则
第三条 本办法自2026年1月1日起施行。
"""


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_units_joined_again_are_the_source():
    assert squeezed(DRAFT.joined()) == squeezed(SOURCE)


def test_there_are_five_chapters_and_thirty_articles():
    assert [unit.id for unit in DRAFT.of_kind("chapter")] == CASES["chapters"]
    assert len(DRAFT.of_kind("article")) == CASES["articles"]


@pytest.mark.parametrize(("article", "count"), CASES["items"].items())
def test_an_article_has_its_items(article, count):
    children = [DRAFT[child] for child in DRAFT[article].children]

    assert [child.kind for child in children] == ["item"] * count


@pytest.mark.parametrize(("article", "count"), CASES["paragraphs"].items())
def test_an_article_has_its_paragraphs(article, count):
    children = [DRAFT[child] for child in DRAFT[article].children]

    assert [child.kind for child in children] == ["paragraph"] * count


def test_the_forms_have_their_sections():
    sections = [unit.id for unit in DRAFT.of_kind("section")]

    assert sections == [
        *(f"附件2#情况说明{each}" for each in CASES["outline"]),
        *(f"附件2#{each}" for each in CASES["form_sections"]),
        "附件2#真实性声明",
    ]


def test_the_last_article_does_not_swallow_the_forms():
    assert "推荐表" not in DRAFT["第三十条"].text
    assert squeezed(DRAFT["第三十条"].text).endswith("有效期满后按新办法执行。")


def test_a_table_of_a_form_can_be_read_row_by_row():
    rows = DRAFT["附件2#八"].display.splitlines()

    assert "服务中小企业名称 | 联系人 | 联系电话" in rows[1]


@pytest.mark.parametrize(("unit", "others"), CASES["references"].items())
def test_a_unit_knows_what_it_refers_to(unit, others):
    assert list(DRAFT[unit].references) == others


@pytest.mark.parametrize(("name", "unit"), CASES["called"].items())
def test_a_unit_is_found_by_what_people_call_it(name, unit):
    assert find_unit(DRAFT, name).id == unit


@pytest.mark.parametrize(("name", "said"), CASES["missing"].items())
def test_a_unit_that_is_not_there_is_named(name, said):
    with pytest.raises(UnitNotFound, match=said):
        find_unit(DRAFT, name)


@pytest.mark.parametrize("unit", DRAFT.units, ids=lambda unit: unit.id)
def test_every_unit_can_be_found_by_its_own_id(unit):
    assert DRAFT[unit.id] is unit
    assert unit.text.strip()


def test_another_regulation_is_read_from_word(tmp_path):
    document = docx.Document()
    for line in OTHER.splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "办法.docx"))

    added = add(tmp_path / "kept", tmp_path / "办法.docx", None, "2026-01-01")

    assert added.name == "某市中小企业服务券管理办法"
    assert [unit.id for unit in added.of_kind("article")] == ["第一条", "第二条", "第三条"]
    assert added["第二条（二）"].references == ("第一条",)
    assert load_all(tmp_path / "kept")[1].name == added.name


def test_another_regulation_is_read_from_markdown(tmp_path):
    lines = [
        f"## {line}" if line.startswith("第") and "章" in line else line
        for line in OTHER.splitlines()
    ]
    (tmp_path / "办法.md").write_text("# " + "\n\n".join(lines), encoding="utf-8")

    added = add(tmp_path / "kept", tmp_path / "办法.md", None, None)

    assert [unit.id for unit in added.of_kind("item")] == ["第二条（一）", "第二条（二）"]


def test_text_in_the_old_chinese_encoding_is_read(tmp_path):
    (tmp_path / "办法.txt").write_bytes(OTHER.encode("gb18030"))

    assert len(add(tmp_path / "kept", tmp_path / "办法.txt", None, None).of_kind("article")) == 3


def test_the_same_text_added_twice_is_kept_once(tmp_path):
    (tmp_path / "办法.txt").write_text(OTHER, encoding="utf-8")
    for name in ("甲", "乙"):
        add(tmp_path / "kept", tmp_path / "办法.txt", name, None)

    assert [each.name for each in load_all(tmp_path / "kept")[1:]] == ["乙"]


def test_a_text_without_articles_is_refused_in_one_sentence():
    with pytest.raises(NotARegulation, match="第一条"):
        parse("今天的会议纪要。", key="x")


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "照片.docx").write_bytes(b"\x89PNG not a document")

    with pytest.raises(UnreadableFile):
        add(tmp_path / "kept", tmp_path / "照片.docx", None, None)


def test_a_date_that_does_not_exist_is_refused(tmp_path):
    (tmp_path / "办法.txt").write_text(OTHER, encoding="utf-8")

    with pytest.raises(UnreadableFile, match="2026-02-30"):
        add(tmp_path / "kept", tmp_path / "办法.txt", None, "2026-02-30")
