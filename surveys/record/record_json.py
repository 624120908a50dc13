"""The record as JSON for the evidence: phone numbers are masked, its digest is part of it."""

from __future__ import annotations

import json
from typing import Any

from surveys.frames import canonical_json, sha256_of
from surveys.phones import mask_phone
from surveys.plain import printable, without_numbers
from surveys.record.rows_xlsx import rows_workbook
from surveys.results.figures import overall
from surveys.results.model import Row, SurveyRecord
from surveys.results.telling import beside, sentence
from surveys.sampling.protocol import digest_of

FORMAT = "huiqi-record/1"
DIGEST = "record_sha256"


def record_json(record: SurveyRecord) -> dict[str, Any]:
    """Everything that the form rests on, but the numbers by which people are reached."""
    content = {
        "format": FORMAT,
        "platform": record.platform,
        "recommender": record.recommender,
        "frame_source": record.frame_source,
        "frame_sha256": record.frame_sha256,
        "frame_size": record.frame_size,
        "planned_size": record.planned_size,
        "protocol_sha256": digest_of(dict(record.protocol)),
        "opened_at": record.opened_at.isoformat(),
        "closed_at": record.closed_at.isoformat() if record.closed_at else None,
        "tool_version": record.tool_version,
        "chain_head": record.chain_head,
        "questions": [vars(each) for each in record.questions],
        "rows": [_row(row) for row in record.in_ticket_order],
        "rows_xlsx_sha256": sha256_of(rows_workbook(record)),
        "own_figures": {key: vars(each) for key, each in record.own_figures.items()},
        "result": _result(record),
    }
    clean = _printable(content)
    return {**clean, DIGEST: sha256_of(canonical_json(clean).encode())}


def to_text(value: Any) -> str:
    """JSON that people can read too; the digest does not depend on the spelling."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _row(row: Row) -> dict[str, Any]:
    said, person = row.answers, row.respondent
    return {
        "key": row.key,
        "name": row.name,
        "order": row.order,
        "drawn_as": row.drawn_as,
        "disposition": row.disposition,
        "attempts": row.attempts,
        "modes": list(row.modes),
        "replaced_by": row.replaced_by,
        "reason": row.reason,
        "respondent": {
            "name": person.name,
            "position": person.position,
            "phone": mask_phone(person.phone),
        },
        "services": without_numbers(said.services),
        "overall": said.overall,
        "overall_words": without_numbers(said.overall_words),
        "parts": dict(said.parts),
        "effects": without_numbers(said.effects),
        "suggestions": without_numbers(said.suggestions),
        "changed_after_confirmation": said.changed_after_confirmation,
    }


def _result(record: SurveyRecord) -> dict[str, Any] | None:
    result = overall(record)
    if result is None:
        return None
    return {
        "finished": result.found.size,
        "satisfied": result.found.satisfied,
        "at_least": result.at_least,
        "least": result.interval.least,
        "most": result.interval.most,
        "sentence": sentence(record),
        "beside": list(beside(record)),
    }


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {_printable(name): _printable(each) for name, each in value.items()}
    return [_printable(each) for each in value] if isinstance(value, list) else value
