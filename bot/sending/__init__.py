"""Sending: what is written in the outbox goes out by each channel's rules."""
