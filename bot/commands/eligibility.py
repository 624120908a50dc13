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
from knowledge.errors import KnowledgeError
from knowledge.rules.eligibility import (
    Assessment,
    Facts,
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
    """
    row = row_of_form(file) if is_form(file) else read_exact_json(file)
    try:
        facts = read_facts(row)
        assessment = assess(facts)
    except KnowledgeError as error:
        raise Refused(str(error)) from None
    unused = unused_keys(row)
    if unused:
        click.echo(f"没有用到这些字段，请核对写法：{'、'.join(unused)}。", err=True)
    if report is not None:
        _write(assessment, facts, row, report)
    say(as_json(assessment))
    if assessment.verdict != "eligible":
        sys.exit(NOT_ELIGIBLE_AS_IT_STANDS)


def _write(assessment: Assessment, facts: Facts, row: Mapping[str, Any], report: Path) -> None:
    today = datetime.now(BEIJING).date()
    try:
        write_report(assessment, facts, row, today, report)
    except OSError as error:
        raise Refused(f"报告写不到 {report}：{error.strerror}，请换一个位置。") from None
