"""An object that no profile describes: a slip of the pen, or something that is not ours?

A gate must not open for a typing error. A name that is nearly a known one (of a profile in `meta.profile`, of a
resource, of a neutral type) is an error, and so is an object that does not say what it is; a resource type of FHIR that
no profile describes is only mentioned. Nothing is proposed but what is of the object's own type and of one channel.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final

from classification.check.fault import Fault, both
from classification.check.match import AUTO, TYPE_KEY, Choice, declared
from classification.check.profile import Profile, ValueFormat
from classification.check.resource_type import R4_TYPES
from classification.compiled.spelling import errors_allowed, errors_between
from classification.finding import NOTHING, Sentence, Severity
from classification.record import frozen
from classification.text import quoted, shown

RULE: Final = "SP101"
MISNAMED: Final = "SP114"
_LONGEST: Final = 300
_FEW: Final = 12
_URL_ERRORS: Final = 2
_TELLING: Final = 8
"""So long must the last part of an address be to name a profile by itself."""


def unrecognised(obj: Any, choice: Choice, wanted: str) -> Fault:
    """What is said of an object that `choice.profiles(obj, wanted)` finds no profile for, with its severity."""
    slip = near_miss(obj, choice, wanted)
    if slip is not None:
        return slip
    if wanted != AUTO:
        return _no_profile(obj, Severity.ERROR, _of_channel(choice.asked_for(wanted)))
    name = _text(obj, TYPE_KEY[ValueFormat.FHIR])
    if name and name not in R4_TYPES:
        near = _nearest(name, R4_TYPES)
        return _no_profile(obj, Severity.WARNING, _did_you_mean(near[0]) if len(near) == 1 else NOTHING)
    return _no_profile(obj, Severity.INFORMATION if name else Severity.WARNING)


def near_miss(obj: Any, choice: Choice, wanted: str) -> Fault | None:
    """The error of an object that nearly names what a profile describes, or names nothing; None where it is neither.

    It is asked of what stands inside a Bundle too, where an object without a profile is nothing to tell.
    """
    if not isinstance(obj, dict):
        return None
    profiles = choice.asked_for(wanted) or choice.asked_for(AUTO)
    name = _text(obj, TYPE_KEY[ValueFormat.FHIR]) or _text(obj, TYPE_KEY[ValueFormat.SAMSPROG])
    if not name or _has_nearly(obj, TYPE_KEY[ValueFormat.FHIR]):
        return _no_profile(obj, Severity.ERROR, _type_key(obj))
    return _wrong_type(obj, profiles) or _wrong_url(obj, choice, profiles)


def misnamed(obj: Any, choice: Choice, wanted: str) -> Iterator[tuple[str, Fault]]:
    """Where an object that is held against what was `wanted` names a profile of its own nearly, and none rightly."""
    urls = declared(obj)
    if wanted == AUTO or not urls or any(map(choice.of_url, urls)):
        return
    profiles = choice.asked_for(wanted)
    for number, name in enumerate(obj["meta"]["profile"]):
        url = name.partition("|")[0] if isinstance(name, str) else ""
        near = _near_urls(url, choice.urls) if url in urls else ()
        if near:
            message = both(
                f"meta.profile er {quoted(shown(url))}, som er næsten, men ikke helt, en kendt profil",
                f"meta.profile is {quoted(shown(url))}, which is nearly, but not quite, a known profile",
            )
            remedy = _proposed(near, _text(obj, TYPE_KEY[ValueFormat.FHIR]), choice, profiles)
            yield f"/meta/profile/{number}", Fault(MISNAMED, message, remedy)


# ---------------------------------------------------------------- the type


def _wrong_type(obj: dict[str, Any], profiles: tuple[Profile, ...]) -> Fault | None:
    """A type that is nearly one that profiles describe, or stands under the key of the other format."""
    format_ = ValueFormat.FHIR if _text(obj, TYPE_KEY[ValueFormat.FHIR]) else ValueFormat.SAMSPROG
    name = _text(obj, TYPE_KEY[format_])
    if format_ is ValueFormat.FHIR and name in R4_TYPES:
        return None
    described = {one: {p.match.type_name for p in profiles if p.match.format is one} for one in ValueFormat}
    if name in described[format_]:
        return None
    near = _nearest(name, described[format_])
    if near:
        return _no_profile(obj, Severity.ERROR, _did_you_mean(*near))
    other = ValueFormat.SAMSPROG if format_ is ValueFormat.FHIR else ValueFormat.FHIR
    near = _nearest(name, described[other])
    if near:
        key, right = TYPE_KEY[format_], TYPE_KEY[other]
        return _no_profile(
            obj,
            Severity.ERROR,
            both(
                f"Skriv {right}: {quoted(near[0])} i stedet for {key}",
                f"Write {right}: {quoted(near[0])} instead of {key}",
            ),
        )
    return None


def _has_nearly(obj: dict[str, Any], key: str) -> bool:
    """Whether a key is misspelt: what stands under it then says nothing of what the object is."""
    return key not in obj and any(_nearest(name, (key,)) for name in map(str, obj))


def _type_key(obj: dict[str, Any]) -> Sentence:
    """What to do with an object that has no type: the key it nearly has, or the keys it could have."""
    keys = tuple(TYPE_KEY.values())
    near = {(name, key) for key in keys if key not in obj for name in map(str, obj) if _nearest(name, (key,))}
    if near:
        name, key = min(near)
        return both(f"Skriv {key}, ikke {quoted(shown(name))}", f"Write {key}, not {quoted(shown(name))}")
    fhir, own = keys
    return both(
        f"Giv {fhir} (en FHIR-ressource) eller {own} (et neutralt objekt) en tekst, eller udelad filen",
        f"Give {fhir} (a FHIR resource) or {own} (a neutral object) a text, or leave the file out",
    )


# ---------------------------------------------------------------- the profile that it names


def _wrong_url(obj: dict[str, Any], choice: Choice, profiles: tuple[Profile, ...]) -> Fault | None:
    """A meta.profile that is nearly one that is known, or one that is known for another type."""
    type_name = _text(obj, TYPE_KEY[ValueFormat.FHIR])
    for url in sorted(declared(obj)):
        profiles_of_url = choice.of_url(url)
        if profiles_of_url:
            types = ", ".join(sorted({profile.match.type_name for profile in profiles_of_url}))
            remedy = both(
                f"{shown(url)} beskriver {types}: ret resourceType eller meta.profile",
                f"{shown(url)} describes {types}: correct resourceType or meta.profile",
            )
            return _no_profile(obj, Severity.ERROR, remedy, url)
        near = _near_urls(url, choice.urls)
        if near:
            return _no_profile(obj, Severity.ERROR, _proposed(near, type_name, choice, profiles), url)
    return None


def _proposed(
    near: tuple[str, ...], type_name: str, choice: Choice, profiles: tuple[Profile, ...]
) -> Sentence:
    """The nearest of the near names that is of the object's type, if all that are belong to one channel."""
    fitting = [
        (url, profile.channel)
        for url in near
        for profile in choice.of_url(url)
        if profile.match.type_name == type_name and profile in profiles
    ]
    if len({channel for _, channel in fitting}) != 1:
        return NOTHING
    return _did_you_mean(fitting[0][0])


@lru_cache(maxsize=4096)
def _near_urls(url: str, urls: tuple[str, ...]) -> tuple[str, ...]:
    """The known names within two typing errors, or with the same last part at another address; the nearest first."""
    if len(url) > _LONGEST:
        return ()
    wanted, tail = _plain(url), _tail(url)
    near = []
    for one in urls:
        other = _plain(one)
        errors = errors_between(wanted, other, _URL_ERRORS)
        if errors is not None or (len(tail) >= _TELLING and tail == _tail(one)):
            near.append(
                (errors if errors is not None else _URL_ERRORS + 1, -_begins_alike(wanted, other), one)
            )
    return tuple(one for *_, one in sorted(near))


def _plain(url: str) -> str:
    """Without what people get wrong and nobody means: case, scheme, whitespace, a slash at the end."""
    return url.strip().casefold().removeprefix("https://").removeprefix("http://").rstrip("/")


def _tail(url: str) -> str:
    return _plain(url).rpartition("/")[2]


def _begins_alike(one: str, other: str) -> int:
    length = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        length += 1
    return length


# ---------------------------------------------------------------- in words


@frozen
class _Near:
    errors: int
    name: str


def _nearest(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names within the typing errors that are forgiven; where case alone differs, none."""
    if len(name) > _LONGEST:
        return ()
    folded = name.strip().casefold()
    near = []
    for one in sorted(names):
        errors = errors_between(folded, one.casefold(), errors_allowed(one))
        if errors is not None:
            near.append(_Near(errors, one))
    least = min((one.errors for one in near), default=0)
    return tuple(one.name for one in near if one.errors == least)


def _no_profile(obj: Any, severity: Severity, remedy: Sentence = NOTHING, url: str = "") -> Fault:
    name = _text(obj, TYPE_KEY[ValueFormat.FHIR]) or _text(obj, TYPE_KEY[ValueFormat.SAMSPROG])
    da = en = f" {quoted(shown(name, 60))}" if name else ""
    if not name and isinstance(obj, dict):
        da += ": det har hverken resourceType eller type"
        en += ": it has neither resourceType nor type"
    named = url or next(iter(sorted(declared(obj))), "")
    if named:
        da += f": meta.profile er {quoted(shown(named))}"
        en += f": meta.profile is {quoted(shown(named))}"
    message = both(f"Ingen profil beskriver objektet{da}", f"No profile describes the object{en}")
    return Fault(RULE, message, remedy, severity=severity)


def _did_you_mean(*names: str) -> Sentence:
    return both(f"Mente du {' eller '.join(names)}?", f"Did you mean {' or '.join(names)}?")


def _of_channel(profiles: tuple[Profile, ...]) -> Sentence:
    """The types that a channel describes, where they are few."""
    names = sorted({profile.match.type_name for profile in profiles})
    if not names or len(names) > _FEW:
        return NOTHING
    channel = profiles[0].channel
    return both(
        f"Kanalen {channel} beskriver {', '.join(names)}",
        f"The channel {channel} describes {', '.join(names)}",
    )


def _text(obj: Any, key: str) -> str:
    value = obj.get(key) if isinstance(obj, dict) else None
    return value if isinstance(value, str) and value.strip() else ""
