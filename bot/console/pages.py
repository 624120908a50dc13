"""Every page of the console, collected from the modules that make them."""

from __future__ import annotations

from bot.console import account, home
from bot.console.page import Page

PAGES: tuple[Page, ...] = (*home.PAGES, *account.PAGES)
