"""Importing a file or a folder: the use case of `samsprog import`."""

from __future__ import annotations

from api.archive.archive import Archive
from api.archive.bundled import open_bundled, read_bundled
from api.archive.place import store_is_there
from api.archive.progress import Progress, silent
from api.importing.outcome import ImportOutcome
from api.importing.plan import plan_import
from api.importing.request import Holdings, Request
from api.settings import Settings
from classification.record import replace
from loaders.content import Content


def import_content(
    settings: Settings,
    content: Content,
    request: Request,
    *,
    dry_run: bool = False,
    progress: Progress = silent,
) -> ImportOutcome:
    """Import what a loader read: everything, or with errors in the outcome nothing.

    With `dry_run` the same report is made and nothing is written. A store that is not there yet begins with the bundled
    vocabularies.

    Raises:
        StoreError: the store cannot be used (see `api.store.errors`).
        InvalidContent: a bundled vocabulary is broken.
    """
    path = settings.sqlite_path
    if dry_run and path is not None and not store_is_there(str(path), str(settings.data_dir)):
        return replace(
            plan_import(content, request, _bundled_holdings(settings, progress)).outcome, dry_run=True
        )
    with Archive(settings) as archive:
        if dry_run:
            return _previewed(archive, settings, content, request, progress)
        archive.load_bundled(request.recorded, progress)
        outcome = archive.publish(content, request, progress)
        if outcome.published:
            archive.terminology(progress)
        return outcome


def _previewed(
    archive: Archive, settings: Settings, content: Content, request: Request, progress: Progress
) -> ImportOutcome:
    if not archive.state().generation:
        return replace(
            plan_import(content, request, _bundled_holdings(settings, progress)).outcome, dry_run=True
        )
    return replace(archive.preview(content, request), dry_run=True)


def _bundled_holdings(settings: Settings, progress: Progress) -> Holdings:
    content = read_bundled(progress=progress)
    uris = {draft.release.scheme.name: draft.release.scheme.uri for draft in content.releases}
    recipes = {uris[recipe.scheme]: recipe for recipe in content.recipes}
    return Holdings(open_bundled(settings.cache_dir, progress), recipes)
