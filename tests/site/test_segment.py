"""A large real stack, a hub with hundreds of neighbours: every picture can be read, every page stays in bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from crawl import is_elsewhere, target
from projects import Project, Site, once, run
from segment import HUB, is_there, segment_stack

from stackbook.graph import build_graph
from stackbook.inventory import load
from stackbook.model.tools import Tool
from stackbook.views.arrows import is_fold
from stackbook.views.catalogue import VIEWS, Picture, ViewSpec, make_view
from stackbook.views.landscape import Landscape
from stackbook.views.neighbourhood import neighbourhood
from stackbook.views.picture import MOST_EDGES, MOST_NODES, View
from stackbook.views.scene import Scene
from stackbook.views.subject import CATEGORY

pytestmark = [
    pytest.mark.skipif(not is_there(), reason="the catalogue is not beside this repository"),
    pytest.mark.xdist_group("segment"),
]

LARGEST_SVG = 60_000
LARGEST_PAGE_OF_A_LEAF = 60_000
KINDS = ("tool", "vendor", "team", "integration")


@pytest.fixture(scope="module")
def project(shared: Path, cache: Path) -> Project:
    """The project, with its site built."""
    folder = once(shared, "segment", lambda made: _build(made, cache))
    return Project(folder, cache)


def _build(folder: Path, cache: Path) -> None:
    site = Project(folder, cache).stack(segment_stack()).build()
    assert [words for words in site.warnings if "warnings in" not in words and "findings" not in words] == []


@pytest.fixture(scope="module")
def site(project: Project) -> Site:
    return Site(project.folder / "site")


@pytest.fixture(scope="module")
def scene(project: Project) -> Scene:
    inventory = load(project.folder / "stack", "stack").inventory
    return Scene(inventory, build_graph(inventory))


def test_the_check_finds_no_error(project):
    done = run(project.folder, "check", program="stackbook")
    assert done.returncode == 0, done.stdout[-2000:]
    assert "error[" not in done.stdout


def test_the_stack_is_as_large_as_the_catalogue(scene):
    assert len(scene.all_tools) > 590
    assert len(scene.graph.flows) > 620
    assert len({tool.category for tool in scene.all_tools}) > 15


def every_picture(scene: Scene) -> Iterator[tuple[ViewSpec, Picture]]:
    """Each view of each thing it can be about."""
    for key, kind in VIEWS.items():
        about = [f"{k}:{one.id}" for k in KINDS if k in kind.of for one in scene.inventory.all(k)]
        about += [f"category:{one}" for one in scene.category_order if CATEGORY in kind.of]
        for of in about or [""]:
            for depth in range(1, kind.depths + 1):
                spec = ViewSpec(key, of, depth)
                made = make_view(scene, spec)
                if made is not None:
                    yield spec, made


def test_every_picture_can_be_read(scene):
    seen = 0
    for spec, view in every_picture(scene):
        if isinstance(view, View):
            seen += 1
            assert len(view.nodes) <= MOST_NODES, spec
            assert len(view.edges) <= MOST_EDGES, spec
            known = {node.id for node in view.nodes}
            assert len(known) == len(view.nodes), spec
            assert {end for edge in view.edges for end in (edge.source, edge.target)} <= known, spec
    assert seen > 1_800


def test_the_picture_of_the_hub_accounts_for_every_neighbour(scene):
    view = neighbourhood(scene, f"tool:{HUB}")
    assert view is not None
    around = {tool.id for flow in scene.graph.of(HUB) for tool in (flow.source, flow.target)} - {HUB}
    assert len(around) == len(scene.all_tools) - 1
    boxes = [node for node in view.nodes if node.id != f"tool:{HUB}"]
    assert sum(node.count for node in boxes) == len(around)
    assert view.folded == sum(node.count for node in boxes if is_fold(node.id)) > 500
    assert sum(edge.count for edge in view.edges) == len(scene.graph.of(HUB)) == len(view.flows)


def test_what_only_sends_stands_left_of_the_hub_and_what_receives_on_the_right(scene):
    view = neighbourhood(scene, f"tool:{HUB}")
    assert view is not None
    left, middle, right = view.columns
    assert middle == (f"tool:{HUB}",)
    assert {edge.source for edge in view.edges if edge.target == middle[0]} >= set(left)
    assert {edge.target for edge in view.edges if edge.source == middle[0]} == set(right)


def test_two_steps_through_the_hub_do_not_list_the_whole_stack(scene):
    seen = 0
    for tool in scene.all_tools:
        view = neighbourhood(scene, tool.ref, 2)
        if tool.id == HUB or view is None:
            continue
        seen += 1
        assert len(view.flows) < 100, tool.id
        behind = [node for node in view.nodes if is_fold(node.id) and node.ref == f"tool:{HUB}"]
        assert behind, tool.id
        assert all(node.anchor == "flows" for node in behind)
        assert "Segment" in view.note
    assert seen > 590


def test_the_landscape_holds_every_tool(scene, site):
    made = make_view(scene, ViewSpec("landscape"))
    assert isinstance(made, Landscape)
    shown = site.text("landscape/index.html")
    assert [t.id for t in scene.tools if f'href="../tools/{t.id}/"' not in shown] == []


def test_no_picture_of_a_tool_weighs_too_much(site):
    drawings = re.compile(r'<svg [^>]*class="sb-drawing" role="group".*?</svg>\s*</div>', re.S)
    weights: dict[str, list[int]] = {}
    for file in sorted((site.folder / "tools").rglob("index.html")):
        found = drawings.findall(file.read_text(encoding="utf-8"))
        weights[file.relative_to(site.folder).as_posix()] = [len(one) for one in found]
    assert weights["tools/segment/index.html"]
    assert sum(map(len, weights.values())) > 1_000
    heavy = {path: sizes for path, sizes in weights.items() if max(sizes, default=0) > LARGEST_SVG}
    assert heavy == {}


def test_only_pages_of_what_has_many_flows_are_large(scene, site):
    for tool in scene.inventory.all("tool"):
        assert isinstance(tool, Tool)
        if tool.id == HUB:
            continue
        for path in (f"tools/{tool.id}/index.html", f"tools/{tool.id}/around/index.html"):
            assert not site.has(path) or len(site.text(path)) < LARGEST_PAGE_OF_A_LEAF, path


def test_no_page_links_nowhere(site):
    # Read by pattern, since 1,900 pages as documents take half a minute.
    pages = {file.relative_to(site.folder).as_posix(): file for file in site.folder.rglob("*.html")}
    ids: dict[str, set[str]] = {}
    links: dict[tuple[str, str], str] = {}
    for path, file in pages.items():
        html = file.read_text(encoding="utf-8")
        ids[path] = set(re.findall(r'\sid="([^"]+)"', html))
        for address in set(re.findall(r'<a\s[^>]*?href="([^"]*)"', html)):
            if path != "404.html" and not is_elsewhere(address):
                found = target(path, address)
                assert found is not None, (path, address)
                links.setdefault(found, path)
    nowhere = [(where, to) for to, where in links.items() if not (site.folder / to[0]).is_file()]
    assert nowhere == []
    lost = [
        (where, to)
        for to, where in links.items()
        if to[1] and to[0] in ids and to[1] not in ids[to[0]] and not to[1].startswith("__")
    ]
    assert lost == []
    assert len(pages) > 1_200
