"""How the service is set: one table of settings, read from the environment and a TOML file.

The fields of `Settings` are the table: their names are the keys of the file, in capitals after `SAMSPROG_` the names of
the variables; their texts are docs/configuration.md (`python -m api.settings` writes it). The environment goes before
the file, options of the command before both. Cheap to import: the command line starts with it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from classification.errors import SamsprogError
from classification.record import MISSING, RecordField, field, fields, frozen
from classification.sentence import NOTHING, Sentence, both, joined, same

PREFIX: Final = "SAMSPROG_"
CONFIG_VARIABLE: Final = "SAMSPROG_CONFIG"
CONFIG_FILE: Final = "samsprog.toml"
CHECK_TABLE: Final = "check"
"""Read by `samsprog check`: api/payload/config.py."""
TEST_PREFIX: Final = "SAMSPROG_TEST_"
_SQLITE: Final = "sqlite:///"


class InvalidSettings(SamsprogError):
    """Settings that cannot be used; `problems` names every one with its place."""

    code = "INVALID_SETTINGS"

    def __init__(self, problems: Sequence[Sentence]) -> None:
        self.problems = tuple(problem.en for problem in problems)
        super().__init__(joined(problems, "\n"))


def _means(
    text: str, *, least: float | None = None, most: float | None = None, among: tuple[str, ...] = ()
) -> dict[str, Any]:
    return {"text": text, "least": least, "most": most, "among": among}


@frozen
class Settings:
    """Every setting with its value.

    >>> Settings(Path("/var/lib/samsprog"), Path("/var/cache/samsprog")).database
    'sqlite:////var/lib/samsprog/samsprog.sqlite3'
    """

    data_dir: Path = field(
        metadata=_means(
            "Folder of the database and the compiled releases. Default: `samsprog` in `$XDG_DATA_HOME`, or in "
            "`~/.local/share`, which all checkouts and environments of a user share."
        )
    )
    cache_dir: Path = field(
        metadata=_means(
            "Folder of what can be made again at any time. Default: `samsprog` in `$XDG_CACHE_HOME`, or in `~/.cache`."
        )
    )
    database_url: str = field(
        default="",
        metadata=_means(
            "Database as an SQLAlchemy URL, for instance `postgresql+psycopg://user@host/samsprog`. Default: "
            "`samsprog.sqlite3` in `data_dir`."
        ),
    )
    host: str = field(default="127.0.0.1", metadata=_means("Address that `samsprog serve` listens on."))
    port: int = field(
        default=8000,
        metadata=_means("Port that `samsprog serve` listens on; 0 takes a free one.", least=0, most=65535),
    )
    workers: int = field(
        default=1,
        metadata=_means(
            "How many processes `samsprog serve` answers with; one for each core is the most that helps.",
            least=1,
            most=64,
        ),
    )
    allowed_hosts: str = field(
        default="",
        metadata=_means(
            "Names under which the service may be asked (the header `Host` without port), between commas; `*` allows "
            "all. Default: `localhost`, `127.0.0.1` and `[::1]` when `host` is one of them, else all."
        ),
    )
    cors_origins: str = field(
        default="",
        metadata=_means(
            "Origins whose pages may ask from a browser, between commas, for instance `https://care.example.dk`; `*` "
            "allows all. Default: none."
        ),
    )
    busy_seconds: float = field(
        default=10.0,
        metadata=_means("How long to wait for another process that writes to the database.", least=0),
    )
    refresh_seconds: float = field(
        default=1.0,
        metadata=_means(
            "How often a running service looks whether another process has published.", least=0.1
        ),
    )
    max_body_bytes: int = field(
        default=8_000_000, metadata=_means("Largest body of a request, in bytes.", least=1024)
    )
    max_depth: int = field(default=15, metadata=_means("Deepest nesting of fields in a query.", least=1))
    max_aliases: int = field(default=50, metadata=_means("Most aliases in a query.", least=0))
    max_tokens: int = field(
        default=5_000,
        metadata=_means("Most lexical tokens in a query (inputs in variables do not count).", least=10),
    )
    max_cost: int = field(
        default=250_000,
        metadata=_means("Highest cost of a query; docs/graphql.md tells how it is counted.", least=1),
    )
    max_answer_bytes: int = field(
        default=32_000_000, metadata=_means("Largest answer to a question, in bytes.", least=1024)
    )
    timeout_seconds: float = field(
        default=30.0, metadata=_means("Longest time that one request may take.", least=0.1)
    )
    page_default: int = field(
        default=50, metadata=_means("Entries on a page when the query does not say.", least=1)
    )
    page_cap: int = field(default=1_000, metadata=_means("Most entries on a page.", least=1))
    batch_cap: int = field(
        default=10_000, metadata=_means("Most inputs of `resolve` and `translate` in one call.", least=1)
    )
    profile_folders: str = field(
        default="",
        metadata=_means(
            "Folders with own profiles of data objects, between commas; a profile there goes before a shipped one of "
            "its name. They are read when the service starts. Default: none."
        ),
    )
    scheme_base_uri: str = field(
        default="",
        metadata=_means(
            "What the URI of a classification begins with that a table brings without one, for instance "
            "`https://kommune.example/kodeliste/`; its short name follows. Default: such a table is refused."
        ),
    )
    lang: str = field(
        default="",
        metadata=_means(
            "Language of what the commands say to people, `da` or `en`. Default: that of the locale (cli.md).",
            among=("", "da", "en"),
        ),
    )
    document_cache: int = field(
        default=500, metadata=_means("How many parsed and validated queries are kept; 0 keeps none.", least=0)
    )

    def __repr__(self) -> str:
        """Without what may hold a password."""
        shown = {row.name: "***" if row.name in _SECRET else getattr(self, row.name) for row in fields(self)}
        return f"Settings({', '.join(f'{name}={value!r}' for name, value in shown.items())})"

    @property
    def database(self) -> str:
        """The database's URL, the default filled in."""
        return self.database_url or f"{_SQLITE}{self.data_dir / 'samsprog.sqlite3'}"

    @property
    def own_profiles(self) -> tuple[str, ...]:
        """The folders with own profiles."""
        return tuple(folder.strip() for folder in self.profile_folders.split(",") if folder.strip())

    @property
    def sqlite_path(self) -> Path | None:
        """The database's file, or None when it is not SQLite in a file."""
        scheme, _, rest = self.database.partition("://")
        path = rest.partition("?")[0].removeprefix("/")
        return Path(path) if scheme.partition("+")[0] == "sqlite" and path not in {"", ":memory:"} else None


_SECRET: Final = frozenset({"database_url"})
"""Settings of which no value is shown."""
_TABLE: Final[Mapping[str, RecordField]] = {row.name: row for row in fields(Settings)}
_TYPES: Final = {"str": str, "int": int, "float": float, "Path": Path}
_SAID: Final = {
    str: both("tekst", "text"),
    int: both("et helt tal", "a whole number"),
    float: both("et tal", "a number"),
    Path: both("en sti", "a path"),
}


def load_settings(
    environ: Mapping[str, str],
    folder: Path,
    *,
    config: Path | None = None,
    options: Mapping[str, object] | None = None,
) -> Settings:
    """The settings in force.

    Args:
        environ: variables of the environment.
        folder: the working folder; `samsprog.toml` is looked for here, relative paths start here.
        config: the file named by `--config`; it must exist, as one named by `SAMSPROG_CONFIG` must.
        options: values given on the command line, under the names of the settings; None is "not given".

    Raises:
        InvalidSettings: naming every unknown key, wrong type and value out of range, with its place.
    """
    problems: list[Sentence] = []
    values: dict[str, Any] = {}
    path = _config_file(environ, folder, config, problems)
    if path is not None:
        values |= _from_file(path, problems)
    values |= _from_environment(environ, folder, problems)
    values |= _from_options(options or {}, folder, problems)
    if problems:
        raise InvalidSettings(problems)
    values.setdefault("data_dir", _home(environ, "XDG_DATA_HOME", ".local/share"))
    values.setdefault("cache_dir", _home(environ, "XDG_CACHE_HOME", ".cache"))
    settings = Settings(**values)
    if settings.page_default > settings.page_cap:
        message = both(
            f"page_default ({settings.page_default}) er større end page_cap ({settings.page_cap})",
            f"page_default ({settings.page_default}) is larger than page_cap ({settings.page_cap})",
        )
        raise InvalidSettings([message])
    return settings


def _config_file(
    environ: Mapping[str, str], folder: Path, config: Path | None, problems: list[Sentence]
) -> Path | None:
    if config is not None:
        place, path = "--config", folder / config
    elif named := environ.get(CONFIG_VARIABLE):
        place, path = CONFIG_VARIABLE, folder / Path(named).expanduser()
    else:
        path = folder / CONFIG_FILE
        return path if path.is_file() else None
    if path.is_file():
        return path
    problems.append(both(f"{place}: der er ingen fil {path}", f"{place}: there is no file {path}"))
    return None


def _from_file(path: Path, problems: list[Sentence]) -> dict[str, Any]:
    import tomllib

    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problems.append(both(f"{path}: kan ikke læses: {error}", f"{path}: cannot be read: {error}"))
        return {}
    problems += unknown_keys(str(path), read)
    values: dict[str, Any] = {}
    for key, value in read.items():
        if key in _TABLE and _fits(value, key, same(f"{path}: {key}"), problems):
            values[key] = _cast(value, key, path.parent)
    return values


def unknown_keys(path: str, read: Iterable[str]) -> list[Sentence]:
    """What is wrong with the names at the top of a `samsprog.toml`: neither a setting nor the check's table."""
    names = [*_TABLE, CHECK_TABLE]
    return [
        both(
            f"{path}: ukendt nøgle {key!r}{_near(key, names).da}",
            f"{path}: unknown key {key!r}{_near(key, names).en}",
        )
        for key in read
        if key not in names
    ]


def _from_environment(environ: Mapping[str, str], folder: Path, problems: list[Sentence]) -> dict[str, Any]:
    variables = {PREFIX + key.upper(): key for key in _TABLE}
    values: dict[str, Any] = {}
    for variable, text in sorted(environ.items()):
        if not variable.startswith(PREFIX) or variable == CONFIG_VARIABLE or variable.startswith(TEST_PREFIX):
            continue
        if variable not in variables:
            near = _near(variable.removeprefix(PREFIX), [key.upper() for key in (*_TABLE, "config")], PREFIX)
            problems.append(
                both(
                    f"miljøet: ukendt variabel {variable}{near.da}",
                    f"environment: unknown variable {variable}{near.en}",
                )
            )
            continue
        key = variables[variable]
        value = _number(text, key) if text.strip() else text
        if _fits(value, key, both(f"miljøet: {variable}", f"environment: {variable}"), problems):
            values[key] = _cast(value, key, folder)
    return values


def _from_options(options: Mapping[str, object], folder: Path, problems: list[Sentence]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in options.items():
        text = str(value) if isinstance(value, Path) else value
        if value is not None and _fits(text, key, same(f"--{key.replace('_', '-')}"), problems):
            values[key] = _cast(text, key, folder)
    return values


def _number(text: str, key: str) -> object:
    kind = _type(key)
    if kind in {int, float}:
        for read in (int, float) if kind is float else (int,):
            try:
                return read(text)
            except ValueError:
                continue
    return text


def _fits(value: object, key: str, place: Sentence, problems: list[Sentence]) -> bool:
    kind = _type(key)
    allowed: tuple[type, ...] = {int: (int,), float: (int, float)}.get(kind, (str,))
    if not isinstance(value, allowed) or isinstance(value, bool):
        sort = type(value).__name__
        shown = both(f"værdien ({sort})", f"the value (a {sort})") if key in _SECRET else same(repr(value))
        problems.append(
            both(
                f"{place.da}: {shown.da} er ikke {_SAID[kind].da}",
                f"{place.en}: {shown.en} is not {_SAID[kind].en}",
            )
        )
        return False
    if isinstance(value, str):
        if kind is Path and not value.strip():
            problems.append(both(f"{place.da}: stien er tom", f"{place.en}: the path is empty"))
        among = _TABLE[key].metadata["among"]
        if among and value not in among:
            problems.append(
                both(
                    f"{place.da}: {value!r} er ikke en af {', '.join(filter(None, among))}",
                    f"{place.en}: {value!r} is none of {', '.join(filter(None, among))}",
                )
            )
            return False
        return kind is not Path or bool(value.strip())
    assert isinstance(value, int | float)
    least, most = _TABLE[key].metadata["least"], _TABLE[key].metadata["most"]
    if not (least is None or least <= value) or not (most is None or value <= most) or value != value:
        upper = both(f" og højst {most}", f" and at most {most}") if most is not None else NOTHING
        problems.append(
            both(
                f"{place.da}: {value} er uden for området: det skal være mindst {least}{upper.da}",
                f"{place.en}: {value} is out of range: it must be at least {least}{upper.en}",
            )
        )
        return False
    return True


def _cast(value: Any, key: str, base: Path) -> Any:
    kind = _type(key)
    return base / Path(value).expanduser() if kind is Path else kind(value)


def _type(key: str) -> type:
    return _TYPES[str(_TABLE[key].type)]


def _near(name: str, names: list[str], prefix: str = "") -> Sentence:
    nearest = [prefix + near for near in get_close_matches(name, names, n=3, cutoff=0.7)]
    return (
        both(f"; mente du {' eller '.join(nearest)}?", f"; did you mean {' or '.join(nearest)}?")
        if nearest
        else both("; se docs/configuration.md", "; see docs/configuration.md")
    )


def _home(environ: Mapping[str, str], variable: str, usual: str) -> Path:
    base = environ.get(variable, "")
    return (Path(base) if Path(base).is_absolute() else Path.home() / usual) / "samsprog"


def configuration_page() -> str:
    """docs/configuration.md, from the table."""
    return "\n".join(_page_lines()) + "\n"


def _page_lines() -> Iterator[str]:
    yield from _HEAD
    for key, row in _TABLE.items():
        value, text = _SAID[_type(key)].en, row.metadata["text"]
        yield f"| `{key}` | `{PREFIX}{key.upper()}` | {_default(row)} | {value} | {text} |"
    yield from _FOOT


def _default(row: RecordField) -> str:
    return "see right" if row.default in {MISSING, ""} else f"`{row.default}`"


_HEAD: Final = (
    "# Configuration",
    "",
    "<!-- written by `python -m api.settings`; the texts are in api/settings.py -->",
    "",
    "Nothing needs to be set. What is set comes from, the first that says it wins:",
    "",
    "1. options of the command, for instance `--data-dir`;",
    "2. variables of the environment, `SAMSPROG_` and the name in capitals;",
    "3. a TOML file: the one named by `--config`, else by `SAMSPROG_CONFIG`, else `samsprog.toml` in the working",
    "   folder.",
    "",
    "Unknown keys and variables, values of the wrong type and values out of range are errors; all are reported at",
    "once, with their place and the nearest known name. Relative paths start at the file's folder when they stand in",
    "the file, else at the working folder. Variables that begin with `SAMSPROG_TEST_` belong to the project's tests",
    "and are not looked at. The table `[check]` of the file belongs to `samsprog check`: [check.md](check.md).",
    "",
    "| key | variable | default | value | meaning |",
    "|---|---|---|---|---|",
)
_FOOT: Final = (
    "",
    "```toml",
    "# samsprog.toml",
    'data_dir = "/var/lib/samsprog"',
    "port = 8080",
    "page_cap = 500",
    "```",
)


if __name__ == "__main__":
    sys.stdout.write(configuration_page())
