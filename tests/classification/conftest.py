"""The bundled vocabularies and profiles, opened once for the tests of the check."""

import pytest

from api.archive.bundled import open_bundled
from classification.check.checker import Checker
from classification.terminology import Terminology
from loaders.profile_toml.reading import read_profiles
from vocabularies import PROFILES


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Terminology:
    """Everything that is shipped."""
    return open_bundled(tmp_path_factory.mktemp("bundled"))


@pytest.fixture(scope="session")
def checker(bundled: Terminology) -> Checker:
    """The shipped profiles over the shipped vocabularies."""
    read = read_profiles([PROFILES])
    assert read.findings == ()
    return Checker(read.profiles, bundled)
