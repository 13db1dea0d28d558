"""One file with everything that a check needs: compiled releases, value sets, profiles.

The file is read in place and holds no code: tables, JSON, and at its end a checksum over all that stands before. The
same content gives the same bytes. The checksum finds damage; whoever must be sure that nobody has altered the file
keeps a digest of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from api.archive.files import map_file
from classification import Checker, open_snapshot
from classification.check.profile_json import kept_profile
from classification.compiled.packed import Packed
from classification.sentence import Sentence, both
from classification.snapshot import FORM

if TYPE_CHECKING:
    from pathlib import Path

    from classification.check.profile import Profile

_MARK: Final = b"SAMSBNDL"
_TAIL: Final = 4 + len(_MARK)


def write_bundle(checker: Checker, path: Path, names: Iterable[str] = ()) -> tuple[int, int, int]:
    """Write what profiles or channels need (all when none is named); how many releases, value sets, profiles.

    Raises:
        UnknownProfile: naming near ones.
        OSError: the file cannot be written.
    """
    import zlib

    from api.archive.files import write_whole
    from api.payload.lock import all_of, needs_of
    from classification import pack_snapshot
    from classification.check.profile_json import profile_to_json
    from classification.compiled.packed import Packer

    named = tuple(names)
    needs = needs_of(checker, named) if named else all_of(checker)
    packer = Packer()
    packer.json("bundle", {"form": FORM})
    packer.json("profiles", [profile_to_json(profile) for profile in needs.profiles])
    releases = [(release, bytes(release.index.packed.buffer)) for release in needs.releases]
    packer.raw("snapshot", pack_snapshot(releases, needs.value_sets))
    content = packer.dump()
    write_whole(path, content + zlib.crc32(content).to_bytes(4, "little") + _MARK)
    return len(needs.releases), len(needs.value_sets), len(needs.profiles)


def open_bundle(path: str, own: Iterable[Profile] = ()) -> Checker:
    """The check that a bundle holds; own profiles go before its profiles of their name.

    Raises:
        InvalidRequest: the file is no bundle, damaged, or of another form.
        OSError: it cannot be read.
    """
    packed = _opened(path)
    profiles = {profile.name: profile for profile in map(kept_profile, packed.json("profiles"))}
    profiles |= {profile.name: profile for profile in own}
    return Checker(profiles.values(), open_snapshot(packed.raw("snapshot")))


def _opened(path: str) -> Packed:
    from zlib import crc32

    try:
        view = map_file(path)
    except ValueError:
        raise _refused(path, both("filen er tom", "the file is empty")) from None
    if bytes(view[-len(_MARK) :]) != _MARK:
        raise _refused(
            path,
            both("dette er ikke en bundle, eller den er skåret af", "this is no bundle, or it is cut short"),
        )
    if crc32(view[:-_TAIL]) != int.from_bytes(view[-_TAIL : -len(_MARK)], "little"):
        raise _refused(path, both("denne bundle er beskadiget", "the bundle is damaged"))
    try:
        packed = Packed(view[:-_TAIL])
        form: Any = packed.json("bundle")["form"]
    except (ValueError, KeyError, TypeError):
        raise _refused(path, both("dette er ikke en bundle", "this is no bundle")) from None
    if form != FORM:
        raise _refused(
            path,
            both(
                f"denne bundle har formen {form}, denne version af Samsprog læser formen {FORM}",
                f"the bundle has the form {form}, this version of Samsprog reads form {FORM}",
            ),
        )
    return packed


def _refused(path: str, why: Sentence) -> Exception:
    from classification.errors import InvalidRequest

    return InvalidRequest(
        both(
            f"{path}: {why.da}; `samsprog bundle --output FIL` laver en",
            f"{path}: {why.en}; `samsprog bundle --output FILE` makes one",
        )
    )
