"""The archive: the store, the parts it is answered from, and the one way in which both change.

A publication is planned and compiled from the state as it is, while others read and write. Then the write lock is
taken, and when the state is still that one the rows are written; else it is planned anew. So the lock is held for the
rows alone, and whatever is committed can be opened; parts made for a publication that was undone are never looked at
and cleared later. Nothing goes through the whole store: what is there is met through the catalogue
(`api.archive.catalogue`), and a publication adds its own parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, NoReturn

from sqlalchemy import Connection

from api.archive.bundled import bundled_signature, read_bundled
from api.archive.catalogue import Again, Lying, map_shelf, pack_catalogue, value_set_shelf, with_names
from api.archive.compiled import pack_words
from api.archive.files import write_sealed
from api.archive.place import (
    CATALOGUES,
    StorePlace,
    compiled_files,
    left_snapshots,
    lost,
    mapped_catalogue,
    opened_catalogue,
    place_of,
    snapshot_path,
    store_is_there,
)
from api.archive.progress import Progress, silent
from api.importing.outcome import ImportOutcome
from api.importing.plan import ImportPlan, plan_import
from api.importing.request import Holdings, Request
from api.settings import Settings
from api.store.database import Database
from api.store.errors import StoreDamaged
from api.store.ledger import KINDS, MAP, RELEASE, VALUE_SET, Ledger, read_ledger, read_names
from api.store.reading import (
    KeptRelease,
    KeptThings,
    Publication,
    Thing,
    read_maps,
    read_publications,
    read_recipes,
    read_release,
    read_releases,
    read_schemes,
    read_things,
    read_value_sets,
)
from api.store.state import StoreState, advance, note_bundled, read_state
from api.store.writing import (
    PublicationEntry,
    before_of,
    map_digest,
    value_set_digest,
    write_again,
    write_map,
    write_publication,
    write_recipe,
    write_release,
    write_scheme,
    write_value_set,
)
from classification import ConceptMap, Release, Terminology, ValueSet, compile_release
from classification.compiled.index import release_to_json
from classification.record import frozen, replace
from classification.sentence import Sentence, both, same
from classification.terminology import HeldRelease
from classification.withdrawal import Decisions, Withdrawal
from loaders.content import Content

_CATALOGUES_KEPT: Final = 2
_UNLOCKED_TRIES: Final = 3
BUNDLED_ORIGIN: Final = "bundled vocabularies"


@frozen
class ArchivePart:
    """A part of the store: its name, and what makes it from the rows."""

    name: str
    label: Sentence
    make: Callable[[], bytes]


class Archive:
    """The store of one service, open; a context manager.

    Raises:
        StoreError: see `api.store.errors`.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        left = self._left_by_a_store()
        self.database = Database(settings.database, busy_seconds=settings.busy_seconds)
        self._place = place_of(settings)
        self.files = compiled_files(self._place)
        if left and not self.state().generation:
            self.close()
            raise lost(
                str(settings.data_dir),
                both(f"der er intet i {self.database.shown}", f"nothing is in {self.database.shown}"),
                left[0],
            )

    def _left_by_a_store(self) -> list[str]:
        """Catalogues that were there before the database was opened; of SQLite only, another may be new."""
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

    def state(self) -> StoreState:
        """The state as committed last."""
        with self.database.reading() as connection:
            return read_state(connection)

    def terminology(self, progress: Progress = silent) -> Terminology:
        """Everything in the store, by its catalogue; the catalogue is made where it is absent or damaged.

        Raises:
            StoreDamaged: what is needed to make a part is not as it was put in.
        """
        with self.database.reading() as connection:
            return self._terminology(connection, read_state(connection), progress)

    def seen_by(self, connection: Connection) -> Terminology:
        """Everything in the store as the connection sees it."""
        return self._terminology(connection, read_state(connection), silent)

    def preview(self, content: Content, request: Request) -> ImportOutcome:
        """What `publish` would come to; nothing is written."""
        with self.database.reading() as connection:
            return plan_import(content, request, self._holdings(connection)).outcome

    def publications(self) -> Sequence[Publication]:
        """The log of imports with their findings, oldest first."""
        with self.database.reading() as connection:
            return read_publications(connection)

    # publishing

    def load_bundled(self, recorded: datetime, progress: Progress = silent) -> ImportOutcome | None:
        """Bring the bundled vocabularies into the store; None when it has them as they are.

        Raises:
            InvalidContent: a vocabulary is broken.
        """
        if self.has_bundled():
            return None
        signature = bundled_signature()
        content = read_bundled(progress=progress)
        request = Request(recorded=recorded, origin=BUNDLED_ORIGIN, bundled=True)
        outcome = self.publish(content, request, progress)
        if not outcome.errors:
            with self.database.writing() as connection:
                note_bundled(connection, signature)
        return outcome

    def has_bundled(self) -> bool:
        """Whether the store holds the bundled vocabularies as they are."""
        return self.state().bundled == bundled_signature()

    def publish(self, content: Content, request: Request, progress: Progress = silent) -> ImportOutcome:
        """Import content: all of it, or with errors in the outcome nothing. Others who publish wait for the rows alone.

        Raises:
            StoreReadOnly: the store may not be written.
        """
        self.database.must_be_writable(both("intet kan importeres", "nothing can be imported"))
        for _ in range(_UNLOCKED_TRIES):
            with self.database.reading() as connection:
                state = read_state(connection)
                plan = self._planned(connection, content, request, progress)
            if not plan.writes:
                return plan.outcome
            with self.database.writing() as connection:
                if read_state(connection, lock=True) == state:
                    self._write(connection, plan, request, progress)
                    return plan.outcome
        with self.database.writing() as connection:  # others are quicker all the time: now they wait
            read_state(connection, lock=True)
            plan = self._planned(connection, content, request, progress)
            if plan.writes:
                self._write(connection, plan, request, progress)
        return plan.outcome

    def _planned(
        self, connection: Connection, content: Content, request: Request, progress: Progress
    ) -> ImportPlan:
        """What is to be written, its parts made."""
        plan = plan_import(content, request, self._holdings(connection))
        if not plan.writes:
            return plan
        for done, planned in enumerate(plan.releases):
            progress(done, len(plan.releases), _doing("kompilerer", "compiling", planned.release))
            name = self.files.release_name(release_to_json(planned.release))
            if not self.files.has(name):
                self.files.keep(name, planned.compiled)
        if plan.value_sets or plan.maps:
            words = self.files.words_name(request.recorded.astimezone(UTC), request.origin, _things(plan))
            self.files.keep(words, pack_words(plan.value_sets, plan.maps))
        return replace(plan, outcome=replace(plan.outcome, published=True))

    def _write(self, connection: Connection, plan: ImportPlan, request: Request, progress: Progress) -> None:
        advance(connection)
        entry = PublicationEntry(
            request.recorded,
            request.origin,
            request.bundled,
            plan.outcome.summary(),
            plan.outcome.findings,
            before_of(connection, (scheme.uri for scheme in plan.schemes), plan.recipes),
        )
        publication = write_publication(connection, entry)
        for scheme in plan.schemes:
            write_scheme(connection, scheme)
        numbers = {scheme.uri: number for number, scheme in read_schemes(connection).items()}
        for uri, recipe in plan.recipes.items():
            write_recipe(connection, numbers[uri], recipe)
        for done, release in enumerate(planned.release for planned in plan.releases):
            progress(done, len(plan.releases), _doing("gemmer", "storing", release))
            write_release(connection, release, scheme_id=numbers[release.scheme.uri], publication=publication)
        numbers_of = {(k.scheme.uri, k.version, k.digest): k.id for k in read_releases(connection)}
        for release in plan.again:
            number = numbers_of[release.scheme.uri, release.version, release.digest]
            write_again(connection, number, recorded=release.recorded, publication=publication)
        for value_set in plan.value_sets:
            write_value_set(connection, value_set, publication=publication)
        for concept_map in plan.maps:
            write_map(connection, concept_map, publication=publication)

    # what the store holds, through its parts

    def _holdings(self, connection: Connection) -> Holdings:
        releases = read_releases(connection)
        return Holdings(
            terminology=self._terminology(connection, read_state(connection), silent),
            recipes=read_recipes(connection),
            imported=frozenset((one.scheme.uri, one.version) for one in releases if not one.bundled),
            renamed=frozenset(uri for kind, uri in read_names(connection) if kind == RELEASE),
        )

    def _terminology(self, connection: Connection, state: StoreState, progress: Progress) -> Terminology:
        if not state.generation:
            return Terminology()  # a catalogue would look like what is left of a store that was lost
        paths = [Path(snapshot_path(folder, state.tag)) for folder in self._folders]
        for path in paths:
            terminology = mapped_catalogue(str(path), self._place, self.files, part_again)
            if terminology is not None:
                return terminology
        packed = self._catalogue(connection, progress)
        for path in paths:
            with suppress(OSError):
                write_sealed(path, packed)
                break
        self._clear_catalogues()
        return opened_catalogue(packed, self._place, self.files, part_again)

    @property
    def _folders(self) -> tuple[Path, ...]:
        return self.settings.data_dir, self.settings.cache_dir

    def _catalogue(self, connection: Connection, progress: Progress) -> bytes:
        """The catalogue of the state that the connection sees; parts that are not there are made."""
        releases = read_releases(connection)
        things = read_things(connection)
        parts = [*self._release_parts(connection, releases), *self._word_parts(connection, things)]
        missing = [part for part in parts if not self.files.has(part.name)]
        for done, part in enumerate(missing):
            progress(done, len(missing), both("åbner ", "opening ") + part.label)
            self.files.keep(part.name, part.make())
        progress(len(parts), len(parts), both("åbnet", "opened"))
        self.files.clear({part.name for part in parts})
        again = self._again(connection)
        value_sets = with_names(
            self._lying(VALUE_SET, things), lambda x: value_set_shelf(x, self.files, again)
        )
        maps = with_names(self._lying(MAP, things), lambda x: map_shelf(x, self.files, again))
        named = [(_held_release(one), self.files.release_name(one.to_json())) for one in releases]
        ledger = read_ledger(connection)
        return pack_catalogue(
            named,
            _renamed(value_sets, VALUE_SET, ledger),
            _renamed(maps, MAP, ledger),
            _decisions(ledger),
        )

    def _release_parts(
        self, connection: Connection, releases: Sequence[KeptRelease]
    ) -> Iterator[ArchivePart]:
        for one in releases:
            yield ArchivePart(
                self.files.release_name(one.to_json()),
                same(f"{one.scheme.name} {one.version}"),
                lambda one=one: compile_release(read_release(connection, one)),  # type: ignore[misc]
            )

    def _word_parts(self, connection: Connection, things: Sequence[KeptThings]) -> Iterator[ArchivePart]:
        for brought in things:
            origin = brought.origin or brought.recorded.isoformat()
            yield ArchivePart(
                self._words_name(brought),
                both(f"værdisæt og kortlægninger fra {origin}", f"value sets and maps of {origin}"),
                lambda number=brought.publication: pack_words(  # type: ignore[misc]
                    read_value_sets(connection, number), read_maps(connection, number)
                ),
            )

    def _words_name(self, brought: KeptThings) -> str:
        return self.files.words_name(brought.recorded, brought.origin, brought.things)

    def _lying(
        self, kind: str, things: Sequence[KeptThings]
    ) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """Each thing of a kind with its names and the parts that hold it, in the order of arrival."""
        lying: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
        for brought in things:
            part = self._words_name(brought)
            for of_kind, uri, name, *_ in brought.things:
                if of_kind == kind:
                    names, parts = lying.setdefault(uri, ({}, {}))
                    names[name] = parts[part] = None
        return {uri: (tuple(names), tuple(parts)) for uri, (names, parts) in lying.items()}

    def _again(self, connection: Connection) -> Again:
        """Makes a part from the rows that the connection sees."""

        def make(name: str) -> bytes:
            parts = [
                *self._release_parts(connection, read_releases(connection)),
                *self._word_parts(connection, read_things(connection)),
            ]
            for part in parts:
                if part.name == name:
                    return part.make()
            shown = self.database.shown
            raise StoreDamaged(
                both(
                    f"en del af en tidligere tilstand af {shown} er væk ({name})",
                    f"a part of an earlier state of {shown} is gone ({name})",
                )
            )

        return make

    def part_again(self, name: str) -> bytes:
        """A part made from the rows of the store.

        Raises:
            StoreDamaged: they are not as they were put in, or the part is one of another state of the store.
        """
        with self.database.reading() as connection:
            return self._again(connection)(name)

    def altered_parts(self) -> Iterator[Sentence]:
        """Compiled releases that do not say what was put in, though their seal fits: each is compared by its digest."""
        with self.database.reading() as connection:
            for row in read_releases(connection):
                name = self.files.release_name(row.to_json())
                index = self.files.index(name)
                if index is not None and index.release().digest != row.digest:
                    release = row.named
                    yield both(
                        f"den kompilerede fil {name} er ikke {release.da}, som den blev lagt ind ({row.digest}); "
                        "fjern filen: den bliver lavet igen",
                        f"the compiled file {name} is not {release.en} as it was put in ({row.digest}); "
                        "remove the file: it is made again",
                    )

    def _clear_catalogues(self) -> None:
        """Keep the newest ones: another process may be about to open the one before."""
        catalogues = self.settings.data_dir.glob(CATALOGUES)
        for path in sorted(catalogues, key=lambda path: path.stat().st_mtime_ns, reverse=True)[
            _CATALOGUES_KEPT:
        ]:
            with suppress(OSError):
                path.unlink(missing_ok=True)


def part_again(place: StorePlace, name: str) -> bytes:
    """A part of the store that lies there, made again (errors as `Archive.part_again`)."""
    settings = Settings(Path(place.data_dir), Path(place.cache_dir), database_url=place.address)
    with Archive(settings) as archive:
        return archive.part_again(name)


def _renamed(lying: Lying, kind: str, ledger: Ledger) -> Lying:
    """The same with the names that things were given last."""
    return {
        uri: ((*(n for n in dict.fromkeys((*names, *given)) if n != given[-1]), given[-1]), parts)
        if (given := ledger.names.get((kind, uri)))
        else (names, parts)
        for uri, (names, parts) in lying.items()
    }


def _decisions(ledger: Ledger) -> Decisions:
    labels: dict[str, dict[str, dict[str, tuple[Withdrawal, ...]]]] = {kind: {} for kind in KINDS}
    for of, found in ledger.withdrawals.items():
        labels[of.kind].setdefault(of.uri, {})[of.version] = found
    former = {uri: names[:-1] for (_, uri), names in ledger.names.items()}
    return Decisions(labels[RELEASE], labels[VALUE_SET], labels[MAP], former)


def _doing(da: str, en: str, release: Release) -> Sentence:
    named = f"{release.scheme.name} {release.version}"
    return both(f"{da} {named}", f"{en} {named}")


def _held_release(row: KeptRelease) -> HeldRelease:
    return HeldRelease(
        scheme=row.scheme,
        version=row.version,
        validity=row.validity,
        recorded=row.recorded,
        digest=row.digest,
        structure_digest=row.structure_digest,
        size=row.size,
        load=_never,
        publisher_versions=row.publisher_versions,
    )


def _never() -> NoReturn:
    raise AssertionError("only listed, never opened")


def _things(plan: ImportPlan) -> list[Thing]:
    """As `KeptThings` has them once they are written."""
    return [
        *(_thing(VALUE_SET, value_set, value_set_digest(value_set)) for value_set in plan.value_sets),
        *(_thing(MAP, concept_map, map_digest(concept_map)) for concept_map in plan.maps),
    ]


def _thing(kind: str, one: ValueSet | ConceptMap, digest: str) -> Thing:
    return kind, one.uri, one.name, one.version, digest, one.recorded.astimezone(UTC).isoformat()
