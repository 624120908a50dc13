"""One survey as it is kept: who is surveyed for whom, on which list, by which draw."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from surveys.campaigns.errors import NoSuchCampaign
from surveys.campaigns.steps import Step
from surveys.frames import Exclusions, Frame
from surveys.frames.canonical import from_bytes
from surveys.interviews.questionnaire import Questionnaire, read_questionnaire
from surveys.sampling.commitment import Commitment, read_commitment
from surveys.sampling.draw import Plan
from surveys.schema import campaign as table
from surveys.sealing import Seal

# All columns but those that hold the whole list.
COLUMNS = [each for each in table.c if each.name not in ("frame", "own_satisfaction", "protocol")]
_NAMES = [each.name for each in COLUMNS]
_FIND = select(*COLUMNS).where(table.c.id == bindparam("campaign"))


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
        """The platform itself is left out by its name, and by its code where that is known."""
        code = (self.platform_code,) if self.platform_code else ()
        excluded = Exclusions(self.platform, (*code, *self.affiliates))
        return Plan(self.size, self.by_service, excluded)


@dataclass(frozen=True)
class Campaign:
    """A survey; what a later step brings is empty before it.

    What names the whole list is read by itself, where it is asked for: a survey is looked up with
    every answer, and its list may be long.
    """

    id: str
    step: Step
    details: Details
    frame_sha256: str
    frame_size: int
    earlier: tuple[str, ...]  # surveys of the same platform before this one
    created_at: float
    launched_at: float | None
    closed_at: float | None
    closes_on: str  # ISO date, empty before the launch
    commitment: Commitment | None
    questionnaire: Questionnaire | None  # as frozen at the launch

    @property
    def drawn(self) -> bool:
        return self.step not in (Step.DRAFT, Step.COMMITTED)


def find(connection: Connection, campaign: str) -> Campaign:
    """The survey of that number; raises NoSuchCampaign."""
    row = connection.execute(_FIND, {"campaign": campaign}).first()
    if row is None:
        raise NoSuchCampaign(f"没有编号为“{campaign}”的测评，请核对编号。")
    return read(*row)


def all_of(connection: Connection, recommender: str = "") -> list[Campaign]:
    """Every survey, the newest first; of one recommender if named."""
    query = select(*COLUMNS).order_by(table.c.created_at.desc(), table.c.id)
    if recommender:
        query = query.where(table.c.recommender == recommender)
    return [read(*row) for row in connection.execute(query)]


def frame_of(connection: Connection, campaign: str, seal: Seal) -> Frame:
    """The frozen list, with its phone numbers; empty once its time to be kept is over."""
    sealed = connection.execute(select(table.c.frame).where(table.c.id == campaign)).scalar_one()
    frozen = seal.opened(sealed)["frame"]
    return from_bytes(frozen.encode()) if frozen else Frame(())


def protocol_of(connection: Connection, campaign: str) -> Mapping[str, Any] | None:
    """The protocol of the draw; None before it."""
    query = select(table.c.protocol).where(table.c.id == campaign)
    text = connection.execute(query).scalar_one()
    return dict(json.loads(text)) if text else None


def own_satisfaction_of(connection: Connection, campaign: str) -> Mapping[str, str]:
    """What the platform wrote in its list, by the key of the firm."""
    query = select(table.c.own_satisfaction).where(table.c.id == campaign)
    return dict(json.loads(connection.execute(query).scalar_one()))


@lru_cache(maxsize=256)
def read(*values: Any) -> Campaign:
    """The survey of a row of COLUMNS; the same row makes the same one, so it is read once."""
    row = dict(zip(_NAMES, values, strict=True))
    said = json.loads(row["details"])
    details = Details(
        row["platform"],
        row["recommender"],
        **{**said, "affiliates": tuple(said["affiliates"])},
    )
    commitment, sheet = row["commitment"], row["questionnaire"]
    return Campaign(
        id=row["id"],
        step=Step(row["step"]),
        details=details,
        frame_sha256=row["frame_sha256"],
        frame_size=row["frame_size"],
        earlier=tuple(json.loads(row["earlier"])),
        created_at=row["created_at"],
        launched_at=row["launched_at"],
        closed_at=row["closed_at"],
        closes_on=row["closes_on"] or "",
        commitment=read_commitment(json.loads(commitment)) if commitment else None,
        questionnaire=_questionnaire(sheet) if sheet else None,
    )


@lru_cache(maxsize=64)
def _questionnaire(text: str) -> Questionnaire:
    """Surveys of one version ask by the same sheet."""
    return read_questionnaire(json.loads(text))
