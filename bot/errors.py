"""What can go wrong on the way in and out.

BotError
├── TooManyWaiting     a contact sends faster than it is answered
├── TurnUnavailable    Rasa or the action server is away; try again, it costs nothing
├── TurnFailed         the turn ran and gave no reply; counts as a try
└── CannotStart        a process cannot be started; the message says what to do
"""


class BotError(Exception):
    """Root of all errors of this package."""


class TooManyWaiting(BotError):
    """A contact has too many unanswered messages."""


class TurnUnavailable(BotError):
    """The assistant cannot be reached just now."""


class TurnFailed(BotError):
    """The assistant was reached and did not answer."""


class CannotStart(BotError):
    """The product cannot start; the message names the remedy."""
