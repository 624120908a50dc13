"""huiqi eligibility: every condition of Articles 5 to 7 for one applicant, from JSON or a form."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import click

from bot.commands.common import say
from bot.commands.filled_form import is_form, row_of_form
from bot.commands.json_file import Refused, read_exact_json
from knowledge.rules.eligibility import (
    Assessment,
    Facts,
    WrongFacts,
    as_json,
    assess,
    read_facts,
    unused_keys,
)
from knowledge.rules.eligibility.report import write_report

BEIJING = timezone(timedelta(hours=8))
NOT_ELIGIBLE_AS_IT_STANDS = 1


@click.command("eligibility")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="另写一份 Word 报告（.docx）。",
)
def command(file: Path, report: Path | None) -> None:
    """按第五、六、七条（及第二十七至二十九条）自检申报条件。

    FILE 是 JSON，或填好的申请报告（.docx）、自查表格（.xlsx），空白的用 huiqi form 写出。
    互相矛盾的内容不计算，先请核对，其余照常对照。
    """
    row = row_of_form(file) if is_form(file) else read_exact_json(file)
    facts, question = _read(row)
    assessment = assess(facts)
    unused = unused_keys(row)
    if unused:
        click.echo(f"没有用到这些字段，请核对写法：{'、'.join(unused)}。", err=True)
    if report is not None and question is None:
        _write(assessment, facts, row, report)
    say(as_json(assessment))
    if question is not None:
        raise question
    if assessment.verdict != "eligible":
        sys.exit(NOT_ELIGIBLE_AS_IT_STANDS)


def _read(row: Any) -> tuple[Facts, Refused | None]:
    """The facts that are not in question, and the question where some contradict each other."""
    try:
        return read_facts(row), None
    except WrongFacts as wrong:
        if wrong.rest is None:
            raise Refused(str(wrong)) from None
        return wrong.rest, Refused(str(wrong))


def _write(assessment: Assessment, facts: Facts, row: Mapping[str, Any], report: Path) -> None:
    today = datetime.now(BEIJING).date()
    try:
        write_report(assessment, facts, row, today, report)
    except OSError as error:
        raise Refused(f"报告写不到 {report}：{error.strerror}，请换一个位置。") from None
