"""The survey page of an invited firm, for phones: one question a screen, plain forms."""

from bot.survey_page.pages import SurveyPages

__all__ = ["SurveyPages"]
