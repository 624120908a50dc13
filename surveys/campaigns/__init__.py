"""A satisfaction survey from its list to its record (Article 10, 附件1), in our own tables."""
