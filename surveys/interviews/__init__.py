"""The satisfaction interview of a sampled firm (Article 10, 附件1), without database or channel."""
