"""Eligibility asked in conversation: what to ask next, and what an answer means."""
