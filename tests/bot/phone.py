"""Somebody with a phone at the survey page: reads it, fills its forms, presses its buttons."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

import lxml.html
from starlette.applications import Starlette
from starlette.testclient import TestClient

ANSWERS = (
    ("是，我代表企业", {}),
    ("下一步", {"words": "王晓明"}),
    ("下一步", {"words": "办公室主任"}),
    ("下一步", {"words": "13900009999"}),
    ("接受过", {}),
    ("下一步", {"value": ["政策服务", "培训服务"], "words": ""}),
    ("满意", {}),
    ("不适用", {}),
    ("很满意", {}),
    ("一般", {}),
    ("满意", {}),
    ("下一步", {"words": "帮我们培训了员工"}),
    ("没有", {}),
)
AGREE = "同意，开始答题"


class Phone:
    """One browser with its cookies; `page` is what it shows."""

    def __init__(self, app: Starlette, address: str = "198.51.100.7") -> None:
        self.http = TestClient(app, client=(address, 50000))
        self.page: Any = None
        self.text = ""
        self.status = 0
        self.path = ""

    def opens(self, path: str) -> Phone:
        return self._shown(self.http.get(urljoin(self.path, path)))

    def fills(self, title: str, **fields: Any) -> tuple[str, dict[str, Any]]:
        """Address and content of the form with this button, as the browser would send it."""
        for form in self.page.forms:
            for button in form.iter("button"):
                if button.text_content().strip().removesuffix("现在的回答") == title:
                    content: dict[str, Any] = {}
                    for name, value in form.form_values():
                        content.setdefault(name, []).append(value)
                    content.update(fields)
                    if button.get("name"):
                        content[button.get("name")] = button.get("value")
                    return form.action, content
        raise AssertionError(f"no button {title!r} in:\n{self.words}")

    def presses(self, title: str, **fields: Any) -> Phone:
        action, content = self.fills(title, **fields)
        return self.sends(action, content)

    def sends(self, action: str, content: dict[str, Any]) -> Phone:
        return self._shown(self.http.post(action, data=content))

    def follows(self, title: str) -> Phone:
        links = [each for each in self.page.iter("a") if each.text_content().strip() == title]
        return self.opens(links[0].get("href"))

    def answers(self, upto: int = len(ANSWERS), since: int = 0) -> Phone:
        for title, fields in ANSWERS[since:upto]:
            self.presses(title, **fields)
            assert self.status == 200, self.words
        return self

    @property
    def words(self) -> str:
        return " ".join(self.page.text_content().split())

    @property
    def heading(self) -> str:
        return " ".join(self.page.find(".//h1").text_content().split())

    @property
    def error(self) -> str:
        found = self.page.xpath("//*[@id='error']")
        return found[0].text_content() if found else ""

    def _shown(self, response: Any) -> Phone:
        self.status, self.text = response.status_code, response.text
        self.path = response.url.path
        self.page = lxml.html.fromstring(response.text)
        return self
