"""GET /api/units/<id>: a cited unit verbatim, for the panel beside the answer.

A unit of an added regulation is `<key>/<id>`.
"""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.requests import Refused
from knowledge.errors import UnitNotFound
from knowledge.library import find_unit, load_all
from knowledge.units import SHIPPED


class UnitPages:
    """Serves units of the shipped regulation and of those that were added."""

    def __init__(self, regulations_dir: Path) -> None:
        self._regulations = {each.key: each for each in load_all(regulations_dir)}

    def routes(self) -> list[Route]:
        return [Route("/api/units/{unit:path}", self.unit)]

    async def unit(self, request: Request) -> JSONResponse:
        key, slash, wanted = request.path_params["unit"].rpartition("/")
        regulation = self._regulations.get(key if slash else SHIPPED)
        if regulation is None:
            raise Refused(HTTPStatus.NOT_FOUND, "没有这部办法。")
        try:
            unit = regulation[wanted] if wanted in regulation else find_unit(regulation, wanted)
        except UnitNotFound as error:
            raise Refused(HTTPStatus.NOT_FOUND, str(error)) from None
        return JSONResponse(
            {
                "id": key + slash + unit.id,
                "chapter": unit.chapter,
                "display": unit.display,
                "references": [key + slash + each for each in unit.references],
                "regulation": regulation.name,
                "is_draft": regulation.is_draft,
            }
        )
