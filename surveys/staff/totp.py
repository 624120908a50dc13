"""One-time codes by time: RFC 6238 with SHA-1, six digits and thirty seconds."""

from __future__ import annotations

import base64
import hmac
import struct
import unicodedata
from urllib.parse import quote

SECONDS, DIGITS, NEIGHBOURS = 30, 6, (0, -1, 1)
SECRET_BYTES = 20  # as long as the hash (RFC 4226, section 4)


def new_secret(hexadecimal: str) -> str:
    """The secret in Base32, made of chance given as hexadecimal digits."""
    return base64.b32encode(bytes.fromhex(hexadecimal)[:SECRET_BYTES]).decode()


def code_at(secret: str, step: int) -> str:
    """The code of one time step (RFC 4226, section 5.3)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), "sha1").digest()
    offset = digest[-1] & 15
    number = struct.unpack_from(">I", digest, offset)[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def matching_step(secret: str, typed: str, now: float) -> int | None:
    """The step whose code was typed, this one or a neighbour: clocks differ."""
    code = "".join(unicodedata.normalize("NFKC", typed).split())
    this = int(now // SECONDS)
    for step in (this + beside for beside in NEIGHBOURS):
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            return step
    return None


def address(secret: str, name: str) -> str:
    """What an authenticator reads from the picture."""
    return f"otpauth://totp/{quote(f'惠企:{name}')}?secret={secret}&issuer={quote('惠企')}"
