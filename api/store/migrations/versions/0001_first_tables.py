"""First tables: releases, value sets, maps, recipes, the log of publications, the generation."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded", sa.String(length=32), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("bundled", sa.Boolean(), nullable=False),
        sa.Column("summary", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_publication"),
    )
    op.create_table(
        "scheme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uri", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_scheme"),
        sa.UniqueConstraint("name", name="uq_scheme_name"),
        sa.UniqueConstraint("uri", name="uq_scheme_uri"),
    )
    op.create_table(
        "state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("bundled", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_state"),
    )
    op.execute("INSERT INTO state (id, generation, token, bundled) VALUES (1, 0, '', '')")
    op.create_table(
        "concept_map",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("uri", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("recorded", sa.String(length=32), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name="fk_concept_map_publication_id_publication"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_concept_map"),
        sa.UniqueConstraint("uri", "version", "digest", name="uq_concept_map_uri_version_digest"),
    )
    op.create_index("ix_concept_map_publication_id", "concept_map", ["publication_id"])

    op.create_table(
        "finding",
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=16), nullable=False),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name="fk_finding_publication_id_publication"
        ),
        sa.PrimaryKeyConstraint("publication_id", "position", name="pk_finding"),
    )
    op.create_table(
        "recipe",
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"], name="fk_recipe_scheme_id_scheme"),
        sa.PrimaryKeyConstraint("scheme_id", name="pk_recipe"),
    )
    op.create_table(
        "release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("structure_digest", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded", sa.String(length=32), nullable=False),
        sa.Column("publisher_versions", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("lineage", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name="fk_release_publication_id_publication"
        ),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"], name="fk_release_scheme_id_scheme"),
        sa.PrimaryKeyConstraint("id", name="pk_release"),
        sa.UniqueConstraint("scheme_id", "version", "digest", name="uq_release_scheme_id_version_digest"),
    )
    op.create_index("ix_release_digest", "release", ["digest"])
    op.create_index("ix_release_publication_id", "release", ["publication_id"])

    op.create_table(
        "value_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("uri", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("recorded", sa.String(length=32), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name="fk_value_set_publication_id_publication"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_value_set"),
        sa.UniqueConstraint("uri", "version", "digest", name="uq_value_set_uri_version_digest"),
    )
    op.create_index("ix_value_set_publication_id", "value_set", ["publication_id"])

    op.create_table(
        "concept",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name="fk_concept_release_id_release"),
        sa.PrimaryKeyConstraint("release_id", "position", name="pk_concept"),
        sa.UniqueConstraint("release_id", "code", name="uq_concept_release_id_code"),
    )
    op.create_table(
        "mapping",
        sa.Column("concept_map_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source_system", sa.Text(), nullable=False),
        sa.Column("source_code", sa.Text(), nullable=False),
        sa.Column("relation", sa.String(length=16), nullable=False),
        sa.Column("target_system", sa.Text(), nullable=False),
        sa.Column("target_code", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["concept_map_id"], ["concept_map.id"], name="fk_mapping_concept_map_id_concept_map"
        ),
        sa.PrimaryKeyConstraint("concept_map_id", "position", name="pk_mapping"),
    )


def downgrade() -> None:
    op.drop_table("mapping")
    op.drop_table("concept")
    op.drop_index("ix_value_set_publication_id", "value_set")

    op.drop_table("value_set")
    op.drop_index("ix_release_publication_id", "release")
    op.drop_index("ix_release_digest", "release")

    op.drop_table("release")
    op.drop_table("recipe")
    op.drop_table("finding")
    op.drop_index("ix_concept_map_publication_id", "concept_map")

    op.drop_table("concept_map")
    op.drop_table("state")
    op.drop_table("scheme")
    op.drop_table("publication")
