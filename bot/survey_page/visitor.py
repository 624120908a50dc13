"""One request to the page: whose it is, what it sent, and the templates that answer it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.survey_page.form_token import new_number
from bot.survey_page.screens import day
from bot.survey_page.wording import says, wording
from surveys.campaigns.visiting import Visit

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.filters["day"] = day
Fields = Mapping[str, Sequence[str]]


class UnknownInvitation(Exception):
    """No firm is asked by the link."""


@dataclass(frozen=True)
class Visitor:
    """A request; `note` is what the last step has to say, `look` looks up what the link leads to.

    A form that is kept needs no look of its own: the answer's transaction does it all.
    """

    code: str
    contact: str
    token: str
    large: bool
    note: str
    fields: Fields
    look: Callable[[], Visit | None]

    @cached_property
    def found(self) -> Visit | None:
        """The visit; None where no firm is asked by the link."""
        return self.look()

    @property
    def visit(self) -> Visit:
        """The visit; raises UnknownInvitation."""
        if self.found is None:
            raise UnknownInvitation
        return self.found

    @property
    def base(self) -> str:
        return f"/s/{quote(self.code, safe='')}"

    @property
    def number(self) -> str:
        """Names the form that came and what it holds: the same one twice has the same number.

        Another answer in an old form is another one, or it would be lost as a repetition.
        """
        held = sorted((name, *values) for name, values in self.fields.items() if name != "token")
        digest = sha256(repr(held).encode()).hexdigest()
        return f"{self.field('number') or new_number()}-{digest[:16]}"

    def field(self, name: str) -> str:
        values = self.fields.get(name) or ("",)
        return values[0]

    def to(self, place: str = "", note: str = "") -> Response:
        query = f"?note={note}" if note else ""
        return RedirectResponse(f"{self.base}{place}{query}", HTTPStatus.SEE_OTHER)

    def show(
        self, template: str, status: HTTPStatus = HTTPStatus.OK, /, **values: Any
    ) -> HTMLResponse:
        """A template with what every screen needs: whose survey it is, and the form's token."""
        details = self.visit.survey.details
        known = wording()["notes"]
        names = {"platform": details.platform, "recommender": details.recommender}
        page = TEMPLATES.get_template(template).render(
            base=self.base,
            chat=f"/chat{self.base}",
            token=self.token,
            number=new_number(),
            large=self.large,
            firm=self.visit.firm.name,
            closes_on=self.visit.survey.closes_on,
            note=says("notes", self.note, **names) if self.note in known else "",
            **names,
            **values,
        )
        return HTMLResponse(page, status)


def shut(key: str, status: HTTPStatus, *, base: str = "", large: bool = False) -> HTMLResponse:
    """A page that tells nothing of any firm; with a `base`, a way back to the survey."""
    values = wording()["shut"][key]
    page = TEMPLATES.get_template("shut.html").render(base=base, large=large, **values)
    return HTMLResponse(page, status)
