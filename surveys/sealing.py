"""Names and phone numbers at rest: sealed with a key that is not in the database."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Mapping, Sequence
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from surveys.errors import Sealed

_NAME = 8  # letters
_PURPOSE = b"huiqi: personal data at rest"


class Seal:
    """Seals with the first secret, opens what any of them sealed."""

    def __init__(self, secrets: Sequence[str]) -> None:
        seals = [Fernet(_key(secret)) for secret in secrets]
        self._seals, self._present = MultiFernet(seals), seals[0]
        self._secrets = [secret.encode() for secret in secrets]

    def closed(self, values: Mapping[str, str]) -> str:
        """The values as one text that tells nothing without the secret."""
        plain = json.dumps(dict(values), ensure_ascii=False, sort_keys=True)
        return self.closed_text(plain)

    def opened(self, sealed: str) -> dict[str, str]:
        """The values again; raises Sealed where no secret fits."""
        return dict(json.loads(self.opened_text(sealed)))

    def closed_text(self, text: str) -> str:
        """A text that tells nothing without the secret."""
        return self._seals.encrypt(text.encode()).decode()

    def opened_text(self, sealed: str) -> str:
        """The text again; raises Sealed where no secret fits."""
        try:
            return self._seals.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise Sealed(
                "封存的内容打不开：密钥和封存时不同，请恢复原来的 HUIQI_SECRET_KEY，"
                "或把它写进 HUIQI_OLD_KEYS。"
            ) from None

    def is_present(self, sealed: str) -> bool:
        """Whether the present secret sealed it, and not an older one."""
        try:
            self._present.decrypt(sealed.encode())
        except InvalidToken:
            return False
        return True

    def code(self, *parts: str) -> str:
        """A code that only the holder of the secret can make, the same for the same parts."""
        return _code(self._secrets[0], parts)

    def codes(self, *parts: str) -> list[str]:
        """The code as each secret makes it, the present one first."""
        return [_code(secret, parts) for secret in self._secrets]

    @property
    def names(self) -> list[str]:
        """Which secret made a code, without telling anything of it; the present one first."""
        return [each[:_NAME] for each in self.codes("which secret")]


def _code(secret: bytes, parts: Sequence[str]) -> str:
    digest = hmac.new(secret, "\x1f".join(parts).encode(), sha256).digest()
    return base64.urlsafe_b64encode(digest[:18]).decode()


def _key(secret: str) -> bytes:
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=_PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
