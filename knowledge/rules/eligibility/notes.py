"""Sentences about the whole result: a draft, Article 8, Articles 27 to 29, and what was unclear."""

from __future__ import annotations

from knowledge.rules.eligibility import counting, region
from knowledge.rules.eligibility.facts import Facts
from knowledge.rules.eligibility.model import Finding
from knowledge.rules.eligibility.sources import words
from knowledge.rules.eligibility.standing import kind

SECTION = "说明"


def notes(facts: Facts, findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """The two that always hold first, then those that fit."""
    parts = (
        [words(SECTION, "draft"), words(SECTION, "article_8")],
        _region(facts, findings),
        _standing(facts),
        _counting(facts),
        [facts.question] if facts.question else [],
        list(facts.unread),
    )
    return tuple(note for part in parts for note in part)


def _region(facts: Facts, findings: tuple[Finding, ...]) -> list[str]:
    west = region.in_west(facts)
    if west:
        return [words(SECTION, "west")]
    unmet = any(each.status == "unmet" for each in findings)
    return [words(SECTION, "perhaps_west")] if west is None and unmet else []


def _standing(facts: Facts) -> list[str]:
    found = [words(SECTION, "article_29")] if kind(facts) == "no_legal_person" else []
    return [*found, words(SECTION, "special")] if kind(facts) == "special" else found


def _counting(facts: Facts) -> list[str]:
    """On what the numbers rest."""
    found = [words(SECTION, "last_year")]
    if facts.applied is None and facts.years:
        found.append(words(SECTION, "no_day", last=max(facts.years)))
    if facts.applied and facts.applied.first.year in facts.years:
        found.append(words(SECTION, "this_year", year=facts.applied.first.year))
    if "个人客户数" in facts.numbers:
        found.append(words(SECTION, "private"))
    if counting.BASIS in facts.texts:
        found.append(words(SECTION, "basis", text=facts.texts[counting.BASIS]))
    if facts.satisfaction:
        found.append(words(SECTION, "satisfaction"))
    return found
