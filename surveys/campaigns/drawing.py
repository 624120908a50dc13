"""From the list to the drawn firms: freeze, promise, draw. Each is a link of the evidence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from surveys import chain
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.campaign import Details
from surveys.campaigns.errors import IncompleteDetails
from surveys.campaigns.office import Office
from surveys.campaigns.steps import Step, advance, require
from surveys.credit_codes import credit_code_problem
from surveys.frames import (
    Frame,
    FrameCheck,
    canonical_json,
    check_frame,
    require_usable,
    sha256_of,
)
from surveys.frames.satisfaction import own_satisfaction
from surveys.sampling import Commitment, Seed, check_commitment, commit, draw
from surveys.sampling.commitment import Moment
from surveys.sampling.draw import check_size
from surveys.sampling.protocol import to_protocol
from surveys.schema import campaign as table
from surveys.schema import drawn_firm

NUMBER_LENGTH = 8


@dataclass(frozen=True)
class Prepared:
    """A list that was checked for a survey; `own` is what the platform wrote, by key."""

    details: Details
    check: FrameCheck
    own: Mapping[str, str]


def freeze(office: Office, details: Details, file: bytes) -> tuple[str, FrameCheck]:
    """Check the list and keep it; the survey's number and what became of each row.

    Raises a FrameError for a list that cannot be used, WrongSize for too small or large a sample.
    """
    ready = prepared(details, file)
    with office.database.write() as connection:
        return add_survey(connection, office, ready), ready.check


def prepared(details: Details, file: bytes) -> Prepared:
    """The list, found fit for the draw that is planned; raises as `freeze` does."""
    require_complete(details)
    check = check_frame(file, details.plan.excluded)
    return Prepared(details, check, own_satisfaction(file, fit(details, check)))


def require_complete(details: Details) -> None:
    """Raises IncompleteDetails where the survey does not say whose it is."""
    if not details.platform.strip():
        raise IncompleteDetails("请填写示范平台承担单位名称。")
    if not details.recommender.strip():
        raise IncompleteDetails("请填写推荐单位名称。")
    if not details.frame_source.strip():
        raise IncompleteDetails("请写明名单和电话从哪里来。")
    problem = credit_code_problem(details.platform_code) if details.platform_code else ""
    if problem:
        raise IncompleteDetails(f"统一社会信用代码{problem}，请核对；不知道可以空着。")


def fit(details: Details, check: FrameCheck) -> Frame:
    """The frame of a list that was checked; raises where the planned draw is not possible."""
    frame = require_usable(check)
    check_size(frame, details.size)
    return frame


def add_survey(connection: Connection, office: Office, ready: Prepared) -> str:
    """Write a new survey down; its number."""
    number, frame = office.salt()[:NUMBER_LENGTH], ready.check.frame
    earlier = _earlier(connection, ready.details.platform)
    own = json.dumps(ready.own, ensure_ascii=False)
    row = {**_row(office, number, ready.details, frame, earlier), "own_satisfaction": own}
    connection.execute(table.insert().values(row))
    event = {
        "kind": "frame",
        "frame_sha256": frame.sha256,
        "own_satisfaction_sha256": sha256_of(canonical_json(dict(ready.own)).encode()),
        "firms": len(frame.firms),
        "not_taken": len(ready.check.findings),
        "source": ready.details.frame_source,
        "platform": ready.details.platform,
        "earlier": earlier,
    }
    chain.add(office.database, connection, number, event, office.now())
    return number


def _row(
    office: Office, number: str, details: Details, frame: Frame, earlier: list[str]
) -> dict[str, Any]:
    said = asdict(details)
    return {
        "id": number,
        "step": Step.DRAFT.value,
        "platform": said.pop("platform"),
        "recommender": said.pop("recommender"),
        "details": json.dumps(said, ensure_ascii=False),
        "frame": office.seal.closed({"frame": frame.frozen.decode()}),
        "frame_sha256": frame.sha256,
        "frame_size": len(frame.firms),
        "earlier": json.dumps(earlier),
        "created_at": office.now(),
    }


def _earlier(connection: Connection, platform: str) -> list[str]:
    same = select(table.c.id).where(table.c.platform == platform).order_by(table.c.created_at)
    return list(connection.execute(same).scalars())


def promise(office: Office, number: str, seed_source: str) -> Commitment:
    """Fix list, size, rule and where the seed will come from, before anybody can know the seed."""
    with office.database.write() as connection:
        survey = campaigns.find(connection, number)
        require(survey.step, Step.DRAFT)
        frame = campaigns.frame_of(connection, number, office.seal)
        moment = Moment(office.moment(), office.salt())
        made = commit(frame, survey.details.plan, seed_source, moment)
        kept = json.dumps({**made.content, "sha256": made.sha256}, ensure_ascii=False)
        advance(connection, number, Step.COMMITTED, commitment=kept)
        event = {
            "kind": "commitment",
            "commitment_sha256": made.sha256,
            "seed_source": seed_source,
        }
        chain.add(office.database, connection, number, event, office.now())
    return made


def draw_firms(office: Office, number: str, seed: str) -> dict[str, Any]:
    """Draw with the seed that the promised source gave; the protocol."""
    with office.database.write() as connection:
        survey = campaigns.find(connection, number)
        require(survey.step, Step.COMMITTED)
        assert survey.commitment is not None  # the step before wrote it
        frame = campaigns.frame_of(connection, number, office.seal)
        drawn = draw(frame, survey.details.plan, Seed(seed, survey.commitment.seed_source))
        check_commitment(survey.commitment, drawn)
        protocol = to_protocol(drawn, office.moment(), survey.commitment)
        kept = json.dumps(protocol, ensure_ascii=False)
        advance(connection, number, Step.DRAWN, protocol=kept)
        connection.execute(drawn_firm.insert(), _firms(office, number, frame, protocol))
        event = {"kind": "draw", "seed": seed, "protocol_sha256": protocol["protocol_sha256"]}
        chain.add(office.database, connection, number, event, office.now())
    return protocol


def _firms(
    office: Office, number: str, frame: Frame, protocol: dict[str, Any]
) -> list[dict[str, Any]]:
    """A row for each firm of the list, in the order of the tickets."""
    by_key = {firm.key: firm for firm in frame.firms}
    sample = {entry["key"] for entry in protocol["sample"]}
    tickets = sorted((*protocol["sample"], *protocol["reserves"]), key=lambda each: each["ticket"])
    return [
        {
            "campaign": number,
            "key": entry["key"],
            "place": place,
            "drawn_as": "sample" if entry["key"] in sample else "reserve",
            "stratum": entry.get("stratum", ""),
            "name": by_key[entry["key"]].name,
            "service": by_key[entry["key"]].service,
            "sealed": office.seal.closed(
                {
                    "contact": by_key[entry["key"]].contact,
                    "phone": by_key[entry["key"]].phone,
                }
            ),
            "found": "",
        }
        for place, entry in enumerate(tickets, 1)
    ]
