"""Answers from a terminology in this process."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from api.asking import answers
from api.cli.answering.former import tell_former_names
from api.cli.progress import terminal_progress
from api.cli.settings import default_folders, nothing_is_set, settings_of
from classification.errors import InvalidRequest
from classification.record import replace
from classification.sentence import both

if TYPE_CHECKING:
    from classification import Terminology, When
    from classification.concept import Kind
    from classification.concept_map import Mapping
    from classification.terminology import HeldRelease

Answer = dict[str, Any]
Edition = tuple[str, str]


class LocalSource:
    """Answers by the terminology and the clock it was made with; sentences in its language."""

    def __init__(self, terminology: Terminology, when: When, language: str = "en") -> None:
        if when.supplements:
            from classification.supplement import supplemented

            terminology = supplemented(terminology, when.supplements, when)
        self.terminology, self.when, self.language = terminology, when, language

    def _check_base(self, schemes: Iterable[str]) -> None:
        if self.when.supplements:
            from classification.supplement import check_base

            uris = {self.terminology.scheme(scheme).uri for scheme in schemes}
            check_base(self.terminology, self.when.supplements, uris)

    def schemes(self) -> list[Answer]:
        """All classifications."""
        return [
            answers.scheme_answer(self.terminology, scheme, self.when) for scheme in self.terminology.schemes
        ]

    def releases(self, scheme: str) -> list[Answer]:
        """The releases of a classification, or of all when none is named."""
        names = [scheme] if scheme else [known_scheme.uri for known_scheme in self.terminology.schemes]
        return [
            answers.release_answer(self.terminology, held_release, self.when)
            for name in names
            for held_release in self.terminology.releases(name, replace(self.when, withdrawn=True))
        ]

    def show(self, scheme: str, code: str, release: str) -> Answer:
        """One concept with its history."""
        index = self.terminology.index(scheme, self.when.of(release))
        self._check_base([index.scheme.uri])
        number = index.find(index.lookup(code).code)
        assert number is not None
        history = answers.history_answer(self.terminology, index, number, self.when)
        return answers.concept_answer(index, number) | {"history": history}

    def search(self, text: str, wanted: Answer) -> list[Answer]:
        """Concepts found, best first."""
        from api.asking.searching import SearchRequest, search_concepts

        if wanted["scheme"]:
            self._check_base([wanted["scheme"]])
        kind = kind_named(wanted["kind"])
        request = SearchRequest(
            text=text,
            scheme=wanted["scheme"],
            value_set=wanted["valueSet"],
            kinds=frozenset({kind} if kind else ()),
            limit=wanted["limit"],
        )
        hits = search_concepts(self.terminology, request, self.when.of(wanted["release"]))
        return [answers.hit_answer(one.index, one.hit) for one in hits]

    def expand(self, value_set: str, release: str, wanted: Answer) -> Answer:
        """The members of a value set."""
        from classification import expand
        from classification.terminology import canonical

        name, when = canonical(value_set, self.when.of(release))
        expansion = expand(
            self.terminology,
            self.terminology.value_set(name, when),
            when,
            text=wanted["text"],
            active_only=wanted["activeOnly"],
            kind=kind_named(wanted["kind"]),
        )
        self._check_base(expansion.releases)
        answer = answers.value_set_answer(self.terminology, expansion.value_set, self.when)
        return answers.expansion_answer(
            answer, expansion, wanted["offset"], wanted["limit"], language=self.language
        )

    def value_sets(self) -> list[Answer]:
        """All value sets."""
        return [
            answers.value_set_answer(self.terminology, value_set, self.when)
            for value_set in self.terminology.value_sets(self.when)
        ]

    def resolve(self, texts: Iterable[str], wanted: Answer) -> Iterator[Answer]:
        """What codes or terms mean in another classification."""
        from classification import Resolver

        resolver = Resolver(
            self.terminology,
            wanted["source"],
            wanted["target"],
            self.when.of(wanted["release"]),
            kind=kind_named(wanted["kind"]),
            terms=wanted["terms"],
        )
        return (answers.resolution_answer(one, self.language) for one in resolver.resolve_each(texts))

    def diff(self, older: Edition, newer: Edition) -> Answer:
        """What changed between two releases."""
        from classification.changes.as_json import diff_to_json

        return diff_to_json(self._difference(older, newer))

    def diff_text(self, older: Edition, newer: Edition, form: str, limit: int) -> tuple[str, dict[str, str]]:
        """The difference written for people, and its level in each mode."""
        from classification.changes.compatibility import Mode
        from classification.changes.release_notes import as_markdown, as_text

        difference = self._difference(older, newer)
        if form == "markdown":
            text = as_markdown(difference, language=self.language)
        else:
            text = as_text(difference, limit=limit, language=self.language)
        return text, {str(mode): str(difference.compatibility.of(mode)) for mode in Mode}

    def has_map(self, name: str) -> bool:
        """Whether a concept map, and no classification, has that name."""
        return self.terminology.has_map(name) and not self.terminology.has_scheme(name)

    def map_diff(self, older: Edition, newer: Edition) -> Answer:
        """What changed between two versions of a concept map, or between two maps."""
        from api.asking.comparing import compare_maps
        from classification.changes.map_notes import map_diff_to_json

        return map_diff_to_json(compare_maps(self.terminology, older, newer, self.when))

    def map_diff_text(self, older: Edition, newer: Edition, limit: int) -> str:
        """The same for people."""
        from api.asking.comparing import compare_maps
        from classification.changes.map_notes import map_diff_as_text

        difference = compare_maps(self.terminology, older, newer, self.when)
        return map_diff_as_text(difference, limit=limit, language=self.language)

    def correspondence(self, older: Edition, newer: Edition) -> str:
        """What became of each concept, as XKOS in Turtle."""
        from classification.lineage import way
        from loaders.skos.xkos import correspondence

        old, new = self._two(older, newer)
        releases = [release.index for release in self.terminology.releases(old.scheme.uri, self.when)]
        between = [index.release() for index in way(releases, old.index, new.index)[1:-1]]
        return correspondence(old.index.release(), new.index.release(), between).decode()

    def _difference(self, older: Edition, newer: Edition) -> Any:
        from api.asking.comparing import compare_releases

        return compare_releases(self.terminology, *self._two(older, newer), self.when)

    def _two(self, older: Edition, newer: Edition) -> tuple[HeldRelease, HeldRelease]:
        one, other = (self.terminology.scheme(name) for name, _ in (older, newer))
        if one.uri != other.uri:
            from api.asking.comparing import two_classifications

            raise two_classifications(one.name, other.name)
        old, new = (
            self.terminology.release(scheme, self.when.of(release)) for scheme, release in (older, newer)
        )
        return old, new

    def maps(self) -> list[Answer]:
        """All concept maps."""
        return [answers.map_answer(concept_map) for concept_map in self.terminology.maps(self.when)]

    def map_rows(self, name: str, version: str, code: str) -> list[Answer]:
        """The rows of a concept map (of all when none is named), or those about one code."""
        when = self.when.of(version)
        maps = (self.terminology.map(name, when),) if name else self.terminology.maps(when)
        return [
            answers.mapping_answer(concept_map, row)
            for concept_map in maps
            for row in concept_map.mappings
            if not code or self._is_about(row, code)
        ]

    def _is_about(self, row: Mapping, code: str) -> bool:
        """Whether the source or the target is the code, or another notation of its concept."""
        return any(code in self._notations(side.system, side.code) for side in (row.source, row.target))

    def _notations(self, system: str, code: str) -> tuple[str, ...]:
        if not code or not self.terminology.has_scheme(system):
            return (code,)
        release = self.terminology.editions(system).on(self.when)
        number = release.index.find(code) if release else None
        if release is None or number is None:
            return (code,)
        return (code, *(each for each, _ in release.index.notations(number)))


def kind_named(name: str) -> Kind | None:
    """The kind with that name, in English or Danish; None for no name.

    Raises:
        InvalidRequest: naming the kinds.
    """
    if not name:
        return None
    from classification.concept import Kind
    from classification.words import KINDS

    for kind in Kind:
        if name in {str(kind), KINDS[kind].da}:
            return kind
    danish = ", ".join(KINDS[kind].da for kind in Kind)
    raise InvalidRequest(
        both(f"ukendt art {name!r}; kendte: {danish}", f"unknown kind {name!r}; known: {', '.join(Kind)}")
    )


def open_terminology(args: Namespace) -> Terminology:
    """The store's terminology when it holds anything, else the bundled one; former names that were typed are told.

    Raises:
        InvalidRequest: `--data-dir` names a folder that is not there.
        StoreError: a store has been there, or cannot be reached (see `api.archive.opening`).
    """
    terminology = _terminology(args)
    tell_former_names(args, terminology)
    return terminology


def _terminology(args: Namespace) -> Terminology:
    if args.data_dir and not os.path.isdir(args.data_dir):  # noqa: PTH112
        raise InvalidRequest(
            both(
                f"--data-dir {args.data_dir}: der er ingen sådan mappe; samsprog import laver en",
                f"--data-dir {args.data_dir}: there is no such folder; samsprog import makes one",
            )
        )
    if nothing_is_set(args, os.environ):
        data_dir, cache_dir = default_folders(os.environ)
        database = f"{data_dir}/samsprog.sqlite3"
        from api.archive.place import store_is_there

        if not store_is_there(database, data_dir):
            from api.archive.bundled import open_bundled

            return open_bundled(cache_dir, terminal_progress(args.speech))

        from api.archive.opening import open_kept

        if (terminology := open_kept(database, data_dir, cache_dir)) is not None:
            return terminology

    from api.archive import opening

    return opening.open_terminology(settings_of(args), terminal_progress(args.speech))
