"""Recorded messages and events of WeChat, and what they say to us."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.wechat.menu import as_wechat, entries, words
from bot.wechat.reading import Heard, read, sentences
from bot.wechat.text import size

FOLDER = Path(__file__).with_name("wechat_messages")
EXPECTED = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))


def plain(heard: Heard | None) -> dict[str, Any] | None:
    """What was heard, as expected.yaml writes it."""
    if heard is None:
        return None
    what = {
        name: _listed(value) if isinstance(value, tuple) else value
        for name, value in vars(heard.what).items()
        if value or name == "text"
    }
    if what.get("shown") == what.get("text"):
        what.pop("shown", None)
    if not what.get("hint"):
        what.pop("hint", None)
    opens = {"opens": heard.opens} if heard.opens else {}
    return {"is": type(heard.what).__name__, **what, **opens, "id": heard.writer.external_id}


def _listed(values: tuple[Any, ...]) -> list[Any]:
    return [list(each) if isinstance(each, tuple) else each for each in values]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_recorded_message(name):
    assert plain(read((FOLDER / f"{name}.xml").read_bytes(), words())) == EXPECTED[name]


def test_every_recorded_message_has_an_expectation():
    assert {path.stem for path in FOLDER.glob("*.xml")} == set(EXPECTED)


def test_who_wrote_is_known():
    heard = read((FOLDER / "text.xml").read_bytes(), {})
    assert heard
    assert (heard.writer.openid, heard.writer.house) == (
        "oAnna_invented_0000000000001",
        "gh_invented0001",
    )


def test_a_long_event_id_is_shortened_and_stays_its_own():
    def event(key: str) -> str:
        return (
            "<xml><ToUserName>gh</ToUserName><FromUserName>o</FromUserName><MsgType>event</MsgType>"
            f"<CreateTime>1</CreateTime><Event>VIEW</Event><EventKey>{key}</EventKey></xml>"
        )

    ids = [read(event("长" * 200 + end), {}).writer.external_id for end in "ab"]
    assert len(set(ids)) == 2
    assert all(len(each) <= 128 for each in ids)


def test_the_menu_is_one_that_wechat_takes_and_every_entry_says_something():
    assert 1 <= len(entries()) <= 3
    assert all(len(each.get("below", [])) <= 5 for each in entries())
    flat = [each for entry in as_wechat()["button"] for each in entry.get("sub_button", [entry])]
    assert {each["key"] for each in flat} == set(words())
    assert all(size(each["name"]) <= 16 for each in as_wechat()["button"])
    assert all(size(each["name"]) <= 60 for each in flat)


def test_a_fixed_sentence_fits_beside_an_answer():
    assert all(size(text) < 300 for text in sentences().values())
