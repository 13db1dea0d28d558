"""The bundled vocabularies, read and compiled on the spot."""

from __future__ import annotations

from classification.index import Index, compile_release
from classification.terminology import Terminology, held
from loaders.content import joined
from loaders.vocabulary_folder import read
from vocabularies import folders


def open_shipped() -> Terminology:
    """A terminology with everything that is shipped."""
    content = joined(read(folder) for folder in folders())
    uris = {draft.release.scheme.name: draft.release.scheme.uri for draft in content.releases}
    content = content.with_systems(uris)
    releases = [held(Index(compile_release(draft.release))) for draft in content.releases]
    return Terminology(releases, content.value_sets, content.maps)
