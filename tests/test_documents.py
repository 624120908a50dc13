"""What the documents say exists: commands, settings, targets, decisions, and every cited unit."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from actions.settings import PREFIX, Settings
from bot.cli import COMMANDS
from knowledge.errors import UnitNotFound
from knowledge.library import find_unit, load_shipped

ROOT = Path(__file__).parents[1]
READMES = (
    "README.md",
    "README.zh-CN.md",
    "docs/telegram.md",
    "docs/wechat.md",
    "docs/operations.md",
)
PACKAGES = ("bot", "nlu", "knowledge", "surveys", "actions")
WRITTEN = {".py", ".yaml", ".yml", ".html", ".js"}
UNIT = re.compile(
    r"第[一二三四五六七八九十百]+条(?:第[一二三四五六七八九十]+款)?(?:（[一二三四五六七八九十]+）)?"
    r"|附件\d+(?:#(?:情况说明（[一二三四五六七八九十]+）|真实性声明|[一二三四五六七八九十]))?"
)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", READMES)
def test_the_commands_named_exist(name):
    assert set(re.findall(r"`huiqi ([a-z]+)", read(name))) <= set(COMMANDS)


@pytest.mark.parametrize("name", READMES)
def test_the_settings_named_are_those_that_are_read(name):
    known = {PREFIX + field.name.upper() for field in fields(Settings)}

    assert set(re.findall(r"HUIQI_[A-Z_]+", read(name))) <= known


@pytest.mark.parametrize("name", READMES)
def test_the_targets_named_exist(name):
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))

    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", read(name), re.MULTILINE)) <= targets


@pytest.mark.parametrize("name", READMES)
def test_links_lead_somewhere(name):
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", read(name)):
        assert (ROOT / name).parent.joinpath(target).exists(), target


def test_decisions_named_in_code_were_written_down():
    for path in product_files():
        for number in re.findall(r"docs/decisions/(\d{4})", path.read_text(encoding="utf-8")):
            assert list((ROOT / "docs/decisions").glob(f"{number}-*.md")), (path, number)


def test_every_unit_cited_in_code_and_data_exists():
    draft = load_shipped()
    missing = []
    for path in product_files():
        for cited in set(UNIT.findall(path.read_text(encoding="utf-8"))):
            try:
                find_unit(draft, cited)
            except UnitNotFound:
                missing.append((str(path.relative_to(ROOT)), cited))

    assert not missing


def product_files() -> list[Path]:
    return [
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*"))
        if path.suffix in WRITTEN
    ]
