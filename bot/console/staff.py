"""Who works at the console, and in which role."""

from surveys.staff.model import Role, Staff

__all__ = ["Role", "Staff"]
