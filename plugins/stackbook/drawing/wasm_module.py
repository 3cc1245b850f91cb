"""The compiled form of a WebAssembly module, kept on disk between builds.

To load it is to run native code. So it is only ever read from a folder and a file that belong to this
user and that nobody else can write, and only when it is whole.
"""

from __future__ import annotations

import hashlib
import os
import platform
import stat
import tempfile
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import wasmtime

_DIGEST = 32


def load(engine: wasmtime.Engine, code: bytes, cache_dir: Path | None) -> wasmtime.Module:
    """The module of this code: from the folder when it is there and safe to use, else compiled and put there.

    Raises:
        wasmtime.WasmtimeError: the code cannot be compiled.
    """
    # Where files have no owner and mode (Windows) there is no way to see that the file is this user's.
    if cache_dir is None or not hasattr(os, "getuid"):
        return wasmtime.Module(engine, code)
    path = cache_dir / "wasm" / f"{_key(code)}.module"
    kept = _read(path)
    if kept is not None:
        # Compiled for another processor, or by a wasmtime that calls itself the same: wasmtime says so.
        with suppress(wasmtime.WasmtimeError):
            return wasmtime.Module.deserialize(engine, kept)
    module = wasmtime.Module(engine, code)
    _write(path, bytes(module.serialize()))
    return module


def _key(code: bytes) -> str:
    about = f"{version('wasmtime')} {platform.system()} {platform.machine()} epochs ".encode()
    return hashlib.sha256(about + hashlib.sha256(code).digest()).hexdigest()[:32]


def _private(found: os.stat_result) -> bool:
    return found.st_uid == os.getuid() and not found.st_mode & 0o077


def _read(path: Path) -> bytes | None:
    try:
        folder = path.parent.lstat()
        if not (stat.S_ISDIR(folder.st_mode) and _private(folder)):
            return None
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(handle)
            if not (stat.S_ISREG(found.st_mode) and _private(found)):
                return None
            data = file.read()
    except OSError:
        return None
    whole = data[:_DIGEST] == hashlib.sha256(data[_DIGEST:]).digest()
    return data[_DIGEST:] if whole and len(data) > _DIGEST else None


def _write(path: Path, data: bytes) -> None:
    # A folder that cannot be written only costs the next build a second.
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = path.parent.lstat()
        if not (stat.S_ISDIR(folder.st_mode) and _private(folder)):
            return
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")  # for this user alone
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(data).digest() + data)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink()
            raise
