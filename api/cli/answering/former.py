"""A word on former names: who types one is told the present one, and gets the answer all the same."""

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
