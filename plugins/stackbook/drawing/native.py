"""The layout engine ``dot``: the Graphviz that is installed on this machine."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from stackbook.drawing.layout import (
    Layout,
    LayoutError,
    LayoutFailed,
    LayoutTimeout,
    LayoutUnavailable,
    parse,
    positions,
)

_BATCH = 100


class DotEngine:
    """Lays out with native Graphviz, many graphs a process.

    Args:
        command: name or path of the program.
        limit: seconds that one graph may take; a batch may take as much and a tenth of a second a graph.

    Raises:
        LayoutUnavailable: there is no such program, or it does not say that it is Graphviz.
    """

    name = "dot"

    def __init__(self, command: str = "dot", limit: float = 10.0) -> None:
        found = shutil.which(command)
        if found is None:
            raise LayoutUnavailable(
                "Graphviz is not installed: the program `dot` was not found. Install Graphviz "
                "(https://graphviz.org/download/), or use the layout engine `wasm`, which needs nothing."
            )
        self._command, self._limit = found, limit
        self.version = self._ask_version()

    def layout(self, dot: str) -> Layout:
        """See `LayoutEngine.layout`."""
        try:
            done = self._run(dot, self._limit)
        except subprocess.TimeoutExpired:
            raise LayoutTimeout(f"The layout took longer than {self._limit:g} seconds.") from None
        if done.returncode != 0 or not done.stdout:
            raise LayoutFailed("Graphviz could not lay out this picture.")
        return parse(done.stdout)

    def layout_many(self, dots: Sequence[str]) -> list[Layout | LayoutError]:
        """See `LayoutEngine.layout_many`."""
        workers = max(1, min(os.cpu_count() or 1, 4))
        size = max(1, min(_BATCH, -(-len(dots) // workers)))
        batches = [dots[at : at + size] for at in range(0, len(dots), size)]
        with ThreadPoolExecutor(workers) as pool:
            return [result for batch in pool.map(self._batch, batches) for result in batch]

    def _batch(self, dots: Sequence[str]) -> list[Layout | LayoutError]:
        try:
            done = self._run("\n".join(dots), self._limit + 0.1 * len(dots))
            if done.returncode == 0:
                documents = _documents(done.stdout.decode("utf-8"))
                if len(documents) == len(dots):
                    return [positions(document) for document in documents]
        except (subprocess.TimeoutExpired, LayoutFailed, ValueError):
            pass  # Graphviz stops at the first bad graph, and does not say which: each on its own, below.
        return [self._one(dot) for dot in dots]

    def _one(self, dot: str) -> Layout | LayoutError:
        try:
            return self.layout(dot)
        except LayoutUnavailable:
            raise
        except LayoutError as error:
            return error

    def _run(self, dots: str, limit: float) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(
                [self._command, "-Tjson0"],
                input=dots.encode("utf-8", "replace"),
                capture_output=True,
                timeout=limit,
                env={**os.environ, "LC_ALL": "C"},
                check=False,
            )
        except OSError as error:
            raise LayoutUnavailable(f"Graphviz could not be started: {error.strerror}.") from None

    def _ask_version(self) -> str:
        try:
            done = subprocess.run([self._command, "-V"], capture_output=True, timeout=30, check=False)
        except (OSError, subprocess.TimeoutExpired):
            raise LayoutUnavailable("Graphviz is installed but does not start.") from None
        said = re.search(rb"graphviz version (\S+)", done.stdout + done.stderr)
        if said is None:
            raise LayoutUnavailable("The program `dot` that was found is not Graphviz.")
        return f"graphviz {said[1].decode('ascii', 'replace')}"


def _documents(text: str) -> list[Any]:
    """The JSON documents that stand one after the other. Raises ValueError."""
    decoder, at = json.JSONDecoder(), 0
    found: list[Any] = []
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        document, at = decoder.raw_decode(text, at)
        found.append(document)
    return found
