"""huiqi admin backup, check-backup, restore: everything of this installation in one file."""

from __future__ import annotations

import tempfile
import time
from datetime import datetime
from pathlib import Path

import click

from actions.opening import seal_of
from actions.settings import Settings
from bot.commands.common import EXISTING, say, settings
from bot.commands.frame import FILE
from bot.commands.platform import opened as opened_database
from bot.supervisor import refuse_taken_ports
from surveys.backups.errors import NotEmpty, OtherKey
from surveys.backups.reading import Backup, opened
from surveys.backups.switching import HAS_DATA, restore, trial
from surveys.backups.writing import Contents, write_backup
from surveys.platforms.model import BEIJING
from surveys.sealing import Seal

WHERE = click.argument("file", type=EXISTING)


@click.command("backup")
@click.argument("file", type=FILE)
@click.option("--with-key", is_flag=True, help="把密钥也放进去：谁拿到文件就能打开全部个人信息。")
def backup_(file: Path, with_key: bool) -> None:
    """备份数据库和数据目录，不用停机；只读一份某一刻的样子。"""
    chosen = settings()
    contents = Contents(_files(chosen), chosen.secret_key if with_key else "")
    with opened_database() as database:
        made = write_backup(database, seal_of(chosen), contents, file, _now())
    rows = sum(part.rows or 0 for part in made.parts.values())
    say({"file": str(file), "rows": rows, "revision": made.revision, "with_key": made.has_key})
    if with_key:
        click.echo("文件里有密钥，请加密保存，不要和不带密钥的备份放在一起。", err=True)
    else:
        click.echo("备份里没有密钥，请另外妥善保存密钥，丢了就打不开个人信息。", err=True)


@click.command("check-backup")
@WHERE
def check_backup(file: Path) -> None:
    """核对备份：哈希、版本、密钥，并试着恢复到一个用完就删的数据库。"""
    chosen = settings()
    with opened(file) as backup, tempfile.TemporaryDirectory(dir=chosen.data_dir) as folder:
        _check_key(backup, chosen)
        trial(backup, Path(folder))
    say({"file": str(file), "made_at": backup.manifest.made_at, "holds": True})


@click.command("restore")
@WHERE
@click.option("--replace", is_flag=True, help="替换现有数据；原来的另存在旁边。")
def restore_(file: Path, replace: bool) -> None:
    """从备份恢复。先停掉惠企；核对无误之后才替换。"""
    chosen = settings()
    refuse_taken_ports(chosen)
    label = datetime.fromtimestamp(time.time(), BEIJING).strftime("%Y%m%d_%H%M%S")
    with opened(file) as backup:
        _check_key(backup, chosen)
        if _files(chosen) and not replace:
            raise NotEmpty(HAS_DATA)
        kept = restore(backup, chosen.database_url, label, replace=replace)
        _put_files(backup, chosen, label)
    say({"restored": str(file), "made_at": backup.manifest.made_at, "replaced": kept})
    if kept:
        click.echo(f"原来的数据另存在 {kept}，确认无误后请自行删除。", err=True)


commands = (backup_, check_backup, restore_)


def _files(chosen: Settings) -> dict[str, Path]:
    """Files of the data folder that nothing else can make again, by their path in it."""
    found = [chosen.reviewed_file, *chosen.regulations_dir.rglob("*")]
    return {
        path.relative_to(chosen.data_dir).as_posix(): path
        for path in sorted(found)
        if path.is_file()
    }


def _check_key(backup: Backup, chosen: Settings) -> None:
    """The secret in the backup holds, unless the installation was told another one."""
    if not backup.secret:
        backup.check(seal_of(chosen))
        return
    backup.check(Seal((backup.secret,)))
    if not _is_own(chosen) and backup.secret not in chosen.secrets:
        raise OtherKey(
            "备份里的密钥和 HUIQI_SECRET_KEY 不同：请去掉这项设置，恢复会写回备份里的密钥。"
        )


def _is_own(chosen: Settings) -> bool:
    """Whether the secret is the one that the first start made."""
    file = chosen.secret_file
    return file.is_file() and file.read_text(encoding="ascii").strip() == chosen.secret_key


def _put_files(backup: Backup, chosen: Settings, label: str) -> None:
    aside = chosen.data_dir / f"replaced-{label}"
    for name, path in _files(chosen).items():
        (aside / name).parent.mkdir(parents=True, exist_ok=True)
        path.replace(aside / name)
    for name, data in backup.files.items():
        (chosen.data_dir / name).parent.mkdir(parents=True, exist_ok=True)
        (chosen.data_dir / name).write_bytes(data)
    if backup.secret and _is_own(chosen) and backup.secret != chosen.secret_key:
        aside.mkdir(exist_ok=True)
        chosen.secret_file.replace(aside / chosen.secret_file.name)
        chosen.secret_file.touch(mode=0o600)
        chosen.secret_file.write_text(backup.secret, encoding="ascii")


def _now() -> str:
    return datetime.fromtimestamp(time.time(), BEIJING).isoformat(timespec="seconds")
