"""From views to layouts, with the cache on disk."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from stackbook.drawing import Layout, LayoutEngine, LayoutError, LayoutFailed, Renderer
from stackbook.drawing.cache import LayoutCache
from stackbook.views.picture import Edge, Group, Node, View


class Counting:
    """The real engine, and how many graphs it was given."""

    def __init__(self, engine: LayoutEngine, version: str = "") -> None:
        self._engine, self.name, self.version, self.asked = engine, engine.name, version or engine.version, 0

    def layout(self, dot: str) -> Layout:
        self.asked += 1
        return self._engine.layout(dot)

    def layout_many(self, dots: Sequence[str]) -> list[Layout | LayoutError]:
        self.asked += len(dots)
        return self._engine.layout_many(dots)


@pytest.fixture
def counting(wasm: LayoutEngine) -> Counting:
    return Counting(wasm)


def entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_draws_what_the_engine_says(either: LayoutEngine, neighbourhood: Callable[..., View]) -> None:
    drawing = Renderer(either).draw(neighbourhood(2, 2))
    assert drawing.layout
    assert drawing.reason == ""


def test_many_are_the_same_as_one_by_one(wasm: LayoutEngine, neighbourhood: Callable[..., View]) -> None:
    views = [neighbourhood(i % 4 + 1, i % 3) for i in range(30)]
    assert Renderer(wasm).draw_many(views) == [Renderer(wasm).draw(view) for view in views]


def test_the_same_picture_is_laid_out_once(counting: Counting, neighbourhood: Callable[..., View]) -> None:
    view = neighbourhood(2, 2)
    elsewhere = replace(view, id="other", title="Other words", nodes=tuple(replace(n, ref="x") for n in view.nodes))
    first, second = Renderer(counting).draw_many([view, elsewhere])
    assert counting.asked == 1
    assert first.layout == second.layout


def test_a_layout_is_kept_for_the_next_build(
    tmp_path: Path, counting: Counting, neighbourhood: Callable[..., View], lineage: View
) -> None:
    views = [neighbourhood(2, 3), lineage]
    first = Renderer(counting, tmp_path).draw_many(views)
    again = Renderer(counting, tmp_path).draw_many(views)
    assert counting.asked == 2
    assert first == again


def test_without_a_folder_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counting: Counting, neighbourhood: Callable[..., View]
) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        Renderer(counting).draw(neighbourhood(1, 1))
    assert counting.asked == 2
    assert entries(tmp_path) == []


def test_another_version_does_not_use_old_layouts(
    tmp_path: Path, wasm: LayoutEngine, neighbourhood: Callable[..., View]
) -> None:
    Renderer(wasm, tmp_path).draw(neighbourhood(1, 1))
    newer = Counting(wasm, version="graphviz 99")
    Renderer(newer, tmp_path).draw(neighbourhood(1, 1))
    assert newer.asked == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: b"",
        lambda text: text[: len(text) // 2],
        lambda text: text.replace(b"1", b"2", 1),
        lambda text: text[:-10] + b"9" + text[-9:],
        lambda text: b"\xff\xfe\x00" + text,
        lambda text: text + b" ",
        lambda text: b"[]",
    ],
    ids=["empty", "cut", "digit of the sum", "digit of a number", "binary", "longer", "other"],
)
def test_a_damaged_entry_is_made_again(
    tmp_path: Path, counting: Counting, neighbourhood: Callable[..., View], damage: Callable[[bytes], bytes]
) -> None:
    view = neighbourhood(2, 2)
    whole = Renderer(counting, tmp_path).draw(view)
    (entry,) = entries(tmp_path)
    good = entry.read_bytes()
    entry.write_bytes(damage(good))
    assert Renderer(counting, tmp_path).draw(view) == whole
    assert counting.asked == 2
    assert entry.read_bytes() == good


def test_an_entry_in_the_place_of_another_is_not_believed(
    tmp_path: Path, counting: Counting, neighbourhood: Callable[..., View]
) -> None:
    one, other = neighbourhood(1, 1), neighbourhood(3, 3)
    drawn = Renderer(counting, tmp_path).draw_many([one, other])
    first, second = entries(tmp_path)
    first.write_bytes(second.read_bytes())
    assert Renderer(counting, tmp_path).draw_many([one, other]) == drawn
    assert counting.asked == 3


def test_a_folder_that_cannot_be_written_is_no_error(
    tmp_path: Path, counting: Counting, neighbourhood: Callable[..., View]
) -> None:
    (tmp_path / "file").write_text("in the way")
    assert Renderer(counting, tmp_path / "file").draw(neighbourhood(1, 1)).layout


def test_builds_at_the_same_time_share_a_folder(
    tmp_path: Path, wasm: LayoutEngine, neighbourhood: Callable[..., View]
) -> None:
    views = [neighbourhood(i % 3 + 1, i % 4) for i in range(12)]
    expected = Renderer(wasm).draw_many(views)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: Renderer(wasm, tmp_path).draw_many(views), range(4)))
    assert found == [expected] * 4
    assert not [path for path in entries(tmp_path) if path.suffix == ".part"]


def test_what_is_kept_comes_back_whole(tmp_path: Path, wasm: LayoutEngine, lineage: View) -> None:
    layout = Renderer(wasm).draw(lineage).layout
    assert layout
    cache = LayoutCache(tmp_path, wasm)
    cache.put(cache.key("k"), layout)
    assert cache.get(cache.key("k")) == layout
    assert cache.get(cache.key("other")) is None


@pytest.mark.parametrize(("nodes", "edges"), [(61, 0), (60, 121)])
def test_what_cannot_be_read_is_not_drawn(counting: Counting, nodes: int, edges: int) -> None:
    view = View(
        "v",
        "",
        "",
        tuple(Node(str(i), str(i)) for i in range(nodes)),
        tuple(Edge(str(i), "0", str(i % 60)) for i in range(edges)),
    )
    drawing = Renderer(counting).draw(view)
    assert drawing.layout is None
    assert f"{nodes} boxes and {edges} arrows" in drawing.reason
    assert counting.asked == 0


@pytest.mark.parametrize(
    ("view", "reason"),
    [
        (View("v", "", "", (), ()), "nothing to draw"),
        (View("v", "", "", (Node("a", "A"),), (Edge("e", "a", "gone"),)), "'gone'"),
        (View("v", "", "", (Node("a", "A"),), (), (Group("g", "G", ("gone",)),)), "'gone'"),
    ],
)
def test_a_view_that_makes_no_picture_gets_a_reason(wasm: LayoutEngine, view: View, reason: str) -> None:
    drawing = Renderer(wasm).draw(view)
    assert drawing.layout is None
    assert reason in drawing.reason


def test_a_failed_layout_is_a_reason_and_is_not_kept(
    tmp_path: Path, wasm: LayoutEngine, neighbourhood: Callable[..., View]
) -> None:
    class Failing(Counting):
        def layout_many(self, dots: Sequence[str]) -> list[Layout | LayoutError]:
            return [LayoutFailed("Graphviz could not lay out this picture.") for _ in dots]

    drawing = Renderer(Failing(wasm), tmp_path).draw(neighbourhood(1, 1))
    assert (drawing.layout, drawing.reason) == (None, "Graphviz could not lay out this picture.")
    assert entries(tmp_path) == []


def test_every_process_draws_the_same_bytes(either: LayoutEngine, module_cache: Path) -> None:
    program = textwrap.dedent("""
        import hashlib, pathlib, sys
        from stackbook.drawing import *
        from stackbook.views.picture import *
        names = ["HubSpot", "Braze", "Data Lake", "Söka & Få", "日本"]
        icons = IconSet(finder := IconFinder())
        nodes = [Node(n, n, "CRM", n, icon=icons.add(finder.icon_for(n, n).icon)) for n in names]
        edges = [Edge(str(i), names[i], names[0], "flow", two_way=i == 2) for i in range(1, 5)]
        view = View("v", "t", "d", tuple(nodes), tuple(edges), (Group("g", "G", ("Braze", "日本")),))
        layout = Renderer(engine(sys.argv[1], pathlib.Path(sys.argv[2]))).draw(view).layout
        svg = write_svg(view, layout, lambda r, a: r, icons, "p") + icons.sprite(icons.keys(nodes))
        print(hashlib.sha256((svg + standalone_svg(view, layout, icons)).encode()).hexdigest())
    """)
    sums = {
        subprocess.run(
            [sys.executable, "-c", program, either.name, os.fspath(module_cache)],
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": "Asia/Tokyo"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, locale in (("1", "C"), ("2", "C.UTF-8"), ("3", "de_DE.UTF-8"))
    }
    assert len(sums) == 1
