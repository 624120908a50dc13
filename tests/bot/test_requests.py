"""What people send, before anything is done with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.requests import Refused, typed_text


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x00\x01\x1b", 7, None, ["x"], {"a": 1}])
def test_what_holds_no_text_gets_a_sentence(text):
    with pytest.raises(Refused) as error:
        typed_text(text)

    assert error.value.status == 400
    assert error.value.sentence.endswith("。")


def test_too_long_a_text_is_told_its_length():
    with pytest.raises(Refused, match="10000个字"):
        typed_text("问" * 10_000)


@pytest.mark.parametrize("text", ["/restart", '/inform{"x":1}', "  /restart", "\x00/restart"])
def test_typed_text_is_never_a_command(text):
    assert typed_text(text).startswith("／")


@given(st.text(min_size=1, max_size=200))
def test_what_passes_can_be_stored_and_is_no_command(text):
    try:
        passed = typed_text(text)
    except Refused:
        return
    assert passed.encode()
    assert "\x00" not in passed
    assert not passed.startswith("/")
