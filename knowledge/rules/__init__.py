"""The regulation as code: conditions and deadlines, each beside its article."""
