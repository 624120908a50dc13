"""What a recommender reports of a year: how each of its platforms was found (Article 21)."""

from __future__ import annotations

from surveys.inspection.document import inspection_report
from surveys.inspection.gathering import inspections
from surveys.inspection.year import Inspected, inspected, reported_year

__all__ = ["Inspected", "inspected", "inspection_report", "inspections", "reported_year"]
