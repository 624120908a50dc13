"""What is recorded: the database and what is kept in it."""
