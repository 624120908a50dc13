"""Graph components of our own in Rasa's training and prediction."""
