"""Connections that come to an end: who sends the head of a request too slowly, or takes no answer, is cut off.

uvicorn waits for both as long as the caller likes; the time for a body is the service's own
(`api.graphql.execution.view`).
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.auto import AutoHTTPProtocol

HEAD_SECONDS: Final = 10.0
"""How long a connection may take to send the whole head of a request, from its beginning or the head's first byte."""
TAKING_SECONDS: Final = 30.0
"""How long an answer may wait until the caller has taken the part that was sent last."""
HEAD_BYTES: Final = 65_536
"""How long the head of a request may be, and what follows a body in pieces."""
_LONG: Final = b"the head of the request is too long\n"
_TOO_LONG: Final = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: text/plain; charset=utf-8\r\nconnection: close\r\n"
    b"content-length: %d\r\n\r\n%b"
) % (len(_LONG), _LONG)
_LATE: Final = b"the head of the request did not come in time\n"
_TOO_LATE: Final = (
    b"HTTP/1.1 408 Request Timeout\r\ncontent-type: text/plain; charset=utf-8\r\nconnection: close\r\n"
    b"content-length: %d\r\n\r\n%b"
) % (len(_LATE), _LATE)


class GuardedProtocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """uvicorn's own protocol, whichever is installed, with a clock for heads and for answers."""

    def __init__(
        self,
        *args: Any,
        head_seconds: float = HEAD_SECONDS,
        taking_seconds: float = TAKING_SECONDS,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._head_seconds, self._taking_seconds = head_seconds, taking_seconds
        self._head: asyncio.TimerHandle | None = None
        self._taking: asyncio.TimerHandle | None = None
        self._silent = True
        self._head_bytes = 0
        self._named_bytes = 0

    def connection_made(self, transport: Any) -> None:
        """The clock for the first head runs from here."""
        super().connection_made(transport)
        self._head = self.loop.call_later(self._head_seconds, self._end)

    def data_received(self, data: bytes) -> None:
        """Once a head is whole its clock stops; the first byte of the next one starts it anew."""
        self._silent = False
        if not self._is_answering:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._is_answering:
            self._head_bytes = 0
            _stop(self._head)
            self._head = None
        elif self._head_bytes > HEAD_BYTES:
            self._refuse()
        elif self._head is None and not self.transport.is_closing():
            self._head = self.loop.call_later(self._head_seconds, self._end)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header of the head, or of what follows a body in pieces, which nobody reads."""
        self._named_bytes += len(name) + len(value)
        if self._named_bytes > HEAD_BYTES:
            self._refuse()
        else:
            super().on_header(name, value)

    def on_message_complete(self) -> None:
        """The next request has headers of its own."""
        self._named_bytes = 0
        super().on_message_complete()

    @property
    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _refuse(self) -> None:
        if not self.transport.is_closing():
            if not self._is_answering:
                self.transport.write(_TOO_LONG)
            self.transport.close()

    def pause_writing(self) -> None:
        """More is to be sent than the caller has taken: the clock runs."""
        super().pause_writing()
        _stop(self._taking)
        self._taking = self.loop.call_later(self._taking_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """The caller has taken it."""
        super().resume_writing()
        _stop(self._taking)

    def connection_lost(self, exc: Exception | None) -> None:
        """No clock outlives its connection."""
        _stop(self._head)
        _stop(self._taking)
        super().connection_lost(exc)

    def _end(self) -> None:
        if not self._silent:
            self.transport.write(_TOO_LATE)
        self.transport.close()


def _stop(clock: asyncio.TimerHandle | None) -> None:
    if clock is not None:
        clock.cancel()
