"""The four services (Article 7, AMB-19 to 23)."""

from __future__ import annotations

from fractions import Fraction

from knowledge.rules.eligibility import counting
from knowledge.rules.eligibility.checks import Measure, enough, is_so, reached
from knowledge.rules.eligibility.facts import Facts
from knowledge.rules.eligibility.logic import all_of, any_of, under
from knowledge.rules.eligibility.model import Reading, Result, Service, Status
from knowledge.rules.eligibility.ranges import Range, reaches
from knowledge.rules.eligibility.sources import limit, reading, words

SYSTEM = "政策服务系统(在线、线上线下联动)"
OFFERS, EVENTS = "是否提供供需对接", "供需对接活动场次(每场20家以上)"


def served(facts: Facts, key: str, provision: str) -> Result:
    """A yearly number served against its limit, after Article 28."""
    result = reached(Measure(key, provision, (key,)), counting.counted(facts, key))
    because = list(result.because)
    taken = counting.removed(facts, key)
    if taken and taken <= facts.numbers.get(key, 0):
        because.insert(0, words("第二十八条", "removed", key=key, taken=taken))
    if result.status != "unknown" or key not in facts.numbers:
        return Result(result.status, tuple(because), result.needs)
    doubt = "doubted" if counting.doubted(facts, key) else "which"
    needs = (counting.BASIS,) if doubt == "doubted" else ("应剔除数",)
    return Result("unknown", (words("第二十八条", doubt, key=key), *because), needs)


def policy_system(facts: Facts) -> Result:
    """C7-1a."""
    return is_so(facts, SYSTEM)


def policy_online(facts: Facts) -> Result:
    """C7-1b: never added to those served offline."""
    return served(facts, counting.ONLINE, "policy_online")


def policy_offline(facts: Facts) -> Result:
    """C7-1c."""
    return served(facts, counting.OFFLINE, "policy_offline")


def policy(facts: Facts) -> Result:
    return all_of(policy_system(facts), policy_online(facts), policy_offline(facts))


def consulting(facts: Facts) -> Result:
    """Those served offline, and the meetings where they are asked for (AMB-21)."""
    return all_of(served(facts, counting.CONSULTING, "consulting"), _matchmaking(facts))


def _matchmaking(facts: Facts) -> Result:
    """Whoever offers none needs none under one reading, ten under the other."""
    held = enough(facts, EVENTS, "matchmaking")
    offers = facts.flags.get(OFFERS)
    if held.status == "met" or offers:
        return held
    if offers is None:
        needs = tuple(key for key in (OFFERS, EVENTS) if key not in (*facts.flags, *facts.numbers))
        return Result("unknown", (words("C7-0", "offers_unknown"), *held.because), needs)
    readings = (reading("AMB-21", "R1", "unmet"), reading("AMB-21", "R2", "met"))
    return under(readings, words("C7-0", "offers_none"))


def training(facts: Facts) -> Result:
    """People or attendances; mere views do not count (AMB-22)."""
    return all_of(
        served(facts, counting.TRAINING, "training"),
        is_so(facts, "具有线上培训能力"),
        is_so(facts, "具有线下培训能力"),
        is_so(facts, "培训评价机制完善"),
    )


def technical(facts: Facts) -> Result:
    """Enterprises by the words, small ones by the system of the article (AMB-23)."""
    return all_of(
        _technical_count(facts),
        is_so(facts, "技术仪器设备和专业团队"),
        is_so(facts, "专家库或项目库"),
    )


def _technical_count(facts: Facts) -> Result:
    """The small ones are part of all, so one number may decide for the other."""
    every = counting.counted(facts, counting.TECHNICAL)
    small = counting.counted(facts, counting.TECHNICAL_SMALL)
    every = Range(max(every.low, small.low), every.high)
    small = Range(small.low, _least(small.high, every.high))
    line = limit("technical")
    readings: tuple[Reading, ...] = (
        reading("AMB-23", "R1", reaches(every, line)),
        reading("AMB-23", "R2", reaches(small, line)),
    )
    needs = tuple(
        key for key in (counting.TECHNICAL, counting.TECHNICAL_SMALL) if key not in facts.numbers
    )
    result = under(readings, needs=needs or (counting.BASIS,))
    on_line = result.status == "met" and line in (every.low, small.low)
    key = "on_line" if on_line else result.status
    told = words("C7-0", f"technical_{key}", limit=line)
    return Result(result.status, (told,), result.needs, result.readings)


def _least(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    known = [each for each in (one, other) if each is not None]
    return min(known, default=None)


def one_more_service(facts: Facts) -> Result:
    """C7-0: at least one beside policy."""
    parts = {"咨询": consulting(facts), "培训": training(facts), "技术": technical(facts)}
    result = any_of(*parts.values())
    because = tuple(
        words("C7-0", each.status, service=name, because="".join(each.because))
        for name, each in parts.items()
    )
    return Result(result.status, because, result.needs, result.readings)


def services(facts: Facts) -> dict[Service, Status]:
    """Each class of service with its status."""
    return {
        "政策": policy(facts).status,
        "咨询": consulting(facts).status,
        "培训": training(facts).status,
        "技术": technical(facts).status,
    }
