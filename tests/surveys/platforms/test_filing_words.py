"""What people say of their monthly reports."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from surveys.platforms.filing_words import said_filing, sounds_certain

CASES = yaml.safe_load(
    (Path(__file__).parent / "cases" / "filing_words.yaml").read_text(encoding="utf-8")
)
TODAY = date(2026, 3, 5)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_message_is_understood(case):
    said = said_filing(case["text"], TODAY)

    understood = said.meaning, str(said.month), said.filed_on
    assert understood == (case["meaning"], case["month"], case["day"])


def test_only_a_report_that_is_filed_sounds_certain():
    assert sounds_certain("本月报表已报")
    assert not sounds_certain("本月报表还没报")
    assert not sounds_certain("去年服务了三百家")


@given(st.text("0123456789年月日号上本个报了没一十二昨前天 ", max_size=30))
def test_whatever_is_written_a_month_comes_out(text):
    said_filing(text, TODAY)
