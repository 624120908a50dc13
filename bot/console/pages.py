"""Every page of the console, collected from the modules that make them."""

from __future__ import annotations

from bot.console import (
    account,
    audit_trail,
    binding_codes,
    demo,
    filings,
    home,
    inspection,
    people,
    platforms,
    reminders,
    review,
)
from bot.console.campaigns import PAGES as CAMPAIGN_PAGES
from bot.console.page import Page

PAGES: tuple[Page, ...] = (
    *home.PAGES,
    *CAMPAIGN_PAGES,
    *platforms.PAGES,
    *filings.PAGES,
    *inspection.PAGES,
    *binding_codes.PAGES,
    *reminders.PAGES,
    *review.PAGES,
    *audit_trail.PAGES,
    *people.PAGES,
    *demo.PAGES,
    *account.PAGES,
)
