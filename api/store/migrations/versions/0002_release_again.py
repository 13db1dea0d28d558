"""Editions recorded once more: an edition that is held already can answer again, and nothing is rewritten."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "release_again",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("recorded", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name="fk_release_again_release_id_release"),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name="fk_release_again_publication_id_publication"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_release_again"),
    )
    op.create_index("ix_release_again_release_id", "release_again", ["release_id"])
    op.create_index("ix_release_again_publication_id", "release_again", ["publication_id"])
