"""The archive: the store, the compiled files beside it, and the one way in which both change.

A publication is one transaction. The new releases are compiled before it is committed, so that whatever is committed
can be opened; a file compiled for a transaction that was then undone is never looked at and cleared later.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection

from api.service.bundled import bundled_signature, code_signature, read_bundled
from api.service.compiled import CompiledFiles
from api.service.files import write_sealed
from api.service.opening import left_snapshots, lost, mapped_snapshot, snapshot_path, store_is_there
from api.service.outcome import Outcome
from api.service.plan import Plan, plan_import
from api.service.progress import Progress, silent
from api.service.request import Holdings, Request
from api.settings import Settings
from api.store.database import Database
from api.store.reading import (
    KeptRelease,
    Publication,
    read_maps,
    read_publications,
    read_recipes,
    read_release,
    read_releases,
    read_schemes,
    read_value_sets,
)
from api.store.state import State, advance, note_bundled, read_state
from api.store.writing import (
    Entry,
    write_again,
    write_map,
    write_publication,
    write_recipe,
    write_release,
    write_scheme,
    write_value_set,
)
from classification.index import Index
from classification.record import replace
from classification.release import Release
from classification.snapshot import open_snapshot, pack_snapshot
from classification.terminology import Held, Terminology
from loaders.content import Content

_SNAPSHOTS_KEPT = 2
BUNDLED_ORIGIN = "bundled vocabularies"


class Archive:
    """The store of one service, open; a context manager.

    Raises:
        StoreError: see `api.store.errors`.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        left = self._left_by_a_store()
        self.database = Database(settings.database, busy_seconds=settings.busy_seconds)
        self._files = CompiledFiles(settings.data_dir / "compiled", code_signature())
        if left and not self.state().generation:
            self.close()
            raise lost(str(settings.data_dir), f"nothing is in {self.database.shown}", left[0])

    def _left_by_a_store(self) -> list[str]:
        """Snapshots that were there before the database was opened; of SQLite only, another may be new and far away."""
        path = self.settings.sqlite_path
        if path is None:
            return []
        store_is_there(str(path), str(self.settings.data_dir))
        return left_snapshots(str(self.settings.data_dir))

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self.database.close()

    # reading

    def state(self) -> State:
        """The state as committed last."""
        with self.database.reading() as connection:
            return read_state(connection)

    def terminology(self, progress: Progress = silent) -> Terminology:
        """Everything in the store, opened from its snapshot; the snapshot is made where it is absent or damaged."""
        with self.database.reading() as connection:
            path = Path(snapshot_path(self.settings.data_dir, read_state(connection).tag))
            found = mapped_snapshot(str(path))
            if found is not None:
                return found
            packed = self._packed(connection, progress)
        try:
            write_sealed(path, packed)
        except OSError:
            return open_snapshot(packed)
        self._clear_snapshots()
        return mapped_snapshot(str(path)) or open_snapshot(packed)

    def preview(self, content: Content, request: Request) -> Outcome:
        """What `publish` would come to; nothing is written."""
        with self.database.reading() as connection:
            return plan_import(content, request, self._holdings(connection)).outcome

    def publications(self) -> Sequence[Publication]:
        """The log of imports with their findings, oldest first."""
        with self.database.reading() as connection:
            return read_publications(connection)

    # publishing

    def load_bundled(self, recorded: datetime, progress: Progress = silent) -> Outcome | None:
        """Bring the bundled vocabularies into the store; None when it has them as they are.

        Raises:
            InvalidContent: a vocabulary is broken.
        """
        signature = bundled_signature()
        if self.state().bundled == signature:
            return None
        content = read_bundled(progress=progress)
        request = Request(recorded=recorded, origin=BUNDLED_ORIGIN, bundled=True)
        outcome = self.publish(content, request, progress)
        if not outcome.errors:
            with self.database.writing() as connection:
                note_bundled(connection, signature)
        return outcome

    def publish(self, content: Content, request: Request, progress: Progress = silent) -> Outcome:
        """Import content: all of it, or with errors in the outcome nothing. Others who publish wait."""
        with self.database.writing() as connection:
            read_state(connection, lock=True)
            plan = plan_import(content, request, self._holdings(connection))
            if not plan.writes:
                return plan.outcome
            outcome = replace(plan.outcome, published=True)
            self._write(connection, replace(plan, outcome=outcome), request, progress)
        return outcome

    def _write(self, connection: Connection, plan: Plan, request: Request, progress: Progress) -> None:
        advance(connection)
        entry = Entry(
            request.recorded, request.origin, request.bundled, plan.outcome.summary(), plan.outcome.findings
        )
        publication = write_publication(connection, entry)
        for scheme in plan.schemes:
            write_scheme(connection, scheme)
        numbers = {scheme.uri: number for number, scheme in read_schemes(connection).items()}
        for uri, recipe in plan.recipes.items():
            write_recipe(connection, numbers[uri], recipe)
        for done, release in enumerate(plan.releases):
            progress(done, len(plan.releases), f"storing {release.scheme.name} {release.version}")
            write_release(connection, release, scheme_id=numbers[release.scheme.uri], publication=publication)
        numbers_of = {(k.scheme.uri, k.version, k.digest): k.id for k in read_releases(connection)}
        for release in plan.again:
            number = numbers_of[release.scheme.uri, release.version, release.digest]
            write_again(connection, number, recorded=release.recorded, publication=publication)
        for value_set in plan.value_sets:
            write_value_set(connection, value_set, publication=publication)
        for concept_map in plan.maps:
            write_map(connection, concept_map, publication=publication)
        self._compile(connection, plan, progress)

    def _compile(self, connection: Connection, plan: Plan, progress: Progress) -> None:
        made = {(r.scheme.uri, r.version, r.digest, r.recorded): r for r in plan.releases}
        for kept in read_releases(connection):
            release = made.get((kept.scheme.uri, kept.version, kept.digest, kept.recorded))
            if release is not None:
                progress(len(made), len(made), f"compiling {release.scheme.name} {release.version}")
                self._files.buffer(kept, partial(_given, release))

    # what the store holds, through the compiled files

    def _holdings(self, connection: Connection) -> Holdings:
        kept = read_releases(connection)
        return Holdings(
            terminology=Terminology(
                [self._held(connection, one) for one in kept],
                read_value_sets(connection),
                read_maps(connection),
            ),
            recipes=read_recipes(connection),
            imported=frozenset((one.scheme.uri, one.version) for one in kept if not one.bundled),
        )

    def _held(self, connection: Connection, kept: KeptRelease) -> Held:
        return Held(
            scheme=kept.scheme,
            version=kept.version,
            validity=kept.validity,
            recorded=kept.recorded,
            digest=kept.digest,
            structure_digest=kept.structure_digest,
            size=kept.size,
            load=lambda: Index(self._buffer(connection, kept)),
            publisher_versions=kept.publisher_versions,
        )

    def _buffer(self, connection: Connection, kept: KeptRelease) -> bytes | memoryview:
        return self._files.buffer(kept, partial(read_release, connection, kept))

    def _packed(self, connection: Connection, progress: Progress) -> bytes:
        releases = []
        kept_releases = read_releases(connection)
        for done, kept in enumerate(kept_releases):
            progress(done, len(kept_releases), f"opening {kept.scheme.name} {kept.version}")
            buffer = self._buffer(connection, kept)
            releases.append((self._held(connection, kept), bytes(buffer)))
        progress(len(releases), len(releases), "opened")
        self._files.clear(kept_releases)
        return pack_snapshot(releases, read_value_sets(connection), read_maps(connection))

    def _clear_snapshots(self) -> None:
        """Keep the newest ones: another process may be about to open the one before."""
        made = self.settings.data_dir.glob("terminology-*.snapshot")
        for path in sorted(made, key=lambda path: path.stat().st_mtime_ns, reverse=True)[_SNAPSHOTS_KEPT:]:
            path.unlink(missing_ok=True)


def _given(release: Release) -> Release:
    return release
