"""How fluid the explorer is: `python benchmarks/explorer.py [tools ...]`, each with twice as many flows.

Prints, for each size: seconds to place everything, the size of the data, and, in a real Chromium, milliseconds until
the map is there, and those that the script takes for a filter, for lighting up the neighbours of the busiest tool, and
for one frame while the map is moved. What the graphics card then does is not counted: a browser without a window has
none and paints by software. `make setup` builds the script that is measured.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from importlib.resources import files
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from playwright.sync_api import Page, sync_playwright

import chromium
from stackbook.drawing import engine
from stackbook.drawing.spread import spread
from stackbook.exchange.explorer import explorer_file
from stackbook.model.vocab import BUILT_IN
from stackbook.views.explorer import Explorer, Thing, Tie

SIZES = (1_000, 5_000, 10_000)
_PATTERNS = ("native_connector", "api_pull", "webhook", "reverse_etl", "etl_elt", "file_transfer", "ipaas")
_PAGE = """<!doctype html><meta charset="utf-8"><title>Explorer</title><link rel="stylesheet" href="stackbook.css">
<link rel="stylesheet" href="stackbook-explorer.css"><body data-md-color-scheme="default"><div class="sb">
<div class="sb-explorer" data-sb-explorer data-file="explorer/data.js" data-root="./"></div></div>
<script src="explorer.js"></script>"""
_MEASURE = """async (times) => {
  const app = document.querySelector(".sb-explorer").explorer
  const map = app.map.renderer
  const tick = () => document.querySelector('[data-facet="category"] input').click()
  const frames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  const found = {}
  const measure = async (name, start, frame) => {
    const took = []
    for (let time = 0; time < times; time += 1) {
      await frames()
      const began = performance.now()
      start()
      if (frame) frame()
      took.push(performance.now() - began)
    }
    found[name] = took.sort((a, b) => a - b)[Math.floor(times / 2)]
  }
  const refresh = () => map.refresh({ skipIndexation: true })
  await measure("a filter", tick, refresh)
  await measure("lighting up a hub", () => map.emit("enterNode", { node: "0" }), refresh)
  map.emit("leaveNode", { node: "0" })
  await measure("a frame while moving", () => map.render())
  return found
}"""


def world(tools: int) -> Explorer:
    """A graph of that many tools, twice as many flows, a data source each, vendors and teams; the same every time."""
    chance = random.Random(tools)  # noqa: S311  # the same numbers every time are what is wanted
    categories = sorted(BUILT_IN["category"].values)
    teams, vendors, hubs = max(3, tools // 100), max(3, tools // 4), max(1, tools // 100)
    first_vendor, first_team = 2 * tools, 2 * tools + vendors
    things = [
        Thing(
            f"tool:tool-{n}",
            "tool",
            f"Tool {n}",
            f"Does job {n}.",
            chance.choice(categories),
            (f"team:team-{n % teams}",),
            "active",
            "confidential",
            ("internal",),
        )
        for n in range(tools)
    ]
    things += [Thing(f"data_source:source-{n}", "data_source", f"Source {n}") for n in range(tools)]
    things += [Thing(f"vendor:vendor-{n}", "vendor", f"Vendor {n}") for n in range(vendors)]
    things += [Thing(f"team:team-{n}", "team", f"Team {n}") for n in range(teams)]
    ties = [
        Tie(
            "flow",
            chance.randrange(hubs if n % 4 == 0 else tools),
            chance.randrange(tools),
            f"integration:flow-{n}",
            f"Flow {n}",
            chance.choice(_PATTERNS),
            "active",
        )
        for n in range(2 * tools)
    ]
    ties += [Tie("holds", n, tools + n) for n in range(tools)]
    ties += [Tie("makes", first_vendor + n % vendors, n) for n in range(tools)]
    ties += [Tie("owns", first_team + n % teams, n, name="Business owner") for n in range(tools)]
    return Explorer(tuple(things), tuple(ties))


def write_page(folder: Path, tools: int) -> tuple[float, int]:
    """Write a page with the explorer; seconds to place everything, and bytes of the data."""
    seen = world(tools)
    graphviz = engine("wasm")
    started = time.perf_counter()
    spreaded = spread(seen, BUILT_IN["category"], graphviz)
    seconds = time.perf_counter() - started
    made = explorer_file(seen, spreaded.places, BUILT_IN)
    theme = files("stackbook").joinpath("theme")
    for source in (
        "assets/stackbook/stackbook.css",
        "assets/stackbook/built/explorer.js",
        "stackbook-explorer.css",
    ):
        (folder / Path(source).name).write_bytes(theme.joinpath(source).read_bytes())
    (folder / made.path).parent.mkdir()
    (folder / made.path).write_bytes(made.content)
    (folder / "index.html").write_text(_PAGE, encoding="utf-8")
    return seconds, len(made.content)


def look(page: Page, address: str) -> dict[str, float]:
    """Milliseconds of the script for what a reader does, the median of five; and until the map can be seen."""
    page.goto(address, wait_until="commit")
    page.wait_for_selector(".sb-explorer--ready")
    first = float(page.evaluate("() => new Promise((done) => requestAnimationFrame(() => done(performance.now())))"))
    page.wait_for_timeout(2000)
    return {"until the map is there": first} | page.evaluate(_MEASURE, 5)


def main() -> None:
    """Measure and print."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("tools", nargs="*", type=int, default=list(SIZES))
    program = chromium.find_chromium()
    if program is None:
        sys.exit(chromium.HOW_TO_GET_ONE)
    options: dict[str, Any] = {"executable_path": program, "args": list(chromium.ARGUMENTS)}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options)
        for tools in reader.parse_args().tools:
            with tempfile.TemporaryDirectory() as folder:
                seconds, size = write_page(Path(folder), tools)
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                figures = look(page, (Path(folder) / "index.html").as_uri())
                page.close()
            said = ", ".join(f"{what} {value:.0f} ms" for what, value in figures.items())
            print(f"{tools:>7,} tools: placed in {seconds:.2f} s, {size / 1e6:.1f} MB of data; {said}", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
