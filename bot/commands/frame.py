"""huiqi frame: check the list of served firms (附件2 section 八) before a draw."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from bot.commands.common import say
from surveys.frames import Exclusions, FrameCheck, RowVerdict, check_frame
from surveys.frames.errors import UnreadableFrame
from surveys.frames.limits import FILE_BYTES

FILE = click.Path(path_type=Path)
_applicant = click.option("--applicant", default="", help="申报单位的名称或统一社会信用代码。")
_affiliate = click.option("--affiliate", multiple=True, help="申明的关联企业，可多次给出。")


@click.group("frame")
def command() -> None:
    """检查服务企业名单。"""


@command.command("check")
@click.argument("file", type=FILE)
@_applicant
@_affiliate
@click.option("--freeze", type=FILE, help="把通过的名单写成定稿文件（含电话，注意保管）。")
def check(file: Path, applicant: str, affiliate: tuple[str, ...], freeze: Path | None) -> None:
    """逐行检查名单（.xlsx 或 .csv），给出可用企业和名单的哈希。"""
    result = check_frame(read_list(file), Exclusions(applicant, affiliate))
    if freeze:
        write_whole(freeze, result.frame.frozen)
    say(_report(result))
    for line in told(result):
        click.echo(line, err=True)
    if result.findings or result.warnings:
        sys.exit(1)


def read_list(file: Path) -> bytes:
    """The bytes of a list, never more than one beyond the limit."""
    try:
        with file.open("rb") as stream:
            return stream.read(FILE_BYTES + 1)
    except OSError:
        raise UnreadableFrame(f"读不到文件 {file}，请核对路径和权限。") from None


def write_whole(file: Path, data: bytes) -> None:
    """Write a file so that it is there wholly or not at all."""
    partial = file.with_name(f"{file.name}.partial")
    try:
        partial.write_bytes(data)
        partial.replace(file)
    except OSError:
        raise click.UsageError(f"写不了文件 {file}，请换一个位置。") from None


def told(result: FrameCheck) -> list[str]:
    """For people: how many firms are left, what to mend, what to mind."""
    findings = result.findings
    total = len(result.verdicts)
    summary = f"名单共{total}行，可用企业{len(result.frame.firms)}家，{len(findings)}行未采用。"
    return [summary, *result.warnings]


def _report(result: FrameCheck) -> dict[str, Any]:
    of_kind = {
        "duplicates": [each for each in result.findings if each.verdict.is_duplicate],
        "errors": [each for each in result.findings if each.verdict.is_error],
        "excluded": [each for each in result.findings if each.verdict.is_excluded],
    }
    return {
        "usable": result.usable,
        "sheet": result.sheet,
        "header_row": result.header_row,
        "rows": len(result.verdicts),
        "accepted": len(result.frame.firms),
        "blank": result.blank,
        "counts": result.counts,
        **{name: [_entry(each) for each in found] for name, found in of_kind.items()},
        "warnings": list(result.warnings),
        "frame_sha256": result.frame.sha256,
        "verdicts": [_entry(each) for each in result.verdicts],
    }


def _entry(each: RowVerdict) -> dict[str, Any]:
    entry: dict[str, Any] = {"row": each.row, "verdict": each.verdict.value, "name": each.name}
    if each.message:
        entry["message"] = each.message
    return entry if each.of is None else {**entry, "of": each.of}
