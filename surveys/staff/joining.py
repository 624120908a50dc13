"""How somebody comes by a password: by a one-time link, the first account with its own."""

from __future__ import annotations

from surveys.campaigns.office import Office
from surveys.staff import accounts, audit, links, sessions
from surveys.staff.audit import Act
from surveys.staff.errors import LinkRefused
from surveys.staff.model import Role, Staff
from surveys.staff.passwords import hashed, require_password


def whose_link(office: Office, code: str) -> Staff | None:
    """Whose password the link sets, None where it makes the first account; raises LinkRefused."""
    with office.database.read() as connection:
        number = links.account_of(connection, code, office.now())
        return None if number is None else accounts.by_id(connection, number).staff


def make_first(
    office: Office, code: str, typed: tuple[str, str], password: tuple[str, str], address: str
) -> str:
    """The first account, an approver, of (name, recommender); gives its session."""
    name, subject = typed
    require_password(*password, accounts.login_name(name))
    kept, now = hashed(password[0]), office.now()
    with office.database.write() as connection:
        office.database.one_at_a_time(connection, accounts.LOCK)
        if links.account_of(connection, code, now) is not None:
            raise LinkRefused("这个链接不能用来设置第一个账户，请直接登录。")
        links.spend(connection, code, now)
        made = accounts.add(connection, name, Role.APPROVER, subject, now)
        accounts.set_password(connection, made.id, kept, now)
        audit.add(
            office.database, connection, Act(made.id, "建立第一个账户", made.name, address), now
        )
        return sessions.open_session(connection, made.id, office.salt(), now)


def choose_password(office: Office, code: str, password: tuple[str, str], address: str) -> None:
    """Set the password of the account whose link it is; it signs in afterwards, as always."""
    person = whose_link(office, code)
    if person is None:
        raise LinkRefused("这个链接是用来设置第一个账户的，请从头打开它。")
    require_password(*password, person.name)
    kept, now = hashed(password[0]), office.now()
    with office.database.write() as connection:
        links.spend(connection, code, now)
        accounts.set_password(connection, person.id, kept, now)
        act = Act(person.id, "用一次性链接设密码", person.name, address)
        audit.add(office.database, connection, act, now)
