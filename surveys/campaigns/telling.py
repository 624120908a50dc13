"""What the recommender is told of a survey in chat."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from surveys.campaigns.progress import Progress
from surveys.campaigns.steps import Step

NOT_BOUND = (
    "满意度测评由推荐单位发起和查看。请先用管理员给的绑定码绑定推荐单位，"
    "例如发送“绑定 ABCDE-FGHJK”。"
)
NO_SURVEY = (
    "您单位还没有测评。请在聊天页面点回形针，上传服务企业名单（附件2第八栏，.xlsx 或 .csv）；"
    "检查、定稿之后，承诺、抽取、邀请和截止都可以在这里完成。"
)
DRAWN_ONCE = (
    "企业已经抽过：只能抽一次，不能重抽、调换或指定；要重新测评，请另建一次，它会写明以前的测评。"
)
IN_ORDER = "不能挑选或去掉企业：只能由备选企业按抽取次序接替，请登录控制台办理。"
SHOWN = 12  # firms named in one message
MOST_DAYS = 14  # a survey is proposed to run this long
_SOURCE = re.compile(r"(?:来自|来源[是为：:]?|用|以|取)\s*(?P<value>[^，。,]{2,60})")
_SEED = re.compile(r"种子[是为：:\s]*(?P<value>\S.{0,80})")
_AGAIN = re.compile(r"(?:重新|再|另|重)抽|换[一几]?[批组]|(?:抽取?|开始抽取?)(?:\d+家)?(?:企业)?$")
_PICK = re.compile("(?:换|替|删|去掉|剔除|踢|指定|挑).{0,8}(?:家|企业|公司|单位)")
_CLOSE = re.compile("截止|结束|停|关闭|收尾|下一步|接下来|完成|出表")
_DAY = re.compile(r"(?:(?P<year>20\d\d)[年\-/.])?(?P<month>\d{1,2})[月\-/.](?P<day>\d{1,2})")


@dataclass(frozen=True)
class NextStep:
    """What is said before a step is taken; without a title something is missing first."""

    text: str
    to: str = ""
    value: str = ""
    title: str = ""


def told(found: Progress) -> str:
    """Where a survey stands, in a few lines."""
    survey = found.survey
    lines = [f"测评 {survey.id}（{survey.details.platform}）：{survey.step.word}。"]
    if found.firms:
        counts = "，".join(f"{name}{count}家" for name, count in found.counts.items())
        lines.append(f"已访问{len(found.firms)}家：{counts}。")
        if found.missing:
            lines.append(f"离附件1要求的不少于10家还差{found.missing}家。")
        else:
            lines.append(f"已完成{found.finished}家，达到附件1要求的不少于10家。")
        if found.to_replace:
            names = "、".join(each.name for each in found.to_replace[:SHOWN])
            lines.append(f"需要按次序替换：{names}。")
        if found.doubts:
            lines.append(f"有{found.doubts}件情况等您看，请登录控制台处理。")
    if survey.step is Step.RUNNING:
        lines.append(f"截止日期：{survey.closes_on}。")
    return "\n".join(lines)


def told_new(found: Progress) -> str:
    """A survey that was just made, and what comes next."""
    survey = found.survey
    return (
        f"测评 {survey.id}（{survey.details.platform}）已建好：名单{survey.frame_size}家，"
        f"哈希 {survey.frame_sha256}，抽{survey.details.size}家。"
        "要多抽几家，请在作出承诺之前另建一次。\n"
        "下一步请说明种子来自哪里，例如“承诺，种子来自双色球2026140期开奖号码”。"
    )


def unanswered_told(found: Progress) -> str:
    """Who has not answered yet, by name."""
    waiting = found.unanswered
    if not found.firms:
        return told(found)
    if not waiting:
        return f"{told(found)}\n没有在等的企业。"
    names = "\n".join(f"{at}. {each.name}" for at, each in enumerate(waiting[:SHOWN], 1))
    more = f"\n……共{len(waiting)}家" if len(waiting) > SHOWN else ""
    return f"还没答完的{len(waiting)}家：\n{names}{more}\n电话名单请登录控制台查看，不从聊天里发。"


def told_done(after: Progress, protocol: Mapping[str, Any] | None) -> str:
    """What a step brought about, and what comes next."""
    survey = after.survey
    lines = [told(after)]
    if survey.step is Step.COMMITTED and survey.commitment:
        lines.append(f"承诺值（请公布）：{survey.commitment.sha256}")
        lines.append("种子公布后，发送“抽取，种子是……”。")
    elif survey.step is Step.DRAWN and protocol:
        names = "\n".join(f"{at}. {each['name']}" for at, each in enumerate(protocol["sample"], 1))
        lines.append(f"抽中的企业：\n{names}")
        lines.append(f"抽取协议 SHA-256：{protocol['protocol_sha256']}")
    elif survey.step is Step.RUNNING:
        lines.append("邀请信请登录控制台下载，打印后寄出。")
    return "\n".join(lines)


def understood(text: str, found: Progress, today: date) -> str:
    """What the next step needs, as far as a message says it."""
    step = found.survey.step
    if step is Step.DRAFT:
        said = _SOURCE.search(text)
        return said["value"].strip() if said else ""
    if step is Step.COMMITTED:
        said = _SEED.search(text)
        return said["value"].strip(' 。，“”"') if said else ""
    if step is Step.DRAWN:
        return _day(text, today)
    if step is Step.RUNNING and _CLOSE.search(text):
        return Step.CLOSED.value
    return ""


def refused(text: str, found: Progress) -> str:
    """Why what is asked for is no step of a survey whose firms are drawn; empty where it is."""
    if found.survey.step in (Step.DRAFT, Step.COMMITTED):
        return ""
    said = "".join(text.split()).rstrip("。.!！吧")
    if _AGAIN.search(said):
        return f"{told(found)}\n{DRAWN_ONCE}"
    if _PICK.search(said):
        return f"{told(found)}\n{IN_ORDER}"
    return ""


def next_step(found: Progress, value: str) -> NextStep:
    """What the next step will do, said before it is taken; or what is missing for it."""
    survey = found.survey
    head = f"测评 {survey.id}（{survey.details.platform}）：{survey.step.word}。"
    if survey.step is Step.DRAFT:
        if not value:
            return NextStep(
                f"{head}\n请说明种子来自哪里，例如“承诺，种子来自双色球2026140期开奖号码”。"
            )
        return NextStep(
            f"{head}\n将作出承诺：名单{survey.frame_size}家（哈希 {survey.frame_sha256[:12]}…），"
            f"抽{survey.details.size}家，种子来自“{value}”。承诺之后不能改名单、家数和来源。",
            Step.COMMITTED,
            value,
            "作出承诺",
        )
    if survey.step is Step.COMMITTED:
        source = survey.commitment.seed_source if survey.commitment else ""
        if not value:
            return NextStep(
                f"{head}\n请写明{source}公布的种子，例如“抽取，种子是 01 05 09 12 30 33 07”。"
            )
        return NextStep(
            f"{head}\n将用种子“{value}”（来自{source}）抽取{survey.details.size}家。只能抽一次，"
            "抽后不能重抽、调换或指定。",
            Step.DRAWN,
            value,
            "抽取",
        )
    if survey.step is Step.DRAWN:
        return NextStep(
            f"{head}\n将冻结问卷，向抽中的{survey.details.size}家发出邀请，截止日期{value}。"
            "想换日期，请说“邀请，截止12月20日”。",
            Step.RUNNING,
            value,
            "发出邀请",
        )
    if survey.step is Step.RUNNING:
        if not value:
            return NextStep(f"{told(found)}\n要截止访问，请说“截止访问”。")
        short = f"现在只完成{found.finished}家，截止后推荐表只能是草稿。" if found.missing else ""
        return NextStep(
            f"{told(found)}\n将截止访问：之后的话只转给您，不改答案。{short}",
            Step.CLOSED,
            "",
            "截止访问",
        )
    if survey.step is Step.CLOSED:
        return NextStep(f"{head}\n将结束测评，从此不再改动。", Step.RECORDED, "", "结束测评")
    return NextStep(f"{head}\n要重新测评，请另建一次；它会写明以前的测评。")


def _day(text: str, today: date) -> str:
    """The closing day that is said, else the one that is proposed."""
    said = _DAY.search(text)
    if said:
        year = int(said["year"] or today.year)
        try:
            day = date(year, int(said["month"]), int(said["day"]))
        except ValueError:
            day = None
        if day and not said["year"] and day < today:
            day = day.replace(year=year + 1)
        if day:
            return day.isoformat()
    return (today + timedelta(days=MOST_DAYS)).isoformat()
