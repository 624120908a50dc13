"""All conditions of one applicant, the verdict, and what to ask next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from knowledge.rules.eligibility import article5, article6, article7, quality, region
from knowledge.rules.eligibility.checks import is_so
from knowledge.rules.eligibility.commissions import commission_volume
from knowledge.rules.eligibility.facts import Facts
from knowledge.rules.eligibility.keys import known
from knowledge.rules.eligibility.model import Assessment, Finding, Result, Verdict
from knowledge.rules.eligibility.notes import notes
from knowledge.rules.eligibility.recognition import recognised
from knowledge.rules.eligibility.record import clean_record
from knowledge.rules.eligibility.sources import conditions, words
from knowledge.rules.eligibility.standing import barred, in_scope, legal_person

Rule = Callable[[Facts], Result]


def _yes(key: str) -> Rule:
    return lambda facts: is_so(facts, key)


RULES: Mapping[str, Rule] = {
    "C5-0": legal_person,
    "C5-1": article5.operated,
    "C5-2": article5.assets,
    "C5-3": article5.small_share,
    "C5-4": in_scope,
    "C5-5": commission_volume,
    "C6-1": recognised,
    "C6-2a": article6.place_and_finances,
    "C6-2b": article6.growth,
    "C6-2c": article6.satisfaction,
    "C6-2d": _yes("参加主管部门组织的服务活动"),
    "C6-3a": _yes("有服务发展规划和年度服务计划"),
    "C6-3b": article6.outcomes,
    "C6-3c": article6.staff,
    "C6-3d": article6.qualified,
    "C6-4": article6.resources,
    "C6-5a": _yes("管理制度流程收费质量措施健全"),
    "C6-5b": quality.certificate,
    "C6-5c": quality.public,
    "C6-5d": quality.discount,
    "C6-5e": _yes("快速处理需求投诉"),
    "C6-5f": _yes("信息保密制度"),
    "C6-6": clean_record,
    "C7-0": article7.one_more_service,
    "C7-1a": article7.policy_system,
    "C7-1b": article7.policy_online,
    "C7-1c": article7.policy_offline,
}


def assess(facts: Facts) -> Assessment:
    """Every condition, not only the first that fails; Article 8 is left to the reviewers."""
    findings = tuple(_finding(facts, id_) for id_ in conditions())
    unmet = [each for each in findings if each.status == "unmet"]
    return Assessment(
        verdict=_verdict(facts, findings),
        findings=findings,
        services=article7.services(facts),
        notes=notes(facts, findings),
        region_open=bool(unmet) and region.in_west(facts) is None,
    )


def _finding(facts: Facts, id_: str) -> Finding:
    source = conditions()[id_]
    result = RULES[id_](facts)
    if result.status == "unmet" and _relaxable(facts, id_):
        told = words("第二十七条", "west" if region.in_west(facts) else "perhaps")
        result = Result("unmet", (*result.because, told), result.needs, result.readings)
    return Finding(id_, source["article"], source["quote"], result)


def _verdict(facts: Facts, findings: tuple[Finding, ...]) -> Verdict:
    """Nobody is eligible while something in the facts cannot be."""
    unmet = [each.id for each in findings if each.status == "unmet"]
    if any(not _relaxable(facts, id_) for id_ in unmet):
        return "not_eligible"
    settled = not facts.question and all(each.status == "met" for each in findings)
    return "eligible" if settled else "conditional"


def _relaxable(facts: Facts, id_: str) -> bool:
    """Article 27 may relax it; whom Article 29 excludes it does not let in."""
    return region.in_west(facts) is not False and not (id_ in ("C5-0", "C5-4") and barred(facts))


def undecided(assessment: Assessment) -> tuple[str, ...]:
    """Input keys still needed: first what may relax a failure, then what decides most."""
    counts = Counter(
        key for each in assessment.findings for key in dict.fromkeys(each.result.needs)
    )
    order = {key: place for place, key in enumerate(known())}
    last = len(order)
    asked = sorted(
        counts, key=lambda key: (-counts[key], order.get(key.partition(".")[0], last), key)
    )
    return (region.KEY, *asked) if assessment.region_open else tuple(asked)


def as_json(assessment: Assessment) -> dict[str, Any]:
    """The promised fields."""
    return {
        "verdict": assessment.verdict,
        "findings": [_row(each) for each in assessment.findings],
        "services": dict(assessment.services),
        "notes": list(assessment.notes),
    }


def _row(finding: Finding) -> dict[str, Any]:
    row = {
        "id": finding.id,
        "article": finding.article,
        "status": finding.status,
        "because": "".join(finding.result.because),
        "quote": finding.quote,
        "needs": list(finding.result.needs),
    }
    if finding.status != "disputed":
        return row
    readings = [
        {"id": each.id, "ambiguity": each.ambiguity, "text": each.text, "status": each.status}
        for each in finding.result.readings
    ]
    return {**row, "readings": readings}
