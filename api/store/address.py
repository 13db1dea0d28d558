"""The address of a database: read, and shown without what is secret in it.

An address is an SQLAlchemy URL. What is shown of it is what is known to be harmless: the password stands as `***`, so
does the value of every option behind `?` that is not known to hold no secret; of an address that cannot be read only
the kind of database is shown, since nobody can tell which part of it is the password.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote, quote_plus

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from classification.record import frozen
from classification.sentence import Sentence, both, same

HIDDEN: Final = "***"
_HARMLESS: Final = frozenset(
    re.findall(
        r"\w+",
        "application_name cache channel_binding client_encoding connect_timeout dbname gssencmode host hostaddr "
        "immutable keepalives load_balance_hosts mode nolock port sslcert sslcrl sslkey sslmode sslrootcert "
        "target_session_attrs timeout uri user vfs",
    )
)
"""Options of PostgreSQL's and SQLite's drivers that hold no secret; the value of any other is hidden."""
_KIND: Final = re.compile(r"([A-Za-z0-9_]+(?:\+[A-Za-z0-9_]+)?)://")
_EXAMPLE: Final = "postgresql+psycopg://user:password@host:5432/samsprog"


class UnreadableAddress(ValueError):
    """The text is no address of a database; `said` shows no part of it that may be secret."""

    def __init__(self, said: Sentence) -> None:
        self.said = said + same("; ") + _remedy()
        super().__init__(self.said.en)


@frozen
class Address:
    """An address that can be read: for SQLAlchemy, and for people."""

    url: URL
    shown: str

    def without_secrets(self, said: str) -> str:
        """What a driver said, without the secrets of this address should it repeat one."""
        for secret in sorted(_secrets(self.url), key=len, reverse=True):
            for written in {secret, quote(secret), quote(secret, safe=""), quote_plus(secret)}:
                said = said.replace(written, HIDDEN)
        return said


def read_address(text: str) -> Address:
    """The address that a setting holds.

    Raises:
        UnreadableAddress: saying how one is written, without the parts of this one.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        kind = _shown_kind(text)
        raise UnreadableAddress(
            both(f"{kind.da} er ikke adressen på en database", f"{kind.en} is no address of a database")
        ) from None
    doubt = _doubt(url)
    if doubt is not None:
        raise UnreadableAddress(_shown_kind(text) + doubt)
    return Address(url, _shown(url))


def _doubt(url: URL) -> Sentence | None:
    """What looks as if a part of a password stood where something else belongs."""
    database = url.database or ""
    if url.get_backend_name().startswith("sqlite"):
        return None
    if "@" in f"{url.host}{database}":
        return both(": der er et @ for meget i adressen", ": there is an @ too many in the address")
    if not {"&", ";", "="}.isdisjoint(database):
        return both(
            ": i databasens navn står &, ; eller =; tilvalg begynder med ?",
            ": the name of the database holds &, ; or =; options begin with ?",
        )
    return None


def _remedy() -> Sentence:
    return both(
        f"skriv den som {_EXAMPLE}, med %40 for @, %2F for / og %3A for : i bruger og adgangskode",
        f"write it as {_EXAMPLE}, with %40 for @, %2F for / and %3A for : in user and password",
    )


def _shown_kind(text: str) -> Sentence:
    kind = _KIND.match(text)
    shown = f"'{kind[1]}://{HIDDEN}'" if kind else repr(HIDDEN)
    return both(f"databasen {shown}", f"database {shown}")


def _shown(url: URL) -> str:
    """The address as text; `***` is written as it is, not as `%2A%2A%2A`."""
    hidden = {name: HIDDEN for name, values in url.query.items() if _is_secret(name, values)}
    shown = url.update_query_dict(hidden)
    if ":" in (url.username or ""):  # a user with a password in one
        shown = shown.set(username=HIDDEN)
    return shown.render_as_string(hide_password=True).replace(quote_plus(HIDDEN), HIDDEN)


def _is_secret(name: str, values: str | tuple[str, ...]) -> bool:
    """Whether the value of an option may be secret: it is not known to be harmless, or holds a user's `@`."""
    return name.lower() not in _HARMLESS or "@" in "".join(values)


def _secrets(url: URL) -> Iterator[str]:
    if url.password:
        yield str(url.password)
    if ":" in (url.username or ""):
        yield str(url.username)
    for name, values in url.query.items():
        if _is_secret(name, values):
            yield from filter(None, (values,) if isinstance(values, str) else values)
