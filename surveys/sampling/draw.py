"""The draw: firms in ticket order, the first of them the sample, the rest the reserves."""

from __future__ import annotations

from dataclasses import dataclass

from surveys.frames import Exclusions, Frame
from surveys.frames.check import NOBODY
from surveys.frames.model import LEAST_FIRMS
from surveys.sampling.errors import WrongSeed, WrongSize
from surveys.sampling.strata import sampled, with_strata
from surveys.sampling.tickets import Ticket, in_ticket_order

RULE = "huiqi-draw/1: ticket = SHA-256(seed‖key), ascending; the first `size` are the sample"
RULE_BY_SERVICE = (
    "huiqi-draw/1 by service: ticket = SHA-256(seed‖key), ascending; "
    "quotas by largest remainder, ties by SHA-256(seed‖service)"
)


@dataclass(frozen=True)
class Plan:
    """What is fixed before the seed can be known."""

    size: int
    by_service: bool = False
    excluded: Exclusions = NOBODY

    @property
    def rule(self) -> str:
        return RULE_BY_SERVICE if self.by_service else RULE


@dataclass(frozen=True)
class Seed:
    """The text that decides the draw, and where it came from."""

    text: str
    source: str


@dataclass(frozen=True)
class Draw:
    """The result; a firm that cannot be asked is replaced by the next reserve.

    With strata the next reserve is the next of the same stratum.
    """

    plan: Plan
    seed: Seed
    frame_sha256: str
    sample: tuple[Ticket, ...]
    reserves: tuple[Ticket, ...]


def draw(frame: Frame, plan: Plan, seed: Seed) -> Draw:
    """Draw the sample of `plan` from `frame`; the order of the list does not matter."""
    _check(frame, plan, seed)
    tickets = in_ticket_order(seed.text, frame.firms)
    if plan.by_service:
        tickets = with_strata(tickets, frame.firms)
        keys = sampled(seed.text, plan.size, tickets)
    else:
        keys = {each.key for each in tickets[: plan.size]}
    return Draw(
        plan,
        seed,
        frame.sha256,
        sample=tuple(each for each in tickets if each.key in keys),
        reserves=tuple(each for each in tickets if each.key not in keys),
    )


def check_size(frame: Frame, size: int) -> None:
    """Refuse a sample below ten (附件1) or beyond the frame."""
    if size < LEAST_FIRMS:
        raise WrongSize(f"抽取家数为{size}，附件1要求不少于{LEAST_FIRMS}家，请改大抽取家数。")
    if size > len(frame.firms):
        raise WrongSize(
            f"抽取家数为{size}，名单里可用的企业只有{len(frame.firms)}家，"
            "请改小抽取家数或补充名单。"
        )


def _check(frame: Frame, plan: Plan, seed: Seed) -> None:
    check_size(frame, plan.size)
    if not seed.text.strip():
        raise WrongSeed("种子是空的，请写明事先约定的公开数字或双方的随机数。")
    if seed.text != seed.text.strip() or not seed.text.isprintable():
        raise WrongSeed("种子的前后或中间有看不见的字符，别人无法照样重算，请去掉后再抽取。")
