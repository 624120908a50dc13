"""The outcome of an eligibility check as a page and as a Word document, for who has its link."""

from bot.check_pages.pages import CheckPages

__all__ = ["CheckPages"]
