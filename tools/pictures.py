"""Takes the pictures of README.md and the guide: builds the site of the sample and looks at it in a browser.

Run it after the look has changed: ``.venv/bin/python tools/pictures.py``. It needs a browser (``make setup``).
"""

from __future__ import annotations

import functools
import http.server
import os
import struct
import tempfile
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

import chromium
from environment import ROOT, run, say, venv_program

WIDTH = 1440
MOST_BYTES = 250_000
ASSETS = ROOT / "docs" / "assets"


@dataclass(frozen=True)
class Picture:
    """A picture: the name of its file, the page's address, its height in pixels, or the one part that it shows."""

    name: str
    address: str
    height: int = 900
    part: str = ""


PICTURES = (
    Picture("home.png", "", 1080),
    Picture("tool.png", "tools/braze/", 1160),
    Picture("flows.png", "tools/contentful/", part="figure.sb-picture"),
)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *said: object) -> None:  # the name is the library's
        """Says nothing."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The address under which a folder is served."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def _take(browser: Browser, base: str, picture: Picture) -> bytes:
    size = {"width": WIDTH, "height": picture.height}
    context = browser.new_context(viewport=size, color_scheme="light", reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(base + picture.address, wait_until="networkidle")
    taken = page.locator(picture.part).first.screenshot() if picture.part else page.screenshot()
    context.close()
    return taken


def _smaller(taken: bytes) -> bytes:
    """The same PNG, compressed as well as can be: browsers are in a hurry."""
    signature, place = taken[:8], 8
    chunks: list[tuple[bytes, bytes]] = []
    while place < len(taken):
        (length,) = struct.unpack(">I", taken[place : place + 4])
        chunks.append((taken[place + 4 : place + 8], taken[place + 8 : place + 8 + length]))
        place += length + 12
    pixels = zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT"))
    kept = [(kind, data) for kind, data in chunks if kind in (b"IHDR", b"IEND")]
    kept.insert(1, (b"IDAT", zlib.compress(pixels, 9)))
    return signature + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in kept
    )


def main() -> int:
    """Takes every picture.

    Returns:
        0, or 1 when the site could not be built or a picture came out too large.
    """
    program = chromium.ensure_chromium(venv_program("python"))
    os.environ.update(chromium.driver_environment())
    ASSETS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        if run([venv_program("mkdocs"), "build", "--quiet", "--site-dir", folder]):
            return 1
        with _served(Path(folder)) as base, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=list(chromium.ARGUMENTS))
            done = {p.name: _smaller(_take(browser, base, p)) for p in PICTURES}
            browser.close()
    for name, content in done.items():
        (ASSETS / name).write_bytes(content)
        say(f"docs/assets/{name}: {len(content) // 1000} kB")
    return int(any(len(content) > MOST_BYTES for content in done.values()))


if __name__ == "__main__":
    raise SystemExit(main())
