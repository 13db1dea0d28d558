"""What every test may ask for: published data, a browser, a calm Hypothesis."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import gettempdir

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import URL

from tests.postgres import database, server
from tests.stocked import Stocked, stocked

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

# Time limits measure the machine, not the code: under load they fail at random.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("local"), derandomize=True, print_blob=True)
# Who runs the tests may have a Danish locale; the command then speaks Danish.
os.environ["LC_ALL"] = "C.UTF-8"
# The store that a person keeps at home answers no test.
HOME = Path(gettempdir()) / f"samsprog-tests-{os.getpid()}"
os.environ["XDG_DATA_HOME"] = str(HOME)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "local")


def pytest_sessionfinish() -> None:
    """Nothing is left behind."""
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The folder of pyproject.toml."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Published vocabularies and local code lists, read only; SAMSPROG_TEST_DATA names another folder."""
    folder = Path(os.environ.get("SAMSPROG_TEST_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"shared data absent: no folder {folder}")
    return folder


@pytest.fixture(scope="session")
def kl_term(shared_data: Path) -> Callable[[str], Path]:
    """The folder with KL's published files of a release; the newest one lies beside the others."""

    def of(release: str) -> Path:
        folders = (shared_data / "kl-term" / release, shared_data / f"kl-term-{release}")
        for folder in folders:
            if folder.is_dir():
                return folder
        pytest.skip(f"published KL terminology absent: no folder {folders[0]}")

    return of


@pytest.fixture(scope="session")
def postgres() -> Iterator[URL]:
    """A PostgreSQL server for this process of the test run."""
    with server() as at:
        yield at


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database that is empty: an address, or nothing for SQLite in the data folder."""
    if request.param == "sqlite":
        yield ""
        return
    with database(request.getfixturevalue("postgres")) as address:
        yield address


@pytest.fixture(scope="session", name="stocked")
def stocked_once(tmp_path_factory: pytest.TempPathFactory) -> Stocked:
    """A store with the bundled vocabularies, to be copied."""
    return stocked(tmp_path_factory.mktemp("stocked"))


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The system's Chromium, for playwright's executable_path."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"browser absent: none of {', '.join(BROWSERS)} on PATH")
    return found


@pytest.fixture(scope="session")
def shared_cases() -> Path:
    """Small inputs that once came out wrong, each with what is right; beside the published data."""
    folder = Path(os.environ.get("SAMSPROG_TEST_DATA") or ROOT.parent / "shared" / "data").parent / "cases"
    if not folder.is_dir():
        pytest.skip(f"shared data absent: no folder {folder}")
    return folder
