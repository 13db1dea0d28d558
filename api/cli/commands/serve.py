"""`samsprog serve`: the service in this process, or in several that it looks after."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from api.payload import guard
from classification.sentence import Sentence, both, same

if TYPE_CHECKING:
    from socket import socket

    from api.archive.opened import Opened
    from api.cli.language import Speech
    from api.settings import Settings

DESCRIPTION = """\
Run the service: GraphQL under /graphql/v1, the explorer page under /. The first start brings the bundled
vocabularies into the store. Ctrl-C ends it. Settings: docs/configuration.md."""
EXAMPLES = (
    "samsprog serve",
    "samsprog serve --port 8080 --data-dir ./data",
    "samsprog serve --workers 4",
)
FORMATS = ()
NO_SERVER = "this is the service; --host and --port say where it listens"
EXTRAS = ("serve",)


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--host", metavar="ADDRESS", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", metavar="N", type=int, help="port to listen on; 0 takes a free one (8000)")
    parser.add_argument("--workers", metavar="N", type=int, help="processes that answer (1)")


def run(args: Namespace) -> int:
    """Open the store, then serve until interrupted."""
    import uvicorn  # noqa: F401 - where the service is not installed, that is said before anything else

    from api.cli.settings import settings_of

    settings = settings_of(args, host=args.host, port=args.port, workers=args.workers)
    listening = _listen(settings)
    with listening:
        begins = both("Samsprog starter; lageret er ", "Samsprog starts; its store is ") + _store(settings)
        sys.stderr.write(f"{guard.line(args.speech(begins))}\n")
        sys.stderr.flush()
        from api.app import now
        from api.archive.opened import Opened
        from api.cli.progress import shown_progress

        opened = Opened(settings, now, shown_progress(args.speech, at_once=True))
        host, port = listening.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{port}/"
        ready = both(
            f"Samsprog svarer på {address} (Ctrl-C stopper)",
            f"Samsprog answers on {address} (Ctrl-C ends it)",
        )
        sys.stderr.write(f"{guard.line(args.speech(ready))}\n")
        sys.stderr.flush()
        try:
            if settings.workers == 1:
                _serve_alone(settings, opened, listening)
            else:
                opened.close()  # each worker opens the store, which now has the bundled vocabularies, for itself
                _serve_together(settings, listening)
                _tell_end(args.speech)
        except KeyboardInterrupt:
            _tell_end(args.speech)
    return 0


def _tell_end(speech: Speech) -> None:
    sys.stderr.write(f"{speech(both('Samsprog er stoppet', 'Samsprog has ended'))}\n")


def _serve_alone(settings: Settings, opened: Opened, listening: socket) -> None:
    import uvicorn

    from api.app import create_app

    app = create_app(settings, opened=opened)
    uvicorn.Server(uvicorn.Config(app, **_options(settings))).run(sockets=[listening])


def _serve_together(settings: Settings, listening: socket) -> None:
    """Several processes that take connections from one socket; one that ends is started again."""
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    from api.app import create_app

    # uvicorn takes what makes the application as it takes its name; a name could not carry the settings.
    app = cast(Any, partial(create_app, settings))
    config = uvicorn.Config(app, factory=True, workers=settings.workers, **_options(settings))
    Multiprocess(config, sockets=[listening]).run()


def _options(settings: Settings) -> dict[str, Any]:
    from api.connection import HEAD_SECONDS, GuardedProtocol

    head = min(HEAD_SECONDS, settings.timeout_seconds)
    return {
        "http": partial(GuardedProtocol, head_seconds=head, taking_seconds=settings.timeout_seconds),
        "ws": "none",
        "log_level": "warning",
        "server_header": False,
        "date_header": True,
    }


def _listen(settings: Settings) -> socket:
    """The socket, taken before anything is loaded: a port in use is told at once."""
    import os
    import socket

    from classification.errors import InvalidRequest

    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        place = f"{settings.host} port {settings.port}: {reason}"
        raise InvalidRequest(
            both(
                f"kan ikke lytte på {place}; --port 0 tager en ledig port",
                f"cannot listen on {place}; --port 0 takes a free port",
            )
        ) from None


def _store(settings: Settings) -> Sentence:
    """Where the store lies, and who shares it: two checkouts of one user do, unless they are told otherwise."""
    from os import environ

    from api.cli.settings import default_folders

    if settings.sqlite_path is None:
        return both("databasen i indstillingen database_url", "the database of the setting database_url")
    if str(settings.data_dir) != default_folders(environ)[0] or settings.database_url:
        return same(str(settings.sqlite_path))
    path = settings.sqlite_path
    return both(
        f"{path}, fælles for al Samsprog, som denne bruger kører; --data-dir eller SAMSPROG_DATA_DIR nævner et andet",
        f"{path}, that of all Samsprog this user runs; --data-dir or SAMSPROG_DATA_DIR names another",
    )
