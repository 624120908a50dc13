"""Passwords: what one must be like, and Argon2id hashes of them (RFC 9106)."""

from __future__ import annotations

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from surveys.staff.errors import WrongAccount

LEAST, MOST, LEAST_DIFFERENT = 10, 128, 5
SHORTEST_NAME = 4  # shorter ones are in many passwords by chance
_HASHER = PasswordHasher()


def require_password(password: str, again: str, name: str) -> None:
    """Refuse what others guess first; length counts more than kinds of characters."""
    plain = _folded(password)
    if plain != _folded(again):
        raise WrongAccount("两次输入的密码不一样，请重新输入。")
    if not LEAST <= len(plain) <= MOST:
        raise WrongAccount(f"密码应有{LEAST}到{MOST}个字符，现有{len(plain)}个，请换一个。")
    if len(set(plain)) < LEAST_DIFFERENT:
        raise WrongAccount("密码里重复的字符太多，请换一个。")
    if len(name) >= SHORTEST_NAME and name.lower() in plain.lower():
        raise WrongAccount("密码里不要含登录名，请换一个。")


def hashed(password: str) -> str:
    """What is kept of a password."""
    return _HASHER.hash(_folded(password))


def fits(kept: str | None, password: str) -> bool:
    """Whether the password belongs to the hash; without one it takes as long and is False."""
    nobody = _nobody()
    try:
        return _HASHER.verify(kept or nobody, _folded(password)) and kept is not None
    except VerificationError:
        return False


@cache
def _nobody() -> str:
    """A hash to compare with where there is no account, so that the time tells nothing."""
    return _HASHER.hash("nobody's password")


def _folded(password: str) -> str:
    """Input methods write the same character in several ways."""
    return unicodedata.normalize("NFKC", password)
