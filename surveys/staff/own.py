"""What somebody who is signed in does to the own account: password and second factor.

The password is asked again where a stolen session would do lasting harm; those tries are counted
with the sign-ins.
"""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import select

from surveys.campaigns.office import Office
from surveys.staff import accounts, misses, sessions, totp
from surveys.staff.errors import WrongAccount
from surveys.staff.model import Staff
from surveys.staff.passwords import fits, hashed, require_password
from surveys.staff_schema import staff as table


def change_password(office: Office, person: Staff, old: str, new: tuple[str, str]) -> str:
    """The new password, all sessions ended; gives a new one. Raises WrongAccount."""
    _require_own(office, person, old)
    require_password(*new, person.name)
    kept, now = hashed(new[0]), office.now()
    with office.database.write() as connection:
        accounts.set_password(connection, person.id, kept, now)
        return sessions.open_session(connection, person.id, office.salt(), now)


def offered_secret(office: Office, session: str) -> str:
    """The secret that is shown in a session before it is taken: the same at each look."""
    return totp.new_secret(sha256(office.seal.code("totp", session).encode()).hexdigest())


def turn_totp_on(office: Office, person: Staff, session: str, code: str) -> None:
    """From now on a code is asked; the one typed shows that the authenticator has the secret."""
    secret = offered_secret(office, session)
    step = totp.matching_step(secret, code, office.now())
    if step is None:
        raise WrongAccount("动态码不对，请等它换一个再输，并检查手机的时间是否准确。")
    with office.database.write() as connection:
        accounts.set_totp(connection, person.id, office.seal.closed({"secret": secret}), step)


def turn_totp_off(office: Office, person: Staff, password: str) -> None:
    """No code is asked any more."""
    _require_own(office, person, password)
    with office.database.write() as connection:
        accounts.set_totp(connection, person.id, None)


def _require_own(office: Office, person: Staff, password: str) -> None:
    if wait := misses.begin(office, person.name, f"session of {person.id}"):
        raise WrongAccount(f"试得太频繁，请{wait.seconds}秒后再试。")
    with office.database.read() as connection:
        query = select(table.c.password_hash).where(table.c.id == person.id)
        kept = connection.execute(query).scalar_one()
    if not fits(kept, password):
        raise WrongAccount("现在的密码不对，请重新输入。")
    with office.database.write() as connection:
        misses.forget(office, connection, person.name)
