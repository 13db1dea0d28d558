"""Profiles as JSON: there and back."""

from __future__ import annotations

import json

from classification.check.checker import Checker
from classification.check.profile_json import profile_digest, profile_from_json, profile_to_json
from classification.record import replace


def test_every_shipped_profile_comes_back_as_it_was(checker: Checker) -> None:
    for profile in checker.profiles.values():
        assert profile_from_json(json.loads(json.dumps(profile_to_json(profile)))) == profile


def test_a_digest_changes_with_what_the_profile_says_and_with_nothing_else(checker: Checker) -> None:
    profile = checker.profiles["gateway-condition"]

    assert profile_digest(profile) == profile_digest(profile_from_json(profile_to_json(profile)))
    assert profile_digest(profile) != profile_digest(replace(profile, rules=profile.rules[1:]))
