"""One question to a running service, over HTTP with the standard library."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NoReturn
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from classification.errors import InvalidRequest, SamsprogError
from classification.sentence import both, same

PATH = "/graphql/v1"
_SECONDS = 60


class ServerUnreachable(SamsprogError):
    """No service answers at the address, or what answers is none."""

    code = "SERVER_UNREACHABLE"


class ServerRefused(SamsprogError):
    """The service said why it has no answer; `code` is the stable code it gave."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(same(message))  # a service speaks English


class GraphQLClient:
    """Asks the service at a URL (its root, or its GraphQL endpoint).

    Raises:
        InvalidRequest: no URL of HTTP.
    """

    def __init__(self, url: str) -> None:
        if not _is_address(url) and "@" not in url and "?" not in url:
            raise InvalidRequest(
                both(
                    f"--server {url} er ikke en adresse; skriv for eksempel http://127.0.0.1:8000",
                    f"--server {url} is no address; write for instance http://127.0.0.1:8000",
                )
            )
        if "@" in url or "?" in url:
            raise InvalidRequest(
                both(
                    "--server tager hverken bruger, adgangskode eller tilvalg; skriv for eksempel http://127.0.0.1:8000",
                    "--server takes neither user, password nor options; write for instance http://127.0.0.1:8000",
                )
            )
        root = url.rstrip("/")
        self.url = root if root.endswith(PATH) else root + PATH

    def ask(self, query: str, variables: dict[str, Any]) -> dict[str, Any]:
        """The `data` of the answer.

        Raises:
            ServerUnreachable, ServerRefused: there is none.
        """
        answer = self._posted(json.dumps({"query": query, "variables": variables}).encode())
        for error in answer.get("errors") or ():
            raise self._refusal(error)
        data = answer.get("data")
        if not isinstance(data, dict) or not all(isinstance(result, dict | list) for result in data.values()):
            raise self._stranger()
        for result in data.values():
            if isinstance(result, dict) and "problem" in result:
                raise ServerRefused(result["problem"], str(result.get("message", "")))
        return _Given(data, self._stranger)

    def _refusal(self, error: Any) -> SamsprogError:
        try:
            code: str = (error.get("extensions") or {}).get("code", "ERROR")
            return ServerRefused(code, error["message"])
        except (AttributeError, KeyError):
            return self._stranger()

    def _posted(self, body: bytes) -> dict[str, Any]:
        headers = {"content-type": "application/json", "accept": "application/json"}
        try:
            with urlopen(Request(self.url, body, headers), timeout=_SECONDS) as response:
                raw = response.read()
        except HTTPError as error:
            raw = error.read()
        except (URLError, OSError) as error:
            reason = getattr(error, "reason", error)
            message = both(
                f"ingen tjeneste svarer på {self.url}: {reason}; samsprog serve starter en",
                f"no service answers at {self.url}: {reason}; samsprog serve starts one",
            )
            raise ServerUnreachable(message) from None
        try:
            answer = json.loads(raw)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or not ({"data", "errors"} & answer.keys()):
            raise self._stranger()
        return answer

    def _stranger(self) -> ServerUnreachable:
        return ServerUnreachable(
            both(
                f"det, der svarer på {self.url}, er ikke Samsprog; er adressen rigtig?",
                f"what answers at {self.url} is not Samsprog; is the address right?",
            )
        )


class _Given(dict[str, Any]):
    """What a service gave; a field that was asked for and is not there tells that it is no Samsprog."""

    def __init__(self, data: dict[str, Any], stranger: Callable[[], SamsprogError]) -> None:
        super().__init__(data)
        self._stranger = stranger

    def __missing__(self, field: str) -> NoReturn:
        raise self._stranger()


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none, brackets that do not close
        return False
