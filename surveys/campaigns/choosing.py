"""Which of a recommender's surveys a message speaks of, and which others there are."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.normalise import as_simplified
from surveys.campaigns.campaign import Campaign
from surveys.campaigns.steps import Step
from surveys.platforms.model import folded

MOST_OFFERED = 5


def meant(text: str, surveys: Sequence[Campaign], last: str = "") -> Campaign | None:
    """The one named by its number, its platform or its code; else the `last` one, else the newest.

    `surveys` come the newest first; of several of one platform the newest is meant.
    """
    said = folded(as_simplified(text))
    named = [each for each in surveys if any(name in said for name in _names(each))]
    # 江城中心 also stands in 江城中心分部, so the longest name that was said counts.
    chosen = max(named, key=lambda each: len(folded(each.details.platform)), default=None)
    kept = next((each for each in surveys if each.id == last), None)
    return chosen or kept or next(iter(surveys), None)


def others(chosen: Campaign, surveys: Sequence[Campaign]) -> tuple[Campaign, ...]:
    """Of each other platform the newest survey that is not on record yet."""
    newest: dict[str, Campaign] = {}
    for each in surveys:
        newest.setdefault(each.details.platform, each)
    return tuple(
        each
        for platform, each in newest.items()
        if platform != chosen.details.platform and each.step is not Step.RECORDED
    )[:MOST_OFFERED]


def _names(survey: Campaign) -> list[str]:
    details = survey.details
    return [folded(each) for each in (survey.id, details.platform, details.platform_code) if each]
