"""The table of the campaign pages: address, handler, and who may open it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from starlette.responses import Response

from bot.console.campaigns import (
    calls,
    closing,
    doubts,
    firm,
    listing,
    results,
    stepping,
    survey,
    upload,
)
from bot.console.campaigns.visits import in_thread
from bot.console.page import Page, Visit
from bot.console.staff import Role

ACTS = frozenset({Role.OPERATOR, Role.APPROVER})
LOOKS = ACTS | {Role.AUDITOR}
HERE = "/console/surveys"
ONE = HERE + "/{number}"
FIRM = ONE + "/firms/{place}"


def _row(method: Literal["GET", "POST"], path: str, handler: Callable[[Visit], Response]) -> Page:
    """An auditor looks and changes nothing: what is posted is for those who act."""
    return Page(method, path, in_thread(handler), LOOKS if method == "GET" else ACTS)


PAGES: tuple[Page, ...] = (
    _row("GET", HERE, listing.all_surveys),
    Page("GET", f"{HERE}/new", in_thread(upload.new), ACTS),
    _row("POST", f"{HERE}/new", upload.uploaded),
    Page("GET", HERE + "/lists/{upload}", in_thread(upload.findings), ACTS),
    _row("POST", HERE + "/lists/{upload}", upload.frozen),
    _row("GET", f"{HERE}/verify_draw.py", survey.verifier),
    _row("GET", ONE, survey.survey),
    _row("GET", f"{ONE}/draw", survey.drawn),
    _row("GET", f"{ONE}/protocol.json", survey.protocol),
    _row("GET", f"{ONE}/questionnaire", survey.questionnaire),
    _row("POST", f"{ONE}/commit", stepping.commit),
    _row("POST", f"{ONE}/draw", stepping.draw),
    _row("POST", f"{ONE}/launch", stepping.launch),
    _row("POST", f"{ONE}/confirm", stepping.confirm),
    _row("POST", f"{ONE}/refuse", stepping.refuse),
    _row("GET", f"{ONE}/calls", calls.calls),
    _row("POST", f"{ONE}/calls", calls.shown),
    _row("POST", f"{ONE}/letters", calls.letters_file),
    _row("GET", FIRM, firm.firm),
    _row("POST", f"{FIRM}/contact", firm.shown),
    _row("POST", f"{FIRM}/link", firm.link),
    _row("POST", f"{FIRM}/attempt", firm.attempt),
    _row("POST", f"{FIRM}/entry", firm.entry),
    _row("POST", f"{FIRM}/replace", firm.replaced),
    _row("GET", f"{ONE}/doubts", doubts.all_doubts),
    _row("POST", ONE + "/doubts/{doubt}", doubts.decided),
    _row("GET", f"{ONE}/close", closing.close_page),
    _row("POST", f"{ONE}/close", closing.close),
    _row("POST", f"{ONE}/record", closing.put_on_record),
    _row("GET", f"{ONE}/results", results.results),
    _row("POST", ONE + "/files/{which}", results.file),
)
