"""Small stacks, written and loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from stackbook.inventory import Loaded, load

LoadFiles = Callable[[Mapping[str, str | bytes]], Loaded]


@pytest.fixture
def load_files(tmp_path: Path) -> LoadFiles:
    """Writes files below a folder, with a `stack.yml` where none is given, and loads it."""

    def load_them(files: Mapping[str, str | bytes]) -> Loaded:
        folder = tmp_path / "stack"
        for name, text in {"stack.yml": "name: Acme\n", **files}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load(folder)

    return load_them
