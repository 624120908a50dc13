"""One survey as it is kept: who is surveyed for whom, on which list, by which draw."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from surveys.campaigns.errors import NoSuchCampaign
from surveys.campaigns.steps import Step
from surveys.frames import Exclusions, Frame
from surveys.frames.canonical import from_bytes
from surveys.sampling.commitment import Commitment, read_commitment
from surveys.sampling.draw import Plan
from surveys.schema import campaign as table
from surveys.sealing import Seal


@dataclass(frozen=True)
class Details:
    """What the recommender says of a survey when it is made."""

    platform: str  # 示范平台承担单位名称
    recommender: str  # 推荐单位
    size: int
    frame_source: str  # where the list and its numbers came from
    platform_code: str = ""
    by_service: bool = False
    affiliates: tuple[str, ...] = ()

    @property
    def plan(self) -> Plan:
        applicant = self.platform_code or self.platform
        return Plan(self.size, self.by_service, Exclusions(applicant, self.affiliates))


@dataclass(frozen=True)
class Campaign:
    """A survey; what a later step brings is empty before it."""

    id: str
    step: Step
    details: Details
    frame_sha256: str
    frame_size: int
    own_satisfaction: Mapping[str, str]  # by key, as the platform wrote it
    earlier: tuple[str, ...]  # surveys of the same platform before this one
    created_at: float
    launched_at: float | None
    closed_at: float | None
    closes_on: str  # ISO date, empty before the launch
    commitment: Commitment | None
    protocol: Mapping[str, Any] | None
    questionnaire: Mapping[str, Any] | None


def find(connection: Connection, campaign: str) -> Campaign:
    """The survey of that number; raises NoSuchCampaign."""
    row = connection.execute(select(table).where(table.c.id == campaign)).first()
    if row is None:
        raise NoSuchCampaign(f"没有编号为“{campaign}”的测评，请核对编号。")
    return _campaign(row)


def all_of(connection: Connection, recommender: str = "") -> list[Campaign]:
    """Every survey, the newest first; of one recommender if named."""
    query = select(table).order_by(table.c.created_at.desc(), table.c.id)
    if recommender:
        query = query.where(table.c.recommender == recommender)
    return [_campaign(row) for row in connection.execute(query)]


def frame_of(connection: Connection, campaign: str, seal: Seal) -> Frame:
    """The frozen list, with its phone numbers; empty once its time to be kept is over."""
    sealed = connection.execute(select(table.c.frame).where(table.c.id == campaign)).scalar_one()
    frozen = seal.opened(sealed)["frame"]
    return from_bytes(frozen.encode()) if frozen else Frame(())


@lru_cache(maxsize=64)
def _read(text: str) -> Mapping[str, Any]:
    """Read once: every page of a survey asks for its protocol, which names the whole list."""
    return dict(json.loads(text))


def _campaign(row: Row) -> Campaign:
    said = json.loads(row.details)
    details = Details(
        row.platform, row.recommender, **{**said, "affiliates": tuple(said["affiliates"])}
    )
    return Campaign(
        id=row.id,
        step=Step(row.step),
        details=details,
        frame_sha256=row.frame_sha256,
        frame_size=row.frame_size,
        own_satisfaction=_read(row.own_satisfaction),
        earlier=tuple(json.loads(row.earlier)),
        created_at=row.created_at,
        launched_at=row.launched_at,
        closed_at=row.closed_at,
        closes_on=row.closes_on or "",
        commitment=read_commitment(json.loads(row.commitment)) if row.commitment else None,
        protocol=_read(row.protocol) if row.protocol else None,
        questionnaire=_read(row.questionnaire) if row.questionnaire else None,
    )
