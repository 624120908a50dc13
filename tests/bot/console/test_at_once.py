"""Several people at the same moment: a link is used once, guesses in parallel are counted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from bot.console.staff import Role
from surveys.staff import joining, links
from surveys.staff.audit import first_broken, newest
from surveys.staff.errors import LinkRefused
from surveys.staff.misses import FREE_BY_NAME, Wait
from surveys.staff.signing_in import Tried, sign_in
from tests.bot.console.clients import PASSWORD, RECOMMENDER

MANY = 12


def test_of_many_guesses_at_once_no_more_are_judged_than_one_after_another(console):
    console.account(Role.OPERATOR, "经办一号")

    def guess(number: int):
        tried = Tried("经办一号", f"guess {number}", "", f"203.0.113.{number}")
        return sign_in(console.office, tried)

    with ThreadPoolExecutor(MANY) as pool:
        found = list(pool.map(guess, range(MANY)))

    assert found.count(None) == FREE_BY_NAME
    assert sum(isinstance(each, Wait) for each in found) == MANY - FREE_BY_NAME
    with console.database.read() as connection:
        assert first_broken(connection) is None
        assert len(newest(connection, MANY)) == FREE_BY_NAME


def test_of_many_who_open_the_first_link_one_makes_the_account(console):
    code = links.first_code(console.office)

    def join(number: int) -> bool:
        typed, password = (f"审核{number}号", RECOMMENDER), (PASSWORD, PASSWORD)
        try:
            joining.make_first(console.office, code, typed, password, "")
        except LinkRefused:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(join, range(4))).count(True) == 1
