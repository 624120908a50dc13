"""Handlers of /r, /search, /forms and /platforms: public, and the same for everybody."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from actions.services import shelf_of
from actions.settings import Settings
from bot.regulation_pages.addresses import HOME, address, named
from bot.regulation_pages.runs import changes, linked, marked, words_of
from bot.regulation_pages.self_check import SelfCheck
from knowledge.comparing import CHANGES, compare
from knowledge.errors import UnitNotFound
from knowledge.library import find_unit, load_all
from knowledge.shelf import Shelf
from knowledge.units import SHIPPED, Regulation, Unit
from surveys.database import Database
from surveys.platforms import lookup, records, register
from surveys.platforms.model import beijing_day

TEMPLATES = Path(__file__).with_name("templates")
LONGEST_QUESTION = 200
SHORT = 60  # characters of an article in the contents
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HOUR = {"Cache-Control": "public, max-age=3600"}


class RegulationPages:
    """Pages about the regulations of this installation."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database
        self._regulations = {each.key: each for each in load_all(settings.regulations_dir)}
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals |= {"address": address, "home": HOME}

    @cached_property
    def _shelf(self) -> Shelf:
        """Loaded when somebody searches first: the start does not wait for it."""
        return shelf_of(self._settings)

    def routes(self) -> list[Route]:
        return [
            Route(HOME, self.contents),
            Route(f"{HOME}/compare", self.compare),
            Route(f"{HOME}/{{path:path}}", self.unit),
            Route("/search", self.search),
            Route("/platforms", self.platforms),
            Route("/forms/{name}", self.form),
            *SelfCheck(self._check, lambda: beijing_day(time.time())).routes(),
        ]

    async def contents(self, _: Request) -> Response:
        return self._contents(self._regulations[SHIPPED])

    def _contents(self, regulation: Regulation) -> Response:
        return self._show("contents.html", regulation=regulation, chapters=_chapters(regulation))

    async def unit(self, request: Request) -> Response:
        """One unit; what people write for it, 20条 or 附件2第八栏, leads to its address."""
        key, wanted = named(request.path_params["path"][:LONGEST_QUESTION])
        regulation = self._regulations.get(key)
        if regulation is None:
            return self.not_found("没有这部办法。")
        if not wanted:
            return self._contents(regulation)
        if wanted in regulation:
            return self._unit(regulation, regulation[wanted])
        try:
            found = find_unit(regulation, wanted)
        except UnitNotFound as error:
            return self.not_found(str(error))
        return RedirectResponse(address(regulation, found.id), HTTPStatus.SEE_OTHER)

    def _unit(self, regulation: Regulation, unit: Unit) -> Response:
        tops = [each for each in regulation.units if each.kind in ("article", "annex")]
        place = [each.id for each in tops].index(regulation.top_of(unit.id))
        return self._show(
            "unit.html",
            regulation=regulation,
            unit=unit,
            lines=[linked(regulation, line, unit.id) for line in unit.display.split("\n")],
            parts=[(each, _beginning(regulation[each])) for each in unit.children],
            before=tops[place - 1].id if place else "",
            after=tops[place + 1].id if place + 1 < len(tops) else "",
            within="" if tops[place].id == unit.id else tops[place].id,
            references=[each for each in unit.references if each in regulation],
            share=self._settings.base_url + unquote(address(regulation, unit.id)),
        )

    async def search(self, request: Request) -> Response:
        question = " ".join(request.query_params.get("q", "").split())
        if not question:
            return self._show("search.html", question="", answer=None, found=[])
        if len(question) > LONGEST_QUESTION:
            sentence = f"这个问题有{len(question)}个字，最多{LONGEST_QUESTION}个字，请写短一些。"
            return self._show("search.html", question=question[:LONGEST_QUESTION], wrong=sentence)
        return await asyncio.to_thread(self._searched, question)

    def _searched(self, question: str) -> Response:
        answer = self._shelf.answer(question)
        words = [*answer.marks, *words_of(question)]
        found = [self._hit(each, words) for each in answer.units]
        return self._show(
            "search.html",
            question=question,
            answer=answer,
            said=[marked(line, answer.marks) for line in answer.text.split("\n") if line.strip()],
            found=[each for each in found if each],
        )

    def _hit(self, unit_id: str, words: list[str]) -> dict[str, Any] | None:
        key, slash, wanted = unit_id.rpartition("/")
        regulation = self._regulations.get(key if slash else SHIPPED)
        if regulation is None or wanted not in regulation:
            return None
        unit = regulation[wanted]
        runs = marked(" ".join(unit.text.split())[: 3 * SHORT], words)
        return {"id": wanted, "link": address(regulation, wanted), "runs": runs}

    async def compare(self, request: Request) -> Response:
        given = [request.query_params.get(name, "") for name in ("earlier", "later")]
        chosen = [self._regulations.get(each) for each in given]
        pairs = []
        earlier, later = chosen
        if earlier and later and earlier is not later:
            pairs = await asyncio.to_thread(compare, earlier, later)
        return self._show(
            "compare.html",
            regulations=list(self._regulations.values()),
            given=given,
            counts={word: sum(p.change == kind for p in pairs) for kind, word in CHANGES.items()},
            pairs=[(each.heading, list(changes(each.marked))) for each in pairs if _differs(each)],
            compared=bool(pairs),
        )

    async def platforms(self, request: Request) -> Response:
        """Whether a platform is registered and valid: anybody may ask (Article 16)."""
        asked = " ".join(request.query_params.get("q", "").split())[:LONGEST_QUESTION]
        said = await asyncio.to_thread(self._looked_up, asked) if asked else ""
        return self._show("platforms.html", asked=asked, said=said)

    def _looked_up(self, asked: str) -> str:
        found = lookup.named(asked, register.entries(self._database)).found
        if not found:
            return lookup.not_found(lookup.subject(asked))
        if len(found) > 1:
            return lookup.which(found)
        record = records.record(self._database, found[0].key)
        return lookup.answer(record, beijing_day(time.time()), filings=False)

    async def form(self, request: Request) -> Response:
        """A blank form."""
        name = request.path_params["name"]
        if name not in FORMS:
            return self.not_found("没有这份表格。")
        make, kind, title = FORMS[name]
        data = await asyncio.to_thread(make)
        shown = f"attachment; filename*=UTF-8''{title}"
        return Response(data, media_type=kind, headers={"Content-Disposition": shown, **HOUR})

    def _check(self, error: str, status: int) -> Response:
        return self._show("check.html", status, error=error)

    def not_found(self, sentence: str = "没有这个页面。") -> Response:
        return self._show("missing.html", HTTPStatus.NOT_FOUND, sentence=sentence)

    def our_fault(self) -> Response:
        """What people see when something broke; what it was stands in the log alone."""
        return self._show("fault.html", HTTPStatus.INTERNAL_SERVER_ERROR)

    def _show(self, template: str, status: int = HTTPStatus.OK, **values: Any) -> HTMLResponse:
        page = self._templates.get_template(template)
        shipped = self._regulations[SHIPPED]
        return HTMLResponse(page.render(shipped=shipped, **values), status)


def _differs(pair: Any) -> bool:
    return bool(pair.change != "same")


def _chapters(regulation: Regulation) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each chapter with the articles that stand in it, and the annexes last."""
    found: dict[str, list[tuple[str, str]]] = {}
    for unit in regulation.units:
        if unit.kind in ("article", "annex"):
            name = "附件" if unit.kind == "annex" else unit.chapter or "正文"
            found.setdefault(name, []).append((unit.id, _beginning(unit)))
    return list(found.items())


def _beginning(unit: Unit) -> str:
    text = " ".join(unit.text.split()).removeprefix(unit.id).strip()
    return text if len(text) <= SHORT else f"{text[:SHORT]}……"


def _application() -> bytes:
    from surveys.forms.application_form import application_form

    return application_form()


def _recommendation() -> bytes:
    from surveys.forms.recommendation_blank import recommendation_blank

    return recommendation_blank()


def _self_check() -> bytes:
    from surveys.forms.template import template

    return template()


FORMS: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "recommendation.docx": (_recommendation, WORD, "%E6%8E%A8%E8%8D%90%E8%A1%A8.docx"),
    "application.docx": (_application, WORD, "%E7%94%B3%E8%AF%B7%E6%8A%A5%E5%91%8A.docx"),
    "self-check.xlsx": (_self_check, SHEET, "%E8%87%AA%E6%9F%A5%E8%A1%A8%E6%A0%BC.xlsx"),
}
