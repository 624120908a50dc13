"""The pages on which a recommender holds its satisfaction surveys, from the list to the record."""

from bot.console.campaigns.table import PAGES

__all__ = ["PAGES"]
