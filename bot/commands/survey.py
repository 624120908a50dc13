"""huiqi survey: a satisfaction survey step by step, as the recommender's staff hold it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, get_args

import click

from actions.opening import database_of, office_of
from bot.commands.common import EXISTING, say, settings
from bot.commands.frame import FILE, read_list, told, write_whole
from bot.ways import ways_of
from surveys.campaigns import campaign as campaigns
from surveys.campaigns import closing, doubts
from surveys.campaigns.approvals import IN_CONSOLE
from surveys.campaigns.calling import FOUND, entered, replace_firm, tried
from surveys.campaigns.campaign import Details
from surveys.campaigns.drawing import draw_firms, freeze, promise
from surveys.campaigns.firms import personal
from surveys.campaigns.inviting import launch
from surveys.campaigns.letters import invitations, letters
from surveys.campaigns.office import Office
from surveys.campaigns.progress import Progress, progress_of
from surveys.interviews.entry import STAFF_MODES
from surveys.interviews.record import Mode
from surveys.record.recommendation_form import EffectsIn

MODES = [mode for mode in get_args(Mode) if mode in STAFF_MODES]
NUMBER = click.argument("number")


class Day(click.ParamType[date]):
    """A date as it is written in commands."""

    name = "日期"

    def convert(self, value: str, param: object, ctx: object) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise click.UsageError(f"看不懂日期“{value}”，请写成 2026-12-20 这样。") from None


def _somebody(_: click.Context, __: click.Parameter, name: str) -> str:
    if not name.strip():
        raise click.UsageError("请写明是谁（--by）。")
    return name.strip()


@contextmanager
def office() -> Iterator[Office]:
    """The office of this installation."""
    chosen = settings()
    database = database_of(chosen)
    database.migrate()
    try:
        yield office_of(chosen, database)
    finally:
        database.close()


@click.group("survey")
def command() -> None:
    """满意度测评：定稿名单、承诺、抽取、邀请、访问、截止、出表。"""


@command.command("new")
@click.option("--frame", type=FILE, required=True, help="服务企业名单（.xlsx 或 .csv）。")
@click.option("--platform", required=True, help="示范平台承担单位名称。")
@click.option("--platform-code", default="", help="它的统一社会信用代码。")
@click.option("--recommender", required=True, help="推荐单位名称。")
@click.option("--size", type=int, default=10, show_default=True, help="抽取家数，不少于10。")
@click.option("--source", default="平台提交的附件2第八栏", help="名单和电话从哪里来。")
@click.option("--by-service", is_flag=True, help="按服务内容分层。")
@click.option("--affiliate", multiple=True, help="申明的关联企业，可多次给出。")
def new(frame: Path, **given: Any) -> None:
    """检查名单并定稿，得到测评编号。"""
    details = Details(
        given["platform"],
        given["recommender"],
        given["size"],
        given["source"],
        given["platform_code"],
        given["by_service"],
        given["affiliate"],
    )
    with office() as desk:
        number, check = freeze(desk, details, read_list(frame))
    for line in told(check):
        click.echo(line, err=True)
    say({"survey": number, "firms": len(check.frame.firms), "frame_sha256": check.frame.sha256})


@command.command("commit")
@NUMBER
@click.option("--seed-source", required=True, help="种子将来自哪里，例如某期开奖号码。")
def commit_(number: str, seed_source: str) -> None:
    """在种子公布之前作出承诺。"""
    with office() as desk:
        made = promise(desk, number, seed_source)
    say({"survey": number, "commitment_sha256": made.sha256})
    click.echo("请公布这个承诺值，等种子公布后再抽取。", err=True)


@command.command("draw")
@NUMBER
@click.option("--seed", required=True, help="承诺的来源公布的种子。")
@click.option("--out", type=FILE, help="把抽取协议写到这个文件。")
def draw_(number: str, seed: str, out: Path | None) -> None:
    """抽取企业；只能抽一次。"""
    if out and out.exists():
        raise click.UsageError(f"{out} 已经存在，协议不覆盖别的文件，请换一个文件名。")
    with office() as desk:
        protocol = draw_firms(desk, number, seed)
    if out:
        write_whole(out, (json.dumps(protocol, ensure_ascii=False, indent=1) + "\n").encode())
    names = [each["name"] for each in protocol["sample"]]
    say({"survey": number, "sample": names, "protocol_sha256": protocol["protocol_sha256"]})


@command.command("launch")
@NUMBER
@click.option("--closes-on", type=Day(), required=True, help="截止日期，例如 2026-12-20。")
def launch_(number: str, closes_on: date) -> None:
    """冻结问卷，向抽中的企业发出邀请。"""
    _one_person_may()
    with office() as desk:
        invited = launch(desk, number, closes_on)
    say({"survey": number, "invited": len(invited)})
    click.echo(f"请用 huiqi survey letters {number} 取邀请信和邀请码。", err=True)


@command.command("letters")
@NUMBER
@click.option("--out", type=FILE, required=True, help="邀请信（.docx）。")
def letters_(number: str, out: Path) -> None:
    """邀请信：每家一页，有链接、二维码和邀请码。"""
    chosen = settings()
    with office() as desk, desk.database.read() as connection:
        progress = progress_of(connection, desk, number)
        written = invitations(connection, desk, progress, ways_of(chosen))
    write_whole(out, letters(progress.survey, written))
    say({"letters": len(written), "file": str(out)})
    if not chosen.public_url:
        click.echo("没有设置 HUIQI_PUBLIC_URL，邀请信里只有邀请码，没有链接和二维码。", err=True)


@command.command("list")
def list_() -> None:
    """所有测评，新的在前。"""
    with office() as desk, desk.database.read() as connection:
        found = campaigns.all_of(connection)
    say(
        [
            {"survey": each.id, "platform": each.details.platform, "step": each.step.value}
            for each in found
        ]
    )


@command.command("progress")
@NUMBER
def progress_(number: str) -> None:
    """进展：各种结果的家数、应答率、还没答的企业和待处理的情况。"""
    with office() as desk, desk.database.read() as connection:
        found = progress_of(connection, desk, number)
        waiting = doubts.open_doubts(connection, desk, number)
    say({**_progress(found), "doubts": [_doubt(each) for each in waiting]})
    if found.to_replace or waiting:
        sys.exit(1)


@command.command("call-list")
@NUMBER
def call_list(number: str) -> None:
    """要打电话的企业，含联系人和电话（注意保管）。"""
    with office() as desk, desk.database.read() as connection:
        found = progress_of(connection, desk, number)
        rows = [
            {"key": each.key, "name": each.name, **personal(connection, desk, number, each.key)}
            for each in found.unanswered
        ]
    say(rows)


@command.command("tried")
@NUMBER
@click.option("--firm", required=True, help="企业编号（key）。")
@click.option("--mode", type=click.Choice(MODES), required=True)
@click.option("--by", required=True, callback=_somebody, help="谁联系的。")
@click.option("--found", type=click.Choice(FOUND), help="得知的结果；没有就不写。")
def tried_(number: str, firm: str, mode: Mode, by: str, found: str | None) -> None:
    """记录一次联系。"""
    with office() as desk:
        after = tried(desk, number, firm, (mode, by, found or ""))
    say({"firm": after.key, "attempts": len(after.attempts), "result": after.disposition.label})


@command.command("enter")
@NUMBER
@click.option("--firm", required=True, help="企业编号（key）。")
@click.option("--mode", type=click.Choice(MODES), required=True)
@click.option("--by", required=True, callback=_somebody, help="谁访问的。")
@click.option("--answers", type=EXISTING, required=True, help="JSON：题目编号 → 原话。")
def enter_(number: str, firm: str, mode: Mode, by: str, answers: Path) -> None:
    """录入电话、上门或书面访谈，题目和检查与聊天相同。"""
    given = _answers(answers)
    with office() as desk:
        result = entered(desk, number, firm, given, (mode, by))
    problems = [{"question": each.question, "message": each.sentence} for each in result.problems]
    say({"result": result.interview.result, "problems": problems, "left": list(result.left)})
    if problems:
        sys.exit(1)


@command.command("replace")
@NUMBER
@click.option("--firm", required=True, help="企业编号（key）。")
def replace_(number: str, firm: str) -> None:
    """按抽取次序由下一家备选企业接替；不能挑选。"""
    with office() as desk:
        reserve = replace_firm(desk, number, firm)
    say({"replaced": firm, "by": reserve.key, "name": reserve.name})


@command.command("close")
@NUMBER
def close_(number: str) -> None:
    """截止访问。"""
    with office() as desk:
        counts = closing.close_survey(desk, number)
    say({"survey": number, "counts": counts})


@command.command("decide")
@NUMBER
@click.argument("doubt", type=int)
@click.argument("decision")
def decide_(number: str, doubt: int, decision: str) -> None:
    """记下对一件待处理情况的决定。"""
    with office() as desk:
        doubts.decide(desk, number, doubt, decision)


@command.command("export")
@NUMBER
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--final", is_flag=True, help="测评结束，从此不再改动。")
@click.option("--effects-by-firm", is_flag=True, help="“影响和作用”逐家写成一列，不写成一栏。")
def export_(number: str, out: Path, final: bool, effects_by_firm: bool) -> None:
    """推荐表（.docx）、抽样企业（.xlsx）和证据包（.zip）。"""
    if final:
        _one_person_may()
    with office() as desk:
        if final:
            closing.put_on_record(desk, number)
        effects = EffectsIn.COLUMN if effects_by_firm else EffectsIn.BLOCK
        files = closing.exported(desk, number, effects)
        draft = closing.why_draft(desk, number)
    out.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        write_whole(out / name, data)
    say({"files": [str(out / name) for name in files]})
    if draft:
        click.echo(draft, err=True)
        sys.exit(1 if final else 0)


def _one_person_may() -> None:
    if settings().two_persons == "on":
        raise click.UsageError(IN_CONSOLE)


def _answers(file: Path) -> dict[str, str]:
    try:
        given = json.loads(file.read_text(encoding="utf-8-sig"))
    except ValueError:
        given = None
    if not isinstance(given, dict) or not all(isinstance(each, str) for each in given.values()):
        raise click.UsageError(
            f"{file.name} 应是 JSON 对象：题目编号 → 原话，例如 overall → 满意。"
        )
    return given


def _progress(found: Progress) -> dict[str, Any]:
    rate = found.response_rate
    return {
        "survey": found.survey.id,
        "step": found.survey.step.value,
        "says": found.survey.step.word,
        "closes_on": found.survey.closes_on,
        "finished": found.finished,
        "missing": found.missing,
        "counts": found.counts,
        "response_rate": round(float(rate), 4) if rate is not None else None,
        "unanswered": [{"key": each.key, "name": each.name} for each in found.unanswered],
        "to_replace": [{"key": each.key, "name": each.name} for each in found.to_replace],
    }


def _doubt(each: doubts.Doubt) -> dict[str, Any]:
    return {"id": each.id, "firm": each.firm, "what": each.what, "words": each.words}
