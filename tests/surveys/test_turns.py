"""Writers wait in line."""

from __future__ import annotations

import threading
import time

import pytest

from surveys.turns import Turns


def test_turns_are_had_in_the_order_of_asking_one_at_a_time():
    turns, had, inside = Turns(), [], []

    def take(name):
        with turns:
            inside.append(name)
            had.append(name)
            assert inside == [name]
            inside.remove(name)

    with turns:
        line = [threading.Thread(target=take, args=[name]) for name in range(20)]
        for place, each in enumerate(line, 1):
            each.start()
            while len(turns.line) < place:
                time.sleep(0.001)
        assert had == []
    for each in line:
        each.join()

    assert had == list(range(20))


def test_a_turn_that_fails_is_over():
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns:
        raise ZeroDivisionError
    with turns:
        pass
