"""Where firms reach this house, from its settings."""

from __future__ import annotations

from actions.settings import Settings
from surveys.campaigns.letters import Ways


def ways_of(settings: Settings) -> Ways:
    return Ways(settings.public_url, settings.telegram_name)
