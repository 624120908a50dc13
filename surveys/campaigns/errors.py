"""What can go wrong with a survey.

SurveyError
└── CampaignError
    ├── NoSuchCampaign      nobody knows this number
    ├── IncompleteDetails   the survey does not say whose it is
    ├── WrongDay            no day on which a survey can close
    ├── WrongStep           the survey is not at the step that this needs
    ├── NoSuchFirm          the firm was not drawn, or is not being asked
    ├── NoReserveLeft       nobody is left to ask instead
    ├── NeedsSecondPerson   somebody else has to confirm this
    └── ChangedMeanwhile    somebody else was faster
"""

from surveys.errors import SurveyError


class CampaignError(SurveyError):
    """Root of all errors of this package."""


class NoSuchCampaign(CampaignError):
    """The number belongs to no survey."""


class IncompleteDetails(CampaignError):
    """What belongs to every survey was not said."""


class WrongStep(CampaignError):
    """What was asked for belongs to another step."""


class WrongDay(CampaignError):
    """The closing day is no day, or past."""


class NoSuchFirm(CampaignError):
    """The firm is not one that is being asked."""


class NoReserveLeft(CampaignError):
    """Every firm of the list has been asked."""


class NeedsSecondPerson(CampaignError):
    """Who asked for a step cannot confirm it."""


class ChangedMeanwhile(CampaignError):
    """What was decided on is not any more as it was seen."""
