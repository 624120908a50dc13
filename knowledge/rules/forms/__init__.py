"""A filled application form (附件2), or our own table, read into the facts of the self-check."""

from knowledge.rules.forms.model import Cell, Form, Found, Reading, Table, Unclear
from knowledge.rules.forms.reading import read_form

__all__ = ["Cell", "Form", "Found", "Reading", "Table", "Unclear", "read_form"]
