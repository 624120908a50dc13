"""huiqi draw: the random draw (Article 10, 附件1), its commitment and its verification."""

from __future__ import annotations

import json
import secrets
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bot.commands.common import say
from bot.commands.frame import FILE, read_list, told, write_whole
from surveys.frames import Exclusions, Frame, check_frame, require_usable
from surveys.sampling import Commitment, Plan, Seed, check_commitment, commit, draw, verify
from surveys.sampling.commitment import Moment, read_commitment
from surveys.sampling.draw import RULE_BY_SERVICE
from surveys.sampling.errors import UnreadableProtocol
from surveys.sampling.protocol import read_protocol, to_protocol
from surveys.sampling.verify import excluded_of

UNSTATED = "由抽取人在命令中给定"


@dataclass(frozen=True)
class Options:
    """What was written on the command line."""

    frame: Path | None
    size: int | None
    seed: str | None
    seed_source: str | None
    out: Path | None
    verify: Path | None
    commit: Path | None
    commitment: Path | None
    by_service: bool
    applicant: str
    affiliate: tuple[str, ...]

    @property
    def excluded(self) -> Exclusions:
        return Exclusions(self.applicant, self.affiliate)


def _whole_number(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise click.UsageError("--size 应为整数，例如 --size 10。")
    return int(value)


@click.command("draw")
@click.option("--frame", type=FILE, help="企业名单（.xlsx 或 .csv）。")
@click.option("--size", callback=_whole_number, help="抽取家数，不少于10。")
@click.option("--seed", help="种子：事先约定的公开数字，或双方的随机数。")
@click.option("--seed-source", help="种子从哪里来。")
@click.option("--out", type=FILE, help="协议写到哪个文件。")
@click.option("--verify", type=FILE, help="核对这份协议。")
@click.option("--commit", type=FILE, help="在知道种子之前，把承诺写到这个文件。")
@click.option("--commitment", type=FILE, help="按这份承诺抽取。")
@click.option("--by-service", is_flag=True, help="按服务内容分层，各层按比例抽取。")
@click.option("--applicant", default="", help="申报单位的名称或统一社会信用代码。")
@click.option("--affiliate", multiple=True, help="申明的关联企业，可多次给出。")
def command(**given: Any) -> None:
    """从名单中随机抽取企业，或核对一次抽取。"""
    options = Options(**given)
    if options.verify:
        _verify(options, options.verify)
    elif options.commit:
        _commit(options, options.commit)
    else:
        _draw(options)


def _verify(options: Options, file: Path) -> None:
    if options.seed or options.out or options.size is not None:
        raise click.UsageError("--verify 只和 --frame 一起使用，不要再写 --size、--seed 或 --out。")
    protocol = read_protocol(_read_text(file))
    check = check_frame(read_list(_frame_file(options)), excluded_of(protocol))
    difference = verify(protocol, check.frame)
    say({"verified": difference is None, "difference": asdict(difference) if difference else None})
    if difference:
        click.echo(difference.message, err=True)
        sys.exit(1)


def _commit(options: Options, file: Path) -> None:
    if options.size is None or options.seed_source is None or options.seed is not None:
        raise click.UsageError("--commit 要写 --frame、--size 和 --seed-source，不能写 --seed。")
    if file.exists():
        raise click.UsageError(f"{file} 已经存在，承诺不覆盖别的文件，请换一个文件名。")
    plan = Plan(options.size, options.by_service, options.excluded)
    moment = Moment(_now(), secrets.token_hex(32))
    made = commit(_frame(options), plan, options.seed_source, moment)
    _write_json(file, {**made.content, "sha256": made.sha256})
    say({"commitment": str(file), "sha256": made.sha256})
    click.echo("请先公布 sha256，保存好承诺文件，等种子公布后再抽取。", err=True)


def _draw(options: Options) -> None:
    promised = _commitment(options)
    plan, seed = _plan(options, promised)
    if not options.out:
        raise click.UsageError("请用 --out 写明协议写到哪个文件。")
    if options.out.exists():  # a protocol is evidence: a second draw may not take its place
        raise click.UsageError(f"{options.out} 已经存在，协议不覆盖别的文件，请换一个文件名。")
    drawn = draw(_frame(options), plan, seed)
    if promised:
        check_commitment(promised, drawn)
    protocol = to_protocol(drawn, _now(), promised)
    _write_json(options.out, protocol)
    shown = ("frame_sha256", "size", "sample", "protocol_sha256")
    reserves = len(drawn.reserves)
    chosen = {name: protocol[name] for name in shown}
    say({"protocol": str(options.out), **chosen, "reserves": reserves})


def _commitment(options: Options) -> Commitment | None:
    if not options.commitment:
        return None
    return read_commitment(read_protocol(_read_text(options.commitment)))


def _plan(options: Options, promised: Commitment | None) -> tuple[Plan, Seed]:
    """What the command says; what it leaves out is taken from the commitment."""
    size = options.size
    if size is None and promised:
        size = promised.size
    if size is None or options.seed is None:
        raise click.UsageError("请写明 --size 和 --seed，例如 --size 10 --seed 某期开奖号码。")
    by_service = options.by_service or bool(promised and promised.rule == RULE_BY_SERVICE)
    source = options.seed_source or (promised.seed_source if promised else UNSTATED)
    return Plan(size, by_service, options.excluded), Seed(options.seed, source)


def _frame(options: Options) -> Frame:
    check = check_frame(read_list(_frame_file(options)), options.excluded)
    frame = require_usable(check)
    if check.findings or check.warnings:
        for line in told(check):
            click.echo(line, err=True)
    return frame


def _frame_file(options: Options) -> Path:
    if not options.frame:
        raise click.UsageError("请用 --frame 写明企业名单（.xlsx 或 .csv）。")
    return options.frame


def _read_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UnreadableProtocol(f"读不了文件 {file}，请核对路径，并使用原文件。") from None


def _write_json(file: Path, value: dict[str, Any]) -> None:
    write_whole(file, (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
