"""How fast pictures are: 1,000 neighbourhoods from views to SVG, beside one plain `dot` over the same graphs.

``python benchmarks/pictures.py 1000``. Seconds are by the clock, the best of three runs.
Layouts are made anew each time.
The floor needs a Graphviz on this machine; without one it is left out.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from stackbook.drawing import IconFinder, IconSet, Renderer, engine, write_svg
from stackbook.drawing.boxes import plan
from stackbook.drawing.dot import to_dot
from stackbook.drawing.placing import draft
from stackbook.graph import build_graph
from stackbook.inventory import load
from stackbook.views.neighbourhood import neighbourhood
from stackbook.views.picture import View
from stackbook.views.scene import Scene
from stacks import write_stack

RUNS = 3


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=1000, help="pictures (1000)")
    count: int = parser.parse_args().count
    with tempfile.TemporaryDirectory() as folder:
        write_stack(Path(folder, "stack"), count)
        inventory = load(Path(folder, "stack"), "stack").inventory
        scene = Scene(inventory, build_graph(inventory))
        refs = [tool.ref for tool in scene.tools]
        views = [view for ref in refs if (view := neighbourhood(scene, ref)) is not None]
        print(
            f"{len(views)} pictures, {sum(len(v.nodes) for v in views) / len(views):.1f} boxes and "
            f"{sum(len(v.edges) for v in views) / len(views):.1f} arrows on average, "
            f"{len(os.sched_getaffinity(0))} processors"
        )
        _row("views from the inventory", _best(lambda: [neighbourhood(scene, ref) for ref in refs]))
        cache = Path(folder, "cache")
        for name in ("wasm", "dot"):
            if name == "dot" and shutil.which("dot") is None:
                continue
            made = engine("wasm" if name == "wasm" else "dot", cache)
            made.layout_many([to_dot(replace(plan(views[0]), columns=()))])  # starting the engine is no part of it
            _row(f"views to SVG, {name}", _best(lambda made=made: _draw(Renderer(made), views)))
        if shutil.which("dot") is None:
            print("no Graphviz here, so no floor")
            return
        free = "\n".join(to_dot(replace(plan(view), columns=())) for view in views).encode()
        plans = [plan(view) for view in views]
        placed = "\n".join(to_dot(made, draft(made)) for made in plans).encode()
        _row("floor: one `dot -Tsvg` over the same graphs", _best(lambda: _plain_dot(free, "svg")))
        _row("  the same, only positions (json0)", _best(lambda: _plain_dot(free, "json0")))
        _row("  what is left of it once boxes have their places", _best(lambda: _plain_dot(placed, "json0")))


def _draw(renderer: Renderer, views: list[View]) -> int:
    icons = IconSet(IconFinder(None))
    drawn = renderer.draw_many(views)
    return sum(
        len(write_svg(one.view, one.layout, lambda ref, anchor: f"../{ref}/", icons, "p"))
        for one in drawn
        if one.layout
    )


def _plain_dot(source: bytes, form: str) -> int:
    done = subprocess.run(["dot", f"-T{form}"], input=source, capture_output=True, check=True)
    return len(done.stdout)


def _best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def _row(what: str, seconds: float) -> None:
    print(f"{seconds:8.2f} s  {what}", flush=True)


if __name__ == "__main__":
    main()
