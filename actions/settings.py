"""What an installation is told: environment variables prefixed HUIQI_, or lines of `.env`.

Read once, at the composition root. A value that is wrong, unknown or half given stops
the start and is named.
"""

from __future__ import annotations

import difflib
import re
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
# What has a form of its own, and how a person is told it; the values may be secrets.
FORMS = {
    "TELEGRAM_TOKEN": (r"\d+:[A-Za-z0-9_-]+", "BotFather 给的令牌，形如 数字:字母数字"),
    "TELEGRAM_SECRET": (r"[A-Za-z0-9_-]{1,256}", "1到256个英文字母、数字、下划线或短横线"),
    "TELEGRAM_NAME": (r"[A-Za-z0-9_]{5,32}", "机器人的用户名，不带 @"),
    "TELEGRAM_API_BASE": (r"https?://[^\s/]+(/\S*)?", "http:// 或 https:// 开头的地址"),
    "TELEGRAM_PROXY": (r"https?://[^\s/]+/?", "http:// 或 https:// 开头的代理地址"),
}
COUNTS = {"keep_months": (1, 1200, "月数"), "keep_chat_days": (1, 36500, "天数")}


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
    old_keys: str = ""
    public_url: str = ""
    embedding_model: str = ""
    log_format: str = "text"
    metrics_token: str = ""
    keep_months: int = 36
    keep_chat_days: int = 180
    two_persons: str = "off"  # whether launch and record of a survey need a second person
    wechat_appid: str = ""
    wechat_secret: str = ""
    wechat_token: str = ""
    wechat_aes_key: str = ""
    wechat_mode: str = "safe"
    wechat_account: str = "unverified"
    wechat_api_base: str = "https://api.weixin.qq.com"
    wechat_template: str = ""
    wechat_template_fields: str = "thing1"
    wechat_subscription: str = ""
    wechat_subscription_fields: str = "thing1"
    telegram_token: str = ""
    telegram_secret: str = ""
    telegram_name: str = ""
    telegram_mode: str = "webhook"
    telegram_api_base: str = "https://api.telegram.org"
    telegram_proxy: str = ""

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
    def secrets(self) -> tuple[str, ...]:
        """The secret that seals, then the older ones that may still open (comma between)."""
        older = (each.strip() for each in self.old_keys.split(","))
        return tuple(dict.fromkeys([self.secret_key, *(each for each in older if each)]))

    @property
    def secret_file(self) -> Path:
        """Where the secret is kept that the first start made."""
        return self.data_dir / "secret_key"

    @property
    def base_url(self) -> str:
        """Where people reach the gateway, as far as is known."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

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
    polling = given.get("telegram_mode") == "polling"  # needs no secret: nobody calls us
    _refuse_half(given, TELEGRAM[:1] if polling else TELEGRAM, "Telegram")
    _refuse_wrong_aes_key(given)
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


def _refuse_wrong_aes_key(given: Mapping[str, str]) -> None:
    key, mode = given.get("wechat_aes_key", ""), given.get("wechat_mode") or Settings.wechat_mode
    if key and not (len(key) == 43 and key.isascii() and key.isalnum()):
        raise WrongSetting(
            f"设置 {PREFIX}WECHAT_AES_KEY 应是公众平台上的 43 个字母或数字，请重新复制。"
        )
    if given.get("wechat_appid") and not key and mode != "plain":
        raise WrongSetting(
            f"微信通道用{mode}模式，还缺 {PREFIX}WECHAT_AES_KEY；"
            f"用明文模式就设 {PREFIX}WECHAT_MODE=plain。"
        )


def _value(name: str, text: str) -> str | int | Path:
    if name.endswith("port"):
        return _port(name, text)
    if name == "data_dir":
        return Path(text)
    if name in COUNTS:
        return _count(name, text)
    choices = CHOICES.get(name.upper())
    if choices and text not in choices:
        raise WrongSetting(
            f"设置 {PREFIX}{name.upper()} 只能是 {'、'.join(choices)}，现在是“{text}”。"
        )
    form, told = FORMS.get(name.upper(), (".*", ""))
    if not re.fullmatch(form, text):
        raise WrongSetting(f"设置 {PREFIX}{name.upper()} 应是{told}。")
    return text


def _count(name: str, text: str) -> int:
    least, most, unit = COUNTS[name]
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise WrongSetting(
            f"设置 {PREFIX}{name.upper()} 应是 {least} 到 {most} 的{unit}，现在是“{text}”。"
        )
    return int(text)


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
