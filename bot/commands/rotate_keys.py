"""huiqi admin rotate-keys: everything that is sealed, sealed with the present secret."""

from __future__ import annotations

import click

from actions.opening import seal_of
from bot.commands.common import say, settings
from bot.commands.platform import opened
from surveys.resealing import reseal


@click.command("rotate-keys")
def command() -> None:
    """换密钥之后，把封存的内容用新密钥重新封存；中断了可以再来一次。

    先把新密钥写进 HUIQI_SECRET_KEY、旧密钥写进 HUIQI_OLD_KEYS（逗号隔开），重启后运行。
    """
    chosen = settings()

    def told(table: str, rows: int) -> None:
        if rows:
            click.echo(f"{table}：{rows}行已重新封存。", err=True)

    with opened() as database:
        done = reseal(database, seal_of(chosen), told)
    say({"rows": done.rows, "keep_old_keys_for": list(done.keep_for)})
    if done.keep_for:
        numbers = "、".join(done.keep_for)
        click.echo(
            f"测评 {numbers} 的邀请码是用旧密钥做的，截止之前请保留 HUIQI_OLD_KEYS。", err=True
        )
    else:
        click.echo("旧密钥可以从 HUIQI_OLD_KEYS 里去掉了。", err=True)
