"""Settings from the environment, a file and options."""

import subprocess
import sys
from pathlib import Path

import pytest

from api.settings import InvalidSettings, Settings, configuration_page, load_settings
from classification.record import fields


def write(folder: Path, text: str, name: str = "samsprog.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def problems(environ: dict[str, str], folder: Path, config: Path | None = None) -> tuple[str, ...]:
    with pytest.raises(InvalidSettings) as raised:
        load_settings(environ, folder, config=config)
    return raised.value.problems


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    settings = load_settings({"XDG_DATA_HOME": "/data", "XDG_CACHE_HOME": "/cache"}, tmp_path)

    assert settings == Settings(data_dir=Path("/data/samsprog"), cache_dir=Path("/cache/samsprog"))


def test_a_relative_xdg_folder_is_ignored_as_the_standard_says(tmp_path: Path) -> None:
    settings = load_settings({"XDG_DATA_HOME": "here"}, tmp_path)

    assert settings.data_dir == Path.home() / ".local/share/samsprog"


def test_options_go_before_environment_before_file(tmp_path: Path) -> None:
    write(tmp_path, 'port = 1\nhost = "file"\npage_cap = 100')

    settings = load_settings(
        {"SAMSPROG_PORT": "2", "SAMSPROG_HOST": "environment"},
        tmp_path,
        options={"port": 3, "host": None},
    )

    assert (settings.port, settings.host, settings.page_cap) == (3, "environment", 100)


def test_relative_paths_start_at_the_file_or_the_working_folder(tmp_path: Path) -> None:
    elsewhere = tmp_path / "etc"
    elsewhere.mkdir()
    config = write(elsewhere, 'data_dir = "data"')

    settings = load_settings({"SAMSPROG_CACHE_DIR": "cache"}, tmp_path, config=config)

    assert settings.data_dir == elsewhere / "data"
    assert settings.cache_dir == tmp_path / "cache"


def test_the_file_may_be_named_by_the_environment(tmp_path: Path) -> None:
    config = write(tmp_path, "port = 9", "other.toml")

    assert load_settings({"SAMSPROG_CONFIG": str(config)}, tmp_path).port == 9


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    assert problems({"SAMSPROG_CONFIG": "gone.toml"}, tmp_path) == (
        f"SAMSPROG_CONFIG: there is no file {tmp_path / 'gone.toml'}",
    )


def test_unknown_keys_and_variables_are_all_named_with_place_and_near_names(tmp_path: Path) -> None:
    path = write(tmp_path, 'data_dri = "x"\nzzzzz = 1')

    found = problems({"SAMSPROG_DATABASE_ULR": "x", "PATH": "/bin"}, tmp_path)

    assert found == (
        f"{path}: unknown key 'data_dri'; did you mean data_dir?",
        f"{path}: unknown key 'zzzzz'; see docs/configuration.md",
        "environment: unknown variable SAMSPROG_DATABASE_ULR; did you mean SAMSPROG_DATABASE_URL?",
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('port = "8000"', "port: '8000' is not a whole number"),
        ("port = true", "port: True is not a whole number"),
        ("port = 65536", "port: 65536 is out of range: it must be at least 0 and at most 65535"),
        ("timeout_seconds = 0", "timeout_seconds: 0 is out of range: it must be at least 0.1"),
        ("timeout_seconds = nan", "timeout_seconds: nan is out of range: it must be at least 0.1"),
        ("host = 1", "host: 1 is not text"),
        ('data_dir = ""', "data_dir: the path is empty"),
        ("port = x", "cannot be read: Invalid value (at line 1, column 8)"),
    ],
)
def test_types_and_ranges_of_the_file_are_checked(line: str, said: str, tmp_path: Path) -> None:
    path = write(tmp_path, line)

    assert problems({}, tmp_path) == (f"{path}: {said}",)


@pytest.mark.parametrize("text", ["", "eight", "8.5"])
def test_numbers_of_the_environment_are_checked(text: str, tmp_path: Path) -> None:
    said = f"environment: SAMSPROG_PORT: {text!r} is not a whole number"

    assert problems({"SAMSPROG_PORT": text}, tmp_path) == (said,)


def test_a_default_page_larger_than_the_cap_is_refused(tmp_path: Path) -> None:
    found = problems({"SAMSPROG_PAGE_CAP": "10"}, tmp_path)

    assert found == ("page_default (50) is larger than page_cap (10)",)


def test_the_variables_of_the_tests_are_left_alone(tmp_path: Path) -> None:
    assert load_settings({"SAMSPROG_TEST_DATA": "x"}, tmp_path).port == 8000


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("", Path("/d/samsprog.sqlite3")),
        ("sqlite:////srv/a.db", Path("/srv/a.db")),
        ("sqlite+pysqlite:///a.db?timeout=3", Path("a.db")),
        ("sqlite://", None),
        ("postgresql+psycopg://user@host/name", None),
    ],
)
def test_the_file_of_a_sqlite_database_is_known(url: str, path: Path | None) -> None:
    assert Settings(Path("/d"), Path("/c"), url).sqlite_path == path


def test_the_page_about_configuration_is_up_to_date(project_root: Path) -> None:
    page = (project_root / "docs" / "configuration.md").read_text(encoding="utf-8")

    assert page == configuration_page(), "run: python -m api.settings > docs/configuration.md"
    assert all(f"`{row.name}`" in page for row in fields(Settings))


def test_settings_import_nothing_heavy() -> None:
    heavy = "{'sqlalchemy', 'tomllib', 'sqlite3', 'asyncio', 'typing_extensions'}"
    code = f"import api.settings, sys; print({heavy} & set(sys.modules))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"


def test_no_value_of_the_database_s_address_is_shown(tmp_path: Path) -> None:
    """A list in its place was repeated in the message, password and all."""
    (tmp_path / "samsprog.toml").write_text(
        'database_url = ["postgresql://me:secret@db/x"]', encoding="utf-8"
    )

    with pytest.raises(InvalidSettings, match=r"database_url: the value \(a list\) is not text") as raised:
        load_settings({}, tmp_path)

    assert "secret" not in str(raised.value)
    settings = load_settings({"SAMSPROG_DATABASE_URL": "postgresql://me:secret@db/x"}, tmp_path / "none")
    assert "secret" not in repr(settings)
    assert settings.database_url == "postgresql://me:secret@db/x"
