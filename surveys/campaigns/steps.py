"""The steps of a survey, in their one order: there is no way back, and none around a step.

Drawing again, swapping a firm or picking one by hand would each need a step back; a new
draw is a new survey, which names the earlier ones.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy.engine import Connection

from surveys.campaigns.errors import NoSuchCampaign, WrongStep
from surveys.schema import campaign as table


class Step(StrEnum):
    """Where a survey stands."""

    DRAFT = "draft"
    COMMITTED = "committed"
    DRAWN = "drawn"
    RUNNING = "running"
    CLOSED = "closed"
    RECORDED = "recorded"

    @property
    def word(self) -> str:
        return WORDS[self]

    @property
    def next(self) -> Step | None:
        steps = list(Step)
        at = steps.index(self) + 1
        return steps[at] if at < len(steps) else None


WORDS = {
    Step.DRAFT: "名单已定稿，还没有承诺",
    Step.COMMITTED: "已承诺，等种子公布后抽取",
    Step.DRAWN: "已抽取，还没有发出邀请",
    Step.RUNNING: "正在访问",
    Step.CLOSED: "已截止",
    Step.RECORDED: "已出具推荐表",
}
TO_DO = {
    Step.DRAFT: "先上传名单并定稿",
    Step.COMMITTED: "先作出承诺（公布名单哈希和种子来源）",
    Step.DRAWN: "先抽取",
    Step.RUNNING: "先发出邀请",
    Step.CLOSED: "先截止访问",
    Step.RECORDED: "先出具推荐表",
}


def require(found: Step, *wanted: Step) -> None:
    """Refuse what does not belong to this step."""
    if found in wanted:
        return
    if list(Step).index(found) < list(Step).index(wanted[0]):
        raise WrongStep(f"现在{found.word}，请{TO_DO[wanted[0]]}。")
    raise WrongStep(f"现在{found.word}，这一步已经过去，不能重来；需要重来时请另建一次测评。")


def advance(connection: Connection, campaign: str, to: Step, **values: object) -> None:
    """Take the next step, once: of two at the same time one is refused."""
    before = list(Step)[list(Step).index(to) - 1]
    mine = table.c.id == campaign
    moved = connection.execute(
        table.update().where(mine, table.c.step == before.value).values(step=to.value, **values)
    )
    if moved.rowcount:
        return
    found = connection.execute(table.select().where(mine)).first()
    if found is None:
        raise NoSuchCampaign(f"没有编号为“{campaign}”的测评，请核对编号。")
    require(Step(found.step), before)
