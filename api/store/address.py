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
    """The text is no address of a database; the message shows no part of it that may be secret."""


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
        raise UnreadableAddress(f"{_shown_kind(text)} is no address of a database; {_remedy()}") from None
    if not url.get_backend_name().startswith("sqlite") and "@" in f"{url.host}{url.database}":
        # The end of a password, as likely as not.
        raise UnreadableAddress(f"{_shown_kind(text)}: there is an @ too many in the address; {_remedy()}")
    return Address(url, _shown(url))


def _remedy() -> str:
    return f"write it as {_EXAMPLE}, with %40 for @, %2F for / and %3A for : in user and password"


def _shown_kind(text: str) -> str:
    kind = _KIND.match(text)
    return f"database '{kind[1]}://{HIDDEN}'" if kind else f"database {HIDDEN!r}"


def _shown(url: URL) -> str:
    """The address as text; `***` is written as it is, not as `%2A%2A%2A`."""
    hidden = {name: HIDDEN for name in url.query if name.lower() not in _HARMLESS}
    shown = url.update_query_dict(hidden).render_as_string(hide_password=True)
    return shown.replace(quote_plus(HIDDEN), HIDDEN)


def _secrets(url: URL) -> Iterator[str]:
    if url.password:
        yield str(url.password)
    for name, values in url.query.items():
        if name.lower() not in _HARMLESS:
            yield from filter(None, (values,) if isinstance(values, str) else values)
