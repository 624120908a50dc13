"""What several tests of the pages need: a browser, and somebody who chats."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.bot.browsing import FLAGS
from tests.bot.talking import Chat


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def chat(stack_url: str) -> Iterator[Chat]:
    person = Chat(stack_url)
    yield person
    person.http.close()
