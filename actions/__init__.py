"""What the assistant does: rasa-sdk actions, one per file."""
