"""The year of every platform of a recommender, from the register and the finished surveys."""

from __future__ import annotations

from collections.abc import Sequence

from surveys.campaigns import campaign as campaigns
from surveys.campaigns.campaign import Campaign
from surveys.campaigns.closing import record_of
from surveys.campaigns.office import Office
from surveys.campaigns.steps import Step
from surveys.inspection.year import Inspected, held_in, inspected
from surveys.platforms.model import Entry, Record, beijing_day, folded


def inspections(
    office: Office, recommender: str, records: Sequence[Record], year: int
) -> list[Inspected]:
    """Those that held the title in the year, by name."""
    today = beijing_day(office.now())
    with office.database.read() as connection:
        done = [
            each
            for each in campaigns.all_of(connection, recommender)
            if each.step is Step.RECORDED and _closed_in(each, year)
        ]
        kept = {each.id: record_of(connection, office, each.id) for each in done}
    held = sorted(
        (each for each in records if held_in(each, year)), key=lambda each: each.entry.name
    )
    return [
        inspected(each, [kept[one.id] for one in done if is_of(one, each.entry)], year, today)
        for each in held
    ]


def is_of(survey: Campaign, entry: Entry) -> bool:
    """Whether a survey was held of this platform: by its code where one was given."""
    if survey.details.platform_code:
        return survey.details.platform_code == entry.credit_code
    return folded(survey.details.platform) == folded(entry.name)


def _closed_in(survey: Campaign, year: int) -> bool:
    return survey.closed_at is not None and beijing_day(survey.closed_at).year == year
