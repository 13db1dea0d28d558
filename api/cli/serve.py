"""`samsprog serve`: the service in this process."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from socket import socket

    from api.settings import Settings

DESCRIPTION = """\
Run the service: GraphQL under /graphql/v1, the explorer page under /. The first start brings the bundled
vocabularies into the store. Ctrl-C ends it. Settings: docs/configuration.md."""
EXAMPLES = (
    "samsprog serve",
    "samsprog serve --port 8080 --data-dir ./data",
)
FORMATS = ()
NO_SERVER = "this is the service; --host and --port say where it listens"
EXTRAS = ("serve",)


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--host", metavar="ADDRESS", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", metavar="N", type=int, help="port to listen on; 0 takes a free one (8000)")


def run(args: Namespace) -> int:
    """Open the store, then serve until interrupted."""
    import uvicorn

    from api.cli.settings import settings_of

    settings = settings_of(args, host=args.host, port=args.port)
    listening = _listen(settings)
    with listening:
        sys.stderr.write(f"Samsprog starts; its store is {_store(settings)}\n")
        sys.stderr.flush()
        from api.app import create_app, now
        from api.cli.progress import shown_progress
        from api.service.opened import Opened

        opened = Opened(settings, now, shown_progress(at_once=True))
        host, port = listening.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        sys.stderr.write(f"Samsprog answers on http://{shown}:{port}/ (Ctrl-C ends it)\n")
        sys.stderr.flush()
        config = uvicorn.Config(
            create_app(settings, opened=opened), log_level="warning", server_header=False, date_header=True
        )
        try:
            uvicorn.Server(config).run(sockets=[listening])
        except KeyboardInterrupt:
            sys.stderr.write("Samsprog has ended\n")
    return 0


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
        said = f"cannot listen on {settings.host} port {settings.port}: {reason}"
        raise InvalidRequest(f"{said}; --port 0 takes a free port") from None


def _store(settings: Settings) -> str:
    """Where the store lies, and who shares it: two checkouts of one user do, unless they are told otherwise."""
    from os import environ

    from api.cli.settings import default_folders

    if settings.sqlite_path is None:
        return "the database of the setting database_url"
    if str(settings.data_dir) != default_folders(environ)[0] or settings.database_url:
        return str(settings.sqlite_path)
    return f"{settings.sqlite_path}, that of all Samsprog this user runs; --data-dir or SAMSPROG_DATA_DIR names another"
