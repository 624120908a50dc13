"""What the assistant is trained on: everything `rasa train` reads."""
