"""Forms as files: the blanks that are handed out, and what people hand back."""
