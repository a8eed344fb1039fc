"""Show a folder in the browser of this machine, and to nobody else."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote, urlsplit

import doseline
from doseline.errors import UserError

__all__ = ["DEFAULT_PORT", "make_server", "require_port", "serve_folder"]

ADDRESS: Final = "127.0.0.1"
"""This machine alone: nothing that Doseline shows here is meant for a network."""

DEFAULT_PORT: Final = 8000

_TYPES: Final[Mapping[str, str]] = {
    ".html": "text/html; charset=utf-8",
    ".csv": "text/plain; charset=utf-8",
    ".json": "application/json; charset=utf-8",
}
"""What is shown; anything else in the folder is not. A CSV is shown as text, so that no office program opens it."""

_HEADERS: Final[Mapping[str, str]] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
_NOTHING: Final = "default-src 'none'; base-uri 'none'; form-action 'none'"
_POLICY: Final = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_HEAD_BYTES: Final = 4096


def serve_folder(folder: Path, port: int | None, announce: Callable[[str], None]) -> None:
    """Serve a folder on this machine until Ctrl-C.

    Parameters
    ----------
    folder : what is shown
    port : port to listen on, 0 for any free one; None: 8000, or any free one if that is taken
    announce : called with the address once it answers

    Raises
    ------
    UserError
        If the port cannot be had.
    """
    with make_server(folder, port) as server:
        try:
            announce(f"http://{ADDRESS}:{server.server_port}/")
            server.serve_forever()
        except KeyboardInterrupt:
            return


def require_port(port: int | None) -> None:
    """Raise unless the port can be had; see `serve_folder`."""
    make_server(Path(), port).server_close()


def make_server(folder: Path, port: int | None) -> ThreadingHTTPServer:
    """Return a server of a folder that listens already; see `serve_folder`."""
    handler = partial(_Handler, folder=folder.resolve())
    try:
        return ThreadingHTTPServer((ADDRESS, DEFAULT_PORT if port is None else port), handler)
    except OSError as error:
        if port is None:
            return ThreadingHTTPServer((ADDRESS, 0), handler)
        raise UserError(
            f"The port {port} cannot be had: {error.strerror or error}.",
            remedy="Give another one, or --port 0 for any that is free.",
        ) from error


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD for the pages, tables and summaries below one folder."""

    server_version = f"Doseline/{doseline.__version__}"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 30

    def __init__(self, *arguments: object, folder: Path) -> None:
        self.folder = folder
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer with a page, a table or a list of a folder."""
        self._answer()

    def do_HEAD(self) -> None:
        """Answer as GET does, without the body."""
        self._answer()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the library's name
        """Say nothing: who is served sits at this machine."""

    def _answer(self) -> None:
        if not self._asked_here():
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST)
            return
        path = self._found(unquote(urlsplit(self.path).path))
        if path is None:
            self._refuse(HTTPStatus.NOT_FOUND)
        elif path.is_dir() and not urlsplit(self.path).path.endswith("/"):
            self._send(HTTPStatus.MOVED_PERMANENTLY, b"", location=quote(f"/{path.relative_to(self.folder)}/"))
        elif path.is_dir():
            self._send(HTTPStatus.OK, _listing(path).encode("utf-8"))
        else:
            self._send(HTTPStatus.OK, path.read_bytes(), kind=_TYPES[path.suffix])

    def _asked_here(self) -> bool:
        """Whether the browser meant this machine: a name from elsewhere that leads here is refused."""
        host = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
        return host in {ADDRESS, "localhost"}

    def _found(self, asked: str) -> Path | None:
        names = [name for name in asked.split("/") if name]
        if any(name.startswith(".") or "\\" in name or "\0" in name for name in names):
            return None
        path = self.folder.joinpath(*names).resolve()
        if not path.is_relative_to(self.folder):
            return None
        if path.is_dir():
            index = path / "index.html"
            return index if index.is_file() and asked.endswith("/") else path
        return path if path.is_file() and path.suffix in _TYPES else None

    def _refuse(self, status: HTTPStatus) -> None:
        self._send(status, f"{status.value} {status.phrase}\n".encode(), kind="text/plain; charset=utf-8")

    def _send(
        self, status: HTTPStatus, body: bytes, *, kind: str = _TYPES[".html"], location: str | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", f"{_policy_of(body)}; frame-ancestors 'none'")
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        if location is not None:
            self.send_header("Location", location)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _policy_of(body: bytes) -> str:
    """Return the policy that a page states in its head, with the hash of its stylesheet; of anything else: nothing."""
    found = _POLICY.search(body[:_HEAD_BYTES].decode("utf-8", errors="replace"))
    return found[1].replace("&#39;", "'") if found else _NOTHING


def _listing(folder: Path) -> str:
    """Return a page that links what a folder holds: pages first, then folders and tables."""
    from doseline.i18n import Messages
    from doseline.reporting import Cell, Column, Page, Section, Table, Words, render

    say = Messages("en")
    names = sorted(
        (f"{entry.name}/" if entry.is_dir() else entry.name)
        for entry in folder.iterdir()
        if not entry.name.startswith(".") and (entry.is_dir() or entry.suffix in _TYPES)
    )
    names.sort(key=lambda name: not name.endswith(".html"))
    table = Table(
        caption=folder.name,
        columns=(Column(title=folder.name, header=True),),
        rows=[(Cell(text=name, href=quote(name)),) for name in ["../", *names]],
        visible_caption=False,
    )
    return render(
        Page(
            language="en",
            title=folder.name,
            kicker="Doseline",
            subtitle="",
            opening=(),
            sections=(Section(anchor="files", title=folder.name, blocks=(table,)),),
            closing=say("report-closing"),
            words=Words(
                skip=say("report-skip"),
                contents=say("report-contents"),
                mark=say("report-mark"),
                mark_meaning=say("report-mark-meaning"),
            ),
        )
    )
