"""Backups: everything of an installation in one file, checked before it is put in place."""
