"""The console: what a recommender's and a platform's staff see after signing in."""
