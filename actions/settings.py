"""What an installation is told: environment variables prefixed HUIQI_, or lines of `.env`.

Read once, at the composition root. A value that is wrong, unknown or half given stops
the start and is named.
"""

from __future__ import annotations

import difflib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from dotenv import dotenv_values

PREFIX = "HUIQI_"
WECHAT = ("WECHAT_APPID", "WECHAT_SECRET", "WECHAT_TOKEN")
TELEGRAM = ("TELEGRAM_TOKEN", "TELEGRAM_SECRET")
CHOICES = {
    "WECHAT_MODE": ("plain", "compatible", "safe"),
    "WECHAT_ACCOUNT": ("unverified", "subscription", "service"),
    "TELEGRAM_MODE": ("webhook", "polling"),
    "LOG_FORMAT": ("text", "json"),
    "TWO_PERSONS": ("off", "on"),
}


class WrongSetting(Exception):
    """A setting cannot be used; the message names it and says what is expected."""


@dataclass(frozen=True)
class Settings:
    """All settings with their defaults; field `port` is variable HUIQI_PORT."""

    port: int = 8000
    rasa_port: int = 5005
    actions_port: int = 5055
    host: str = "127.0.0.1"
    data_dir: Path = Path("var")
    database_url: str = ""
    secret_key: str = ""
    public_url: str = ""
    embedding_model: str = ""
    log_format: str = "text"
    two_persons: str = "off"  # whether launch and record of a survey need a second person
    wechat_appid: str = ""
    wechat_secret: str = ""
    wechat_token: str = ""
    wechat_aes_key: str = ""
    wechat_mode: str = "safe"
    wechat_account: str = "unverified"
    wechat_api_base: str = "https://api.weixin.qq.com"
    telegram_token: str = ""
    telegram_secret: str = ""
    telegram_mode: str = "webhook"
    telegram_api_base: str = "https://api.telegram.org"

    @property
    def model_dir(self) -> Path:
        """Where `make train` leaves the dialogue model."""
        return self.data_dir / "models"

    @property
    def regulations_dir(self) -> Path:
        """Where regulations added by command are kept."""
        return self.data_dir / "regulations"

    @property
    def reviewed_file(self) -> Path:
        """Where `huiqi review` keeps what was decided of people's questions."""
        return self.data_dir / "reviewed.jsonl"

    @property
    def rasa_url(self) -> str:
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def actions_url(self) -> str:
        return f"http://127.0.0.1:{self.actions_port}"


def read_settings(environ: Mapping[str, str], dotenv: Path = Path(".env")) -> Settings:
    """Settings from `.env`, overridden by the environment; raises WrongSetting."""
    given = {**_prefixed(dotenv_values(dotenv) if dotenv.is_file() else {}), **_prefixed(environ)}
    _refuse_unknown(given)
    _refuse_half(given, WECHAT, "微信")
    _refuse_half(given, TELEGRAM, "Telegram")
    values = {name: _value(name, text) for name, text in given.items() if text}
    settings = Settings(**values)  # type: ignore[arg-type]  # _value returns what each field wants
    return _completed(settings)


def _prefixed(source: Mapping[str, str | None]) -> dict[str, str]:
    return {
        name.removeprefix(PREFIX).lower(): (text or "").strip()
        for name, text in source.items()
        if name.startswith(PREFIX)
    }


def _refuse_unknown(given: Mapping[str, str]) -> None:
    known = {field.name for field in fields(Settings)}
    for name in sorted(given.keys() - known):
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"是不是想写 {PREFIX}{near[0].upper()}？" if near else "请删掉它。"
        raise WrongSetting(f"设置 {PREFIX}{name.upper()} 不认识。{hint}")


def _refuse_half(given: Mapping[str, str], group: tuple[str, ...], channel: str) -> None:
    missing = [name for name in group if not given.get(name.lower())]
    if missing and len(missing) < len(group):
        names = "、".join(PREFIX + name for name in missing)
        raise WrongSetting(f"{channel}通道的设置不完整：还缺 {names}。要么补齐，要么全部去掉。")


def _value(name: str, text: str) -> str | int | Path:
    if name.endswith("port"):
        return _port(name, text)
    if name == "data_dir":
        return Path(text)
    choices = CHOICES.get(name.upper())
    if choices and text not in choices:
        raise WrongSetting(
            f"设置 {PREFIX}{name.upper()} 只能是 {'、'.join(choices)}，现在是“{text}”。"
        )
    return text


def _port(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise WrongSetting(
            f"设置 {PREFIX}{name.upper()} 应是 1 到 65535 的端口号，现在是“{text}”。"
        )
    return int(text)


def _completed(settings: Settings) -> Settings:
    """Fill in what depends on the data folder: the database file and the secret."""
    data_dir = settings.data_dir.resolve()
    url = settings.database_url or f"sqlite:///{data_dir / 'huiqi.db'}"
    key = settings.secret_key or _kept_secret(data_dir / "secret_key")
    known = {field.name: getattr(settings, field.name) for field in fields(settings)}
    return Settings(**{**known, "data_dir": data_dir, "database_url": url, "secret_key": key})


def _kept_secret(path: Path) -> str:
    """The installation's own secret, made on the first start and never shown."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make_secret(path)
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise WrongSetting(f"数据目录 {path.parent} 不能写入：{error.strerror}。") from error


def _make_secret(path: Path) -> None:
    """Written aside and linked into place, so that nobody reads half of it or a second one."""
    own = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    own.touch(mode=0o600)
    own.write_text(secrets.token_urlsafe(32), encoding="ascii")
    try:
        path.hardlink_to(own)
    except FileExistsError:
        pass  # another process was first: its secret holds
    finally:
        own.unlink()
