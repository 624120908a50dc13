"""Alembic's entry: runs the versions on the connection that `Database.migrate` hands over."""

from alembic import context

from surveys import campaigns_schema  # noqa: F401  # its tables are of the same metadata
from surveys.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter a column in place
)
with context.begin_transaction():
    context.run_migrations()
