"""Personal data at rest."""

from __future__ import annotations

import pytest

from surveys.errors import Sealed
from surveys.sealing import Seal

SECRET = {"contact": "甲某", "phone": "13900000001"}


def test_what_is_sealed_tells_nothing_and_opens_again():
    sealed = Seal(("old",)).closed(SECRET)

    assert "13900000001" not in sealed
    assert Seal(("old",)).opened(sealed) == SECRET


def test_after_a_change_of_the_secret_the_old_one_still_opens():
    sealed = Seal(("old",)).closed(SECRET)

    assert Seal(("new", "old")).opened(sealed) == SECRET
    with pytest.raises(Sealed, match="HUIQI_SECRET_KEY"):
        Seal(("new",)).opened(sealed)


def test_a_code_is_the_same_for_the_same_parts_alone():
    seal = Seal(("secret",))

    assert seal.code("c1", "firm") == seal.code("c1", "firm")
    assert (
        len({seal.code("c1", "firm"), seal.code("c1f", "irm"), Seal(("x",)).code("c1", "firm")})
        == 3
    )
    assert len(seal.code("c1", "firm")) == 24
