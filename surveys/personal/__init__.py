"""What is kept of people: shown to them, deleted for them, and deleted when its time is over."""
