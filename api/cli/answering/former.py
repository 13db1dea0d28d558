"""A word on former names and on what is withdrawn: who names it is told, and gets the answer all the same."""

from __future__ import annotations

import re
from argparse import Namespace
from typing import TYPE_CHECKING

from api.cli.output import tell
from classification.sentence import both

if TYPE_CHECKING:
    from classification import Checker, Terminology

_BEFORE_LABEL = re.compile(r"[@|]")


def tell_former_names(args: Namespace, terminology: Terminology) -> None:
    """Say of each word of the command that is a former name what the thing is called now."""
    present = terminology.present_names
    if not present:
        return
    for word in dict.fromkeys(_BEFORE_LABEL.split(word.rpartition("=")[2])[0] for word in args.words):
        if word in present:
            said = both(
                f"{word} hedder nu {present[word]}; det tidligere navn fører til den",
                f"{word} is named {present[word]} now; the former name leads to it",
            )
            tell(args.speech(said))


def tell_former_names_in(args: Namespace, checker: Checker) -> None:
    """Say of each profile that names something by a former name what that is called now."""
    present = checker.terminology.present_names
    for profile in checker.profiles.values() if present else ():
        words = [*profile.systems]
        for binding in profile.bindings:
            words += [*binding.value_sets, *binding.systems]
        for word in dict.fromkeys(word.partition("|")[0] for word in words):
            if word in present:
                said = both(
                    f"profilen {profile.name} nævner {word}, som nu hedder {present[word]}; den gælder stadig",
                    f"profile {profile.name} names {word}, which is named {present[word]} now; it holds all the same",
                )
                tell(args.speech(said))


def tell_withdrawn_in(args: Namespace, checker: Checker) -> None:
    """Say of each profile that binds to a value set of which no version answers any more, as far as known today.

    What the set said last still binds: without it whatever stands there would pass.
    """
    withdrawn = _withdrawn_sets(checker.terminology)
    for profile in checker.profiles.values() if withdrawn else ():
        for name in dict.fromkeys(name for one in profile.bindings for name in one.value_sets):
            reason = withdrawn.get(_uri(checker.terminology, name))
            if reason is not None:
                da = f"profilen {profile.name} binder til {name}, som er trukket tilbage ({reason})"
                en = f"profile {profile.name} binds to {name}, which is withdrawn ({reason})"
                said = both(f"{da}; det gælder stadig her", f"{en}; it holds here all the same")
                tell(args.speech(said))


def _uri(terminology: Terminology, name: str) -> str:
    """The URI of the value set that a profile means by a name; empty where there is none."""
    from classification.check.value_sets import first_of_name

    return next((version.uri for version in first_of_name(terminology, name)), "")


def _withdrawn_sets(terminology: Terminology) -> dict[str, str]:
    """The URIs of value sets that are withdrawn as a whole, each with the reason."""
    from datetime import datetime

    from classification import When

    clock = When(datetime.now().astimezone().date())
    reasons = {
        uri: held.reason for kind, uri, _, _, held in terminology.withdrawn(clock) if kind == "value set"
    }
    return {
        uri: reason for uri, reason in reasons.items() if not terminology.value_set_versions(uri).known(clock)
    }
