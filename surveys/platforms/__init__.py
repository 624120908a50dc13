"""The register of 示范平台: entries, filings, events, who may speak for whom, reminders."""
