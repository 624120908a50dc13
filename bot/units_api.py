"""GET /api/units/<id>: a cited unit verbatim, for the panel beside the answer."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.requests import Refused
from knowledge.errors import UnitNotFound
from knowledge.library import find_unit, load_all


class UnitPages:
    """Serves units of the shipped regulation and of those that were added."""

    def __init__(self, regulations_dir: Path) -> None:
        self._regulations = load_all(regulations_dir)

    def routes(self) -> list[Route]:
        return [Route("/api/units/{unit:path}", self.unit)]

    async def unit(self, request: Request) -> JSONResponse:
        wanted = request.path_params["unit"]
        regulation = self._regulations[0]
        try:
            unit = regulation[wanted] if wanted in regulation else find_unit(regulation, wanted)
        except UnitNotFound as error:
            raise Refused(HTTPStatus.NOT_FOUND, str(error)) from None
        return JSONResponse(
            {
                "id": unit.id,
                "chapter": unit.chapter,
                "display": unit.display,
                "references": list(unit.references),
                "regulation": regulation.name,
                "is_draft": regulation.is_draft,
            }
        )
