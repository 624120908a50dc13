"""What the regulation says: its text, the search over it and the answers."""
