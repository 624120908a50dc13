"""The draw itself: tickets, order, reserves, strata, chance."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2

from surveys.frames import Frame
from surveys.sampling import Plan, Seed, draw
from surveys.sampling.errors import WrongSeed, WrongSize
from surveys.sampling.strata import quotas
from tests.surveys.frame_files import checked, credit_code, firm

FRAME = checked(firm(number) for number in range(40)).frame
SEED = Seed("第2026001期 01 02 03", "某期开奖号码")
sizes = st.integers(10, 40)
# printf 'huiqi91330100MA0000006Y' | sha256sum, and so on for the ten codes; the lowest first.
KNOWN_TICKET = "1fd8cb03103d0a218fa0347cfa532d442fc2dcde8893cc74b8e08a058f720324"
KNOWN_ORDER = [6, 0, 7, 9, 1, 2, 4, 3, 8, 5]
seeds = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1)


def test_the_tickets_are_those_that_anyone_computes_with_sha256():
    drawn = draw(FRAME, Plan(10), SEED)
    by_hand = sorted(
        (hashlib.sha256((SEED.text + each.key).encode("utf-8")).hexdigest(), each.key)
        for each in FRAME.firms
    )

    found = [(each.ticket, each.key) for each in drawn.sample + drawn.reserves]
    assert found == by_hand
    assert len(drawn.sample) == 10


def test_a_known_draw_never_changes():
    small = Frame(tuple(firm(n, credit_code=credit_code(n)) for n in range(10)))
    drawn = draw(small, Plan(10), Seed("huiqi", ""))

    assert [each.name for each in drawn.sample] == [firm(n).name for n in KNOWN_ORDER]
    assert drawn.sample[0].ticket == KNOWN_TICKET


@settings(deadline=None)
@given(seeds, sizes, sizes)
def test_reserves_continue_the_order_of_the_sample(seed, size, other):
    one = draw(FRAME, Plan(size), Seed(seed, ""))
    two = draw(FRAME, Plan(other), Seed(seed, ""))

    assert one.sample + one.reserves == two.sample + two.reserves
    assert len(one.sample) == size


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(40)), st.booleans())
def test_the_draw_does_not_depend_on_the_order_of_rows(order, by_service):
    shuffled = checked(firm(number) for number in order).frame

    assert draw(shuffled, Plan(10, by_service), SEED) == draw(FRAME, Plan(10, by_service), SEED)


DRAWS = 20_000


@pytest.fixture(scope="module")
def samples():
    """The keys drawn with each of many seeds, in the order of the draw."""
    seeds = (Seed(f"seed {number}", "") for number in range(DRAWS))
    return [[each.key for each in draw(FRAME, Plan(10), seed).sample] for seed in seeds]


def chance(counts, expected, correction=1.0):
    """How often a fair draw differs less than these counts do."""
    squares = sum((counts[each.key] - expected) ** 2 / expected for each in FRAME.firms)
    return chi2.cdf(squares * correction, len(FRAME.firms) - 1)


def test_every_firm_is_drawn_equally_often_over_many_seeds(samples):
    drawn = Counter(key for sample in samples for key in sample)

    # Sampling without replacement has the variance of a firm's count reduced by (1 - n/N).
    found = chance(drawn, DRAWS * 10 / 40, (40 - 1) / (40 - 10))

    assert 0.001 < found < 0.999


def test_first_places_are_as_equal_as_the_whole_sample(samples):
    first = Counter(sample[0] for sample in samples)

    found = chance(first, DRAWS / 40)

    assert 0.001 < found < 0.999


@pytest.mark.parametrize(("size", "says"), [(9, "不少于10家"), (0, "不少于"), (41, "只有40家")])
def test_a_sample_below_ten_or_beyond_the_frame_is_refused(size, says):
    with pytest.raises(WrongSize, match=says):
        draw(FRAME, Plan(size), SEED)


@pytest.mark.parametrize("text", ["", "  ", " 01", "01\n", "0\u200b1", "\ud800"])
def test_a_seed_that_others_cannot_type_again_is_refused(text):
    with pytest.raises(WrongSeed):
        draw(FRAME, Plan(10), Seed(text, ""))


@given(seeds, st.dictionaries(st.text(min_size=1), st.integers(1, 30), min_size=1), st.data())
def test_quotas_are_proportional_and_add_up(seed, counts, data):
    total = sum(counts.values())
    size = data.draw(st.integers(0, total))

    found = quotas(seed.strip(), size, counts)

    assert sum(found.values()) == size
    for name, count in counts.items():
        assert size * count // total <= found[name] <= min(count, -(-size * count // total))


def test_by_service_each_service_gives_its_share_in_ticket_order():
    drawn = draw(FRAME, Plan(12, by_service=True), SEED)

    # 14 firms of 培训, 13 of 融资, 13 of 法律: 4.2, 3.9 and 3.9 of twelve.
    assert Counter(each.stratum for each in drawn.sample) == {"培训": 4, "融资": 4, "法律": 4}
    for part in (drawn.sample, drawn.reserves):
        assert [each.ticket for each in part] == sorted(each.ticket for each in part)
    for service in ("培训", "融资", "法律"):
        last = max(each.ticket for each in drawn.sample if each.stratum == service)
        assert all(each.ticket > last for each in drawn.reserves if each.stratum == service)


def test_firms_without_a_service_are_a_stratum_of_their_own():
    frame = checked(firm(n, service="" if n < 20 else "培训") for n in range(40)).frame
    drawn = draw(frame, Plan(10, by_service=True), SEED)

    assert Counter(each.stratum for each in drawn.sample) == {"未填服务内容": 5, "培训": 5}
