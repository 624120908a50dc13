"""How an assessment is told: the verdict, what each condition lacks, and the report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from click.testing import CliRunner

from bot.commands.eligibility import command
from knowledge.rules.eligibility import assess, read_facts
from knowledge.rules.eligibility.closing import closing, name
from knowledge.rules.eligibility.outcome import LONGEST, messages, outcome
from tests.knowledge.rules.test_eligibility import BASE, IDS, RESULTS, changed, named

FOLDER = Path(__file__).parent / "cases"
CLOSINGS = yaml.safe_load((FOLDER / "closing.yaml").read_text(encoding="utf-8"))


def told(row: dict[str, Any]) -> Any:
    facts = read_facts(row)
    return outcome(assess(facts), facts)


@pytest.mark.parametrize("case", CLOSINGS, ids=named)
def test_what_an_unmet_condition_lacks_is_said(case):
    facts = read_facts(changed(case["facts"]))
    finding = next(each for each in assess(facts).findings if each.id == case["id"])

    assert case["says"] in closing(facts, finding)


@pytest.mark.parametrize("id_", IDS)
def test_every_condition_can_be_closed_in_words(id_):
    """Each condition has a case that misses it, and each that misses it is told what to do."""
    missed = [
        (case, each)
        for case in RESULTS
        for each in assess(read_facts(changed(case["facts"]))).findings
        if each.id == id_ and each.status == "unmet"
    ]

    assert missed
    for case, finding in missed:
        text = closing(read_facts(changed(case["facts"])), finding)
        assert text.endswith("。")
        assert "{" not in text
        assert name(finding)


@pytest.mark.parametrize("case", RESULTS, ids=named)
def test_every_finding_that_is_not_met_is_told_with_article_and_quote(case):
    facts = read_facts(changed(case["facts"]))
    assessment = assess(facts)
    text = "\n\n".join(messages(assessment, facts))

    assert "按征求意见稿" in text.splitlines()[0]
    assert "第八条" in text
    for finding in assessment.findings:
        assert (f"原文（{finding.article}）：“{finding.quote}”" in text) or finding.status == "met"


@pytest.mark.parametrize("case", RESULTS, ids=named)
def test_messages_are_parts_that_a_channel_takes(case):
    facts = read_facts(changed(case["facts"]))

    for message in messages(assess(facts), facts):
        assert len(message) <= LONGEST or "\n\n" not in message


def test_a_verdict_is_in_plain_words():
    assert told(BASE).verdict == "可以申报"
    assert told(changed({"信息保密制度": False})).verdict == "还不能申报"
    assert told(changed({"信息保密制度": None})).verdict == "还不能确定"


# The report


def report(tmp_path: Path, row: dict[str, Any]) -> str:
    file, out = tmp_path / "applicant.json", tmp_path / "report.docx"
    file.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    CliRunner().invoke(command, [str(file), "--report", str(out)], catch_exceptions=False)
    document = docx.Document(str(out))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_the_report_names_the_applicant_the_verdict_and_every_condition(tmp_path):
    row = changed({"专职人员数": 18, "高学历或中级职称人数(去重)": None, "本科及以上人数": 15})
    row |= {"中级及以上职称人数": None, "学历与职称兼有人数": None, "外部专家数": None}
    text = report(tmp_path, row)

    assert "单位名称：某市惠企服务有限公司" in text
    assert "结论：还不能申报（按征求意见稿）" in text
    assert "还差2名专职人员" in text
    for finding in assess(read_facts(row)).findings:
        assert name(finding) in text
        assert finding.article in text


def test_the_report_shows_both_readings_of_a_dispute(tmp_path):
    text = report(tmp_path, changed({"省级认定": "计划单列市(有效期内)", "全国性协会认定": "无"}))

    assert text.count("读法：") >= 2


def test_a_report_that_cannot_be_written_ends_with_2_and_one_sentence(tmp_path):
    file = tmp_path / "applicant.json"
    file.write_text(json.dumps(BASE), encoding="utf-8")
    result = CliRunner().invoke(command, [str(file), "--report", str(tmp_path / "none/a.docx")])

    assert result.exit_code == 2
    assert "请换一个位置" in result.stderr
