"""Views to draw, and the two engines that draw them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from stackbook.drawing import IconFinder, IconSet, LayoutEngine, Renderer, engine, write_svg
from stackbook.views.picture import Edge, Group, Node, View

SVG = "{http://www.w3.org/2000/svg}"


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


@pytest.fixture(scope="session")
def neighbourhood() -> Callable[..., View]:
    """A view of a tool with neighbours before and after it; with labels, states, a fold and parallel edges."""

    def build(before: int, after: int, label: str = "Some Tool") -> View:
        subject = Node("tool:hub", "Customer Hub", "CDP", ref="tool:hub", icon="hub", role="subject")
        states = ["active", "planned", "active", "ending", "active", "ended"]
        nodes = [
            Node(f"tool:{i}", f"{label} {i}", "Email Marketing", ref=f"tool:{i}", icon="x", state=states[i % 6])
            for i in range(before + after)
        ]
        fold = Node("fold:crm", "CRM", "and more", ref="category:crm", icon="material/email", role="fold", count=12)
        edges = [
            Edge(
                f"flow:{i}",
                f"tool:{i}" if i < before else "tool:hub",
                "tool:hub" if i < before else f"tool:{i}",
                ["Contacts, hourly", "Events", ""][i % 3],
                ref=f"integration:{i}",
                two_way=i % 4 == 1,
                state=states[i % 6],
            )
            for i in range(before + after)
        ]
        edges.append(Edge("again", "tool:0", "tool:hub", "Consent", "All about it", ref="integration:again"))
        edges.append(Edge("many", "tool:hub", "fold:crm", count=12))
        return View(
            "around-hub", "Neighbours of the hub", "What is round it.", (subject, *nodes, fold), tuple(edges), folded=12
        )

    return build


@pytest.fixture(scope="session")
def lineage() -> View:
    """Three frames of boxes without icons; two of the frames have one label."""
    places = ("source", "warehouse", "tokens")
    nodes = tuple(Node(f"{place}.{i}", f"field_{i}", "string", ref=place) for place in places for i in range(3))
    edges = tuple(
        Edge(f"{a}-{b}-{i}", f"{a}.{i}", f"{b}.{i}", "hourly" if i else "")
        for a, b in pairwise(places)
        for i in range(3)
    )
    groups = tuple(
        Group(place, label, tuple(f"{place}.{i}" for i in range(3)))
        for place, label in zip(places, ("Customers", "Customers", "Braze"), strict=True)
    )
    return View("lineage", "Lineage", "From left to right.", nodes, edges, groups)


@pytest.fixture
def icons() -> IconSet:
    return IconSet(IconFinder())


@pytest.fixture
def draw(icons: IconSet) -> Callable[..., tuple[str, Element]]:
    """Draws a view with an engine; gives the SVG and what an XML parser makes of it."""

    def run(view: View, engine: LayoutEngine, address: str = "../") -> tuple[str, Element]:
        drawing = Renderer(engine).draw(view)
        assert drawing.layout, drawing.reason

        def href(ref: str, anchor: str) -> str:
            return f"{address}{ref}{'#' + anchor if anchor else ''}"

        svg = write_svg(view, drawing.layout, href, icons, f"d-{view.id}")
        return svg, fromstring(svg)

    return run
