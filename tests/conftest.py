"""What every test can ask for: a browser, a page that cannot leave the site, and a server for a built site."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, WebSocketRoute, sync_playwright

import chromium


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running Chromium. No browser is a failure, never a skip: the pages have to be seen."""
    try:
        program = chromium.find_chromium()
    except chromium.BrowserMissingError as problem:
        pytest.fail(str(problem), pytrace=False)
    if program is None:
        pytest.fail(f"The tests need a browser, and there is none. Run: make test\n{chromium.HOW_TO_GET_ONE}", False)
    os.environ.update(chromium.driver_environment())
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(chromium.ARGUMENTS))
        yield running
        running.close()


@dataclass
class Visit:
    """A page in a browser that cannot leave the site, and what happened there.

    Attributes:
        page: Playwright's page. Pages that it opens are watched too.
        context: What the page lives in.
        outside: The addresses outside the site that something asked for. They were not fetched.
        errors: What the console said as an error, and exceptions nobody caught.
        dialogs: The texts of alerts and other dialogs; text of a contributor that runs as a script shows here.
    """

    page: Page
    context: BrowserContext
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def assert_clean(self) -> None:
        """Fails when anything was asked of the outside, or anything went wrong."""
        assert (self.outside, self.errors, self.dialogs) == ([], [], [])


OfflinePage = Callable[..., Visit]


@pytest.fixture
def offline_page(browser: Browser) -> Iterator[OfflinePage]:
    """Opens pages that can only reach one origin.

    ``offline_page("http://127.0.0.1:1234")`` or ``offline_page("file://")`` gives a ``Visit``; further arguments are
    those of Playwright's ``new_context`` (``viewport``, ``java_script_enabled``, ``color_scheme`` ...).
    """
    with ExitStack() as stack:

        def open_page(origin: str, **options: Any) -> Visit:
            context = browser.new_context(service_workers="block", **options)
            stack.callback(context.close)
            context.set_default_timeout(20_000)
            visit = Visit(page=context.new_page(), context=context)
            _watch(visit, origin)
            return visit

        yield open_page


def _watch(visit: Visit, origin: str) -> None:
    home = _origin(origin)

    def one_request(route: Route) -> None:
        url = route.request.url
        if _origin(url) == home:
            route.continue_()
        else:
            visit.outside.append(url)
            route.abort()

    def one_socket(socket: WebSocketRoute) -> None:
        visit.outside.append(socket.url)
        socket.close()

    visit.context.route("**/*", one_request)
    visit.context.route_web_socket("**/*", one_socket)
    visit.context.on("console", lambda said: visit.errors.append(said.text) if said.type == "error" else None)
    visit.context.on("weberror", lambda raised: visit.errors.append(str(raised.error)))

    def one_dialog(dialog: Any) -> None:
        visit.dialogs.append(dialog.message)
        dialog.dismiss()

    visit.context.on("dialog", one_dialog)


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


ServeFolder = Callable[..., str]


@pytest.fixture
def serve_folder() -> Iterator[ServeFolder]:
    """Serves a folder the way a static host does.

    ``serve_folder(path)`` gives the address, such as ``http://127.0.0.1:1234/``; ``serve_folder(path, "/docs/stack/")``
    serves below that path only. What is not there is answered with the site's ``404.html``.
    """
    with ExitStack() as stack:

        def serve(path: Path, base: str = "/") -> str:
            return start_server(stack, path, base)

        yield serve


@pytest.fixture(scope="session")
def serve_folder_all_session() -> Iterator[ServeFolder]:
    """The same as ``serve_folder``, for session-wide fixtures: one built site, visited by many tests."""
    with ExitStack() as stack:

        def serve(path: Path, base: str = "/") -> str:
            return start_server(stack, path, base)

        yield serve


def start_server(stack: ExitStack, path: Path, base: str = "/") -> str:
    """Serves a folder below a base path until the stack is closed; gives the address."""
    folder = f"/{base.strip('/')}/".replace("//", "/")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(path), base=folder))
    stack.callback(server.server_close)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    stack.callback(server.shutdown)
    return f"http://127.0.0.1:{server.server_port}{folder}"


class _Handler(SimpleHTTPRequestHandler):
    """Serves a folder below a base path, and answers with ``404.html`` outside of it."""

    # Set by hand: what mimetypes says depends on the machine.
    extensions_map = {  # noqa: RUF012 - the base class has it so
        **SimpleHTTPRequestHandler.extensions_map,
        ".css": "text/css",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript",
        ".json": "application/json",
        ".svg": "image/svg+xml",
        ".wasm": "application/wasm",
        ".woff2": "font/woff2",
    }

    def __init__(self, *arguments: Any, base: str, **options: Any) -> None:
        self.base = base
        super().__init__(*arguments, **options)

    def translate_path(self, path: str) -> str:
        path = unquote(urlsplit(path).path)
        if not path.startswith(self.base):
            return str(Path(self.directory) / "there-is-no-such-file")
        return super().translate_path("/" + path.removeprefix(self.base))

    def list_directory(self, path: Any) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)  # a static host lists nothing

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        own = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not own.is_file():
            super().send_error(code, message, explain)
            return
        body = own.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Says nothing: the tests say what went wrong."""
