"""The WeChat Official Account channel: webhook, passive replies, and calls of its API."""
