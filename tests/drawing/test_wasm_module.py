"""Compiled WebAssembly on disk: kept for the next build, and never run when somebody else may have written it.

With a module of a few bytes in place of Graphviz, which takes a second to compile.
"""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest
import wasmtime

from stackbook.drawing import wasm_module

CODE = bytes(wasmtime.wat2wasm('(module (func (export "answer") (result i32) i32.const 42))'))
OTHER = bytes(wasmtime.wat2wasm('(module (func (export "answer") (result i32) i32.const 7))'))


@pytest.fixture(scope="module")
def engine() -> wasmtime.Engine:
    config = wasmtime.Config()
    config.epoch_interruption = True
    return wasmtime.Engine(config)


def answer(engine: wasmtime.Engine, code: bytes, folder: Path | None) -> int:
    """What the module says, loaded with that folder."""
    store = wasmtime.Store(engine)
    store.set_epoch_deadline(1)
    module = wasm_module.load(engine, code, folder)
    return wasmtime.Linker(engine).instantiate(store, module).exports(store)["answer"](store)


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "wasm").iterdir())


def test_it_is_kept_for_this_user_alone(tmp_path: Path, engine: wasmtime.Engine) -> None:
    assert answer(engine, CODE, tmp_path / "new" / "folder") == 42
    (module,) = kept(tmp_path / "new" / "folder")
    assert stat.S_IMODE(module.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(module.stat().st_mode) == 0o600


def test_what_is_kept_is_used(tmp_path: Path, engine: wasmtime.Engine) -> None:
    answer(engine, CODE, tmp_path)
    (module,) = kept(tmp_path)
    before = module.stat().st_mtime_ns, module.stat().st_ino
    assert answer(engine, CODE, tmp_path) == 42
    assert (module.stat().st_mtime_ns, module.stat().st_ino) == before


def test_other_code_has_another_place(tmp_path: Path, engine: wasmtime.Engine) -> None:
    assert (answer(engine, CODE, tmp_path), answer(engine, OTHER, tmp_path)) == (42, 7)
    assert len(kept(tmp_path)) == 2


@pytest.mark.parametrize("damage", ["cut", "changed", "longer", "empty", "link", "readable by others", "writable"])
def test_what_cannot_be_trusted_is_compiled_again(tmp_path: Path, engine: wasmtime.Engine, damage: str) -> None:
    answer(engine, CODE, tmp_path)
    (module,) = kept(tmp_path)
    whole = module.read_bytes()
    if damage == "link":
        module.rename(tmp_path / "elsewhere")
        module.symlink_to(tmp_path / "elsewhere")
    elif damage in ("readable by others", "writable"):
        module.chmod(0o644 if damage == "readable by others" else 0o622)
    else:
        middle = len(whole) // 2
        changed = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
        module.write_bytes({"cut": whole[:-9], "changed": changed, "longer": whole + b"x", "empty": b""}[damage])
    assert answer(engine, CODE, tmp_path) == 42
    assert not module.is_symlink()
    assert stat.S_IMODE(module.stat().st_mode) == 0o600
    assert module.read_bytes() == whole


def test_code_of_another_wasmtime_is_compiled_again(tmp_path: Path, engine: wasmtime.Engine) -> None:
    # A whole file, with a right sum, of an engine with other settings: wasmtime itself refuses it.
    wasm_module.load(wasmtime.Engine(), CODE, tmp_path)
    assert answer(engine, CODE, tmp_path) == 42


def test_a_folder_that_others_may_write_is_left_alone(tmp_path: Path, engine: wasmtime.Engine) -> None:
    answer(engine, OTHER, tmp_path / "mine")
    shutil.copytree(tmp_path / "mine", tmp_path / "open")
    (tmp_path / "open" / "wasm").chmod(0o777)
    assert answer(engine, CODE, tmp_path / "open") == 42
    assert len(kept(tmp_path / "open")) == 1


def test_where_nothing_can_be_kept_it_works_all_the_same(tmp_path: Path, engine: wasmtime.Engine) -> None:
    (tmp_path / "file").write_text("in the way")
    assert answer(engine, CODE, tmp_path / "file") == 42
    assert answer(engine, CODE, None) == 42
