"""huiqi admin retention: what is over its time, and delete it now."""

from __future__ import annotations

import click

from bot.commands.common import say, settings
from bot.commands.survey import office
from surveys.personal.keeping import Policy, due, sweep


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="只说会删除什么，不删除。")
def command(dry_run: bool) -> None:
    """删除到期的个人信息（运行中的惠企每天自动做一次）。

    期限见设置 HUIQI_KEEP_MONTHS 和 HUIQI_KEEP_CHAT_DAYS。
    """
    chosen = settings()
    policy = Policy(chosen.keep_months, chosen.keep_chat_days)
    with office() as desk:
        found = due(desk, policy) if dry_run else sweep(desk, policy)
    say({"dry_run": dry_run, "surveys": list(found.surveys), "rows": dict(found.rows)})
