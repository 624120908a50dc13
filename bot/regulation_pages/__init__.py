"""The regulation as pages: read by chapter, searched, compared; each unit has an address."""

from bot.regulation_pages.pages import RegulationPages

__all__ = ["RegulationPages"]
