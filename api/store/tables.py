"""The tables: what is kept, column by column.

    state ── one row: the generation (bumped with every publication) and the bundled vocabularies it holds
    publication ─┬─ finding        what was noticed, kept with what it was noticed in
                 ├─ release ─┬─ concept
                 │           └─ release_again   an edition recorded once more, so that it answers again
                 ├─ value_set
                 └─ concept_map ── mapping
    publication ─── undoing        an import that was taken back: its content is gone, its entry stays
    scheme ─┬─ release
            └─ recipe
    withdrawal, renaming           what was decided later about a thing, named by its URI; added to, never altered

Two editions of one label (terms only, and fuller) are two rows of `release`; each digest is addressable. Columns beside
a `content` are for looking things up, `content` holds the whole.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from api.store.types import Instant, JsonValue


class Base(DeclarativeBase):
    """All tables; constraints are named so that later migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - read by SQLAlchemy as declared
        datetime: Instant,
        date: Date,
        str: Text,
        dict[str, Any]: JsonValue,
        list[Any]: JsonValue,
    }


class StateRow(Base):
    """One row. `token` makes a generation unmistakable: a restored database counts from an old number again."""

    __tablename__ = "state"

    id: Mapped[int] = mapped_column(primary_key=True)
    generation: Mapped[int]
    token: Mapped[str] = mapped_column(String(32))
    bundled: Mapped[str]


class PublicationRow(Base):
    """One import that was carried out: when, from where, with which outcome.

    `before` are the descriptions and recipes that it replaced, by URI (null: there was none); null of earlier programs.
    """

    __tablename__ = "publication"

    id: Mapped[int] = mapped_column(primary_key=True)
    recorded: Mapped[datetime]
    origin: Mapped[str]
    bundled: Mapped[bool]
    summary: Mapped[dict[str, Any]]
    before: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)


class FindingRow(Base):
    """One finding of a publication."""

    __tablename__ = "finding"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(16))
    severity: Mapped[str] = mapped_column(String(16))
    text: Mapped[str]
    file: Mapped[str]
    line: Mapped[int]
    path: Mapped[str]
    remedy: Mapped[str]


class SchemeRow(Base):
    """A classification and its description."""

    __tablename__ = "scheme"

    id: Mapped[int] = mapped_column(primary_key=True)
    uri: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    content: Mapped[dict[str, Any]]


class ReleaseRow(Base):
    """One edition of one release."""

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("scheme_id", "version", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"))
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), index=True)
    version: Mapped[str]
    digest: Mapped[str] = mapped_column(String(80), index=True)
    structure_digest: Mapped[str] = mapped_column(String(80))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    recorded: Mapped[datetime]
    publisher_versions: Mapped[list[Any]]
    lineage: Mapped[list[Any]]
    size: Mapped[int]


class ReleaseAgainRow(Base):
    """An edition that was recorded once more: from then on it is the one recorded last."""

    __tablename__ = "release_again"

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), index=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), index=True)
    recorded: Mapped[datetime]


class ConceptRow(Base):
    """One concept in one edition; `position` is its number there."""

    __tablename__ = "concept"
    __table_args__ = (UniqueConstraint("release_id", "code"),)

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    kind: Mapped[str] = mapped_column(String(32))
    status: Mapped[str] = mapped_column(String(16))
    term: Mapped[str]
    content: Mapped[dict[str, Any]]


class ValueSetRow(Base):
    """One edition of one version of a value set."""

    __tablename__ = "value_set"
    __table_args__ = (UniqueConstraint("uri", "version", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), index=True)
    uri: Mapped[str]
    name: Mapped[str]
    version: Mapped[str]
    digest: Mapped[str] = mapped_column(String(80))
    recorded: Mapped[datetime]
    content: Mapped[dict[str, Any]]


class ConceptMapRow(Base):
    """One edition of one version of a concept map; `content` is without its rows."""

    __tablename__ = "concept_map"
    __table_args__ = (UniqueConstraint("uri", "version", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), index=True)
    uri: Mapped[str]
    name: Mapped[str]
    version: Mapped[str]
    digest: Mapped[str] = mapped_column(String(80))
    recorded: Mapped[datetime]
    content: Mapped[dict[str, Any]]


class MappingRow(Base):
    """One statement of a concept map."""

    __tablename__ = "mapping"

    concept_map_id: Mapped[int] = mapped_column(ForeignKey("concept_map.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    source_system: Mapped[str]
    source_code: Mapped[str]
    relation: Mapped[str] = mapped_column(String(16))
    target_system: Mapped[str]
    target_code: Mapped[str]
    content: Mapped[list[Any]]


class RecipeRow(Base):
    """How the publisher's files of a classification are read."""

    __tablename__ = "recipe"

    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"), primary_key=True)
    content: Mapped[dict[str, Any]]


class WithdrawalRow(Base):
    """A label of a release, value set or map that was withdrawn, or (`withdrawn` false) taken back into use."""

    __tablename__ = "withdrawal"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    uri: Mapped[str]
    version: Mapped[str]
    withdrawn: Mapped[bool]
    recorded: Mapped[datetime]
    reason: Mapped[str]
    who: Mapped[str]


class RenamingRow(Base):
    """A short name of a classification, value set or map that gave way to another."""

    __tablename__ = "renaming"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    uri: Mapped[str]
    former: Mapped[str]
    name: Mapped[str]
    recorded: Mapped[datetime]
    who: Mapped[str]


class UndoingRow(Base):
    """An import that was taken back, and what of it was removed."""

    __tablename__ = "undoing"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    recorded: Mapped[datetime]
    who: Mapped[str]
    removed: Mapped[dict[str, Any]]
