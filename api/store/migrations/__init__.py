"""Steps from one shape of the tables to the next (alembic), carried out by `api.store.database`."""

HEAD = "0003"
"""The newest step; a test keeps it equal to what alembic finds."""
