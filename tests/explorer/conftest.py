"""Small stacks as the explorer sees them. Makes the helpers in `tests/stacks` importable."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stackbook.audience import Audience, publish
from stackbook.drawing import LayoutEngine, engine
from stackbook.graph import build_graph
from stackbook.inventory import load
from stackbook.views.explorer import Explorer, explorer
from stackbook.views.scene import Scene

sys.path.insert(0, str(Path(__file__).parent.parent / "stacks"))

Stage = Callable[..., Scene]


@pytest.fixture
def scene(tmp_path: Path) -> Stage:
    """A scene of a stack: ``scene({"tools/braze": {...}})``, as the public sees it."""

    def made(stack: dict[str, Any], audience: Audience = Audience.PUBLIC) -> Scene:
        folder = tmp_path / f"stack-{len(list(tmp_path.iterdir()))}"
        for path, values in stack.items():
            file = folder / f"{path}.yml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")  # JSON is YAML
        inventory = publish(load(folder, "stack").inventory, audience).inventory
        return Scene(inventory, build_graph(inventory))

    return made


@pytest.fixture
def seen(scene: Stage) -> Callable[..., Explorer]:
    """The whole graph of a stack."""
    return lambda stack, **more: explorer(scene(stack, **more))


@pytest.fixture(scope="session")
def module_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the compiled WebAssembly, so that it is compiled once for all tests."""
    return tmp_path_factory.mktemp("engine")


@pytest.fixture(scope="session")
def wasm(module_cache: Path) -> LayoutEngine:
    return engine("wasm", module_cache)


@pytest.fixture(scope="session", params=["wasm", "dot"])
def either(request: pytest.FixtureRequest, module_cache: Path) -> LayoutEngine:
    """Both engines, one after the other."""
    if request.param == "dot" and shutil.which("dot") is None:
        pytest.skip("native Graphviz (the program dot) is not installed on this machine")
    return engine(request.param, module_cache)
