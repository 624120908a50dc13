"""What is said in the chat about bindings, reports and reminders, and what is due next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from knowledge.rules.deadlines.monthly import monthly
from knowledge.rules.deadlines.months import Month
from knowledge.rules.deadlines.reports import due_day
from surveys.platforms.bindings import Refusal
from surveys.platforms.duties import ahead
from surveys.platforms.model import Entry, Record, facts_of

HOW_TO_BIND = (
    "请发“绑定”加十位绑定码，例如：绑定 ABCDE-FGHJK。绑定码请向管理员索取，7天内有效，只能用一次。"
)
NOT_BOUND = f"您还没有绑定平台，这件事只有绑定了的平台人员能做。{HOW_TO_BIND}"
UNBOUND = "已解除绑定，也不再提醒。以后要用，请向管理员索取新的绑定码。"
NOTHING_BOUND = "您现在没有绑定任何平台或推荐单位，不用解除。"
REFUSALS: dict[Refusal, str] = {
    "wrong": "这个绑定码不对，请对照原文再发一次；绑定码里没有数字0、1和字母O、I。",
    "expired": "这个绑定码已过7天有效期，请向管理员索取新的。",
    "used": "这个绑定码已经用过，请向管理员索取新的。",
    "too_many": "一小时内已试错5次，请一小时后再试，或向管理员索取新的绑定码。",
}
HANDOVER = (
    "接续码：{code}，24小时内有效，只能用一次。请在另一个渠道（网页、微信或 Telegram）里发送："
    "接续 {code}\n没做完的核对、材料清单和绑定会转过去（满意度访谈请发原来的邀请码）。"
    "码等于您本人，请不要发给别人。"
)
NO_HANDOVER = "这个接续码不对、已经用过或超过24小时，请在原来的渠道说“换个地方接着做”再取一个。"
_THINGS = {
    "check": "申报条件核对（说“继续核对”）",
    "materials": "材料清单（说“材料清单”）",
    "binding": "绑定（提醒仍发到原来的渠道；想在这里收，说“恢复提醒”）",
}
STOPPED = "好的，不再提醒。以后想恢复，回复“恢复提醒”。"
SNOOZED = "好的，明天早上8点以后再提醒。"
STARTED = "好的，到期前会提醒您。不想要时回复“别提醒了”。"
NO_REMINDERS = "现在没有给您的提醒。要开启，回复“恢复提醒”。"
_NEXT = 3  # duties that are told at once
ONE_AT_A_TIME = "一次只记一个月，请一个月一个月地说，连填报的日期一起，例如“8月月报9月8日已报”。"


def bound_platform(record: Record, today: date) -> str:
    """Said when a platform's own person is bound."""
    return (
        f"已绑定“{record.entry.name}”。{_upcoming(record, today)}\n"
        "每月1、5、8、10日提醒月报，其他事项提前30、7、1天；"
        "报完回复“本月报表已报”，不想要提醒回复“别提醒了”。"
    )


def bound_recommender(name: str, platforms: Sequence[Entry]) -> str:
    """Said when a recommender is bound."""
    return (
        f"已绑定推荐单位“{name}”，可以查看所推荐{len(platforms)}家平台的登记和月报，"
        "例如问“某某中心还有效吗”“哪些平台没报月报”。年度总结和检查报告（第二十一条）到期前会提醒；"
        "不想要提醒回复“别提醒了”。"
    )


def handed_over(things: Sequence[str], stayed: Sequence[str]) -> str:
    """Said where somebody goes on with what was begun elsewhere."""
    if not things and not stayed:
        return "接过来了，不过那边没有没做完的事。"
    lines = [f"接过来了：{'；'.join(_THINGS[each] for each in things)}。"] if things else []
    if stayed:
        names = "、".join(_THINGS[each].partition("（")[0] for each in stayed)
        lines.append(
            f"这里已有自己的{names}，没有动；想用那边的，先在这里说“删除我的回答”，再发一次接续码。"
        )
    return "\n".join(lines)


def which_year(month: Month) -> str:
    """Asked where the month that was said began long ago."""
    return (
        f"您说的是{month.year}年{month.number}月吗？离现在比较久，为免记错，"
        f"请连年份一起说，例如“{month.year}年{month.number}月月报已报”。"
    )


def recorded(
    record: Record, month: Month, today: date, *, fresh: bool, day_said: bool = True
) -> str:
    """Said of a report that is recorded, with what the text makes of its day."""
    name, filed = record.entry.name, record.filings[month]
    what = "已记下" if fresh else "早已记有"
    told = f"{what}：{name} {month} 月报，{filed} 填报。{_judged(record, month, today)}"
    if not fresh:
        return told
    if not day_said and filed is not None and filed > due_day(month):
        told += (
            f"没有说哪天报的，先按今天记；其实早就报了的，连日期一起说，"
            f"例如“{month.number}月月报{due_day(month).month}月8日已报”。"
        )
    return f"{told}这里只记您说的，不代替在线填报；如果不是这个月，请说月份，例如“1月月报已报”。"


def still_open(record: Record, month: Month, today: date) -> str:
    """Said when somebody says or asks that a report is not filed."""
    if record.filings.get(month):
        return recorded(record, month, today, fresh=False)
    return (
        f"{record.entry.name} {month} 月报还没有填报的记录。{_judged(record, month, today)}"
        f"报完回复“{month.number}月月报已报”。"
    )


def undone(record: Record, month: Month, before: date, today: date) -> str:
    """Said when somebody takes back that a report was filed."""
    return (
        f"已改：{record.entry.name} {month} 月报记为没有报"
        f"（原来记的是 {before} 填报，历史里还留着）。"
        f"{_judged(record, month, today)}如果其实报了，说“{month.number}月月报已报”。"
    )


def which_platform(entries: Sequence[Entry]) -> str:
    names = "、".join(each.name for each in entries)
    return f"您绑定了几家平台：{names}。说的是哪一家？"


def _upcoming(record: Record, today: date) -> str:
    duties = ahead(record, today, 2)[:_NEXT]
    told = "；".join(f"{each.due}前{each.says}" for each in duties)
    return f"接下来：{told}。" if told else "现在没有到期的事项。"


def _judged(record: Record, month: Month, today: date) -> str:
    found = [each for each in monthly(facts_of(record, today)) if each.period == str(month)]
    if found and found[0].status == "unknown":  # its advice is for who writes facts into a file
        return f"应在 {found[0].span.known} 前填报。"
    return found[0].said.advice if found else ""
