"""Both layout engines, for real."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from stackbook.drawing.boxes import plan
from stackbook.drawing.dot import to_dot
from stackbook.drawing.layout import (
    Layout,
    LayoutEngine,
    LayoutError,
    LayoutFailed,
    LayoutTimeout,
    LayoutUnavailable,
    engine,
    parse,
)
from stackbook.drawing.native import DotEngine
from stackbook.drawing.wasm import WasmEngine
from stackbook.views.picture import Edge, Node, View

BROKEN = 'digraph { a [label="never ends'
SLOW = "digraph {" + " ".join(f"a{i} -> a{j};" for i in range(90) for j in range(i + 1, 90)) + "}"

HOSTILE = {
    "markup": "<X>",
    "closing": "</title><script>alert(1)</script>",
    "backslash": "ends in a backslash\\",
    "escapes": r"\N \G \E \T \H \L \l \r \n",
    "quotes": 'it\'s "quoted" `so`',
    "right to left": "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "override": "abc\u202edef",
    "newlines": "one\ntwo\r\nthree\n\n",
    "long": "x" * 10_000,
    "long words": "word and " * 1200,
    "emoji": "\U0001f469\u200d\U0001f4bb \U0001f1e9\U0001f1ea \u2764\ufe0f",
    "cdata": "<![CDATA[ x ]]> ]]>",
    "entities": "&amp; &lt; &#60; &nosuch; %s {0} ${x}",
    "controls": "a\x00b\x01c\x1b[31md\x7f\x85\u2028e",
    "surrogate": "half \ud83d",
    "only spaces": "   ",
    "nothing": "",
    "dot": 'a"]; node [shape=none]; b [label="',
    "comment": "/* // # -->",
    "record": "{a|<p>b}",
}


def layout_of(engine: LayoutEngine, view: View) -> Layout:
    return engine.layout(to_dot(plan(view)))


def test_positions_of_everything_in_the_order_of_the_view(
    either: LayoutEngine, neighbourhood: Callable[..., View]
) -> None:
    view = neighbourhood(3, 4)
    sizes, layout = plan(view), layout_of(either, view)
    assert (len(layout.nodes), len(layout.edges), layout.groups) == (len(view.nodes), len(view.edges), ())
    for box, area in zip(sizes.boxes, layout.nodes, strict=True):
        assert (area.width, area.height) == pytest.approx((box.width, box.height), abs=1)
        assert 0 <= area.x <= layout.width - area.width + 1
        assert 0 <= area.y <= layout.height - area.height + 1
    for edge, arrow, route in zip(view.edges, sizes.arrows, layout.edges, strict=True):
        assert route.head
        assert bool(route.tail) == edge.two_way
        assert bool(route.label) == bool(arrow.label.text)


def test_data_flows_from_left_to_right(either: LayoutEngine, neighbourhood: Callable[..., View]) -> None:
    layout = layout_of(either, neighbourhood(3, 3))
    hub, left, right = layout.nodes[0], layout.nodes[1:4], layout.nodes[4:]
    assert all(box.x + box.width < hub.x for box in left)
    assert all(box.x > hub.x + hub.width for box in right)


def test_boxes_do_not_touch(either: LayoutEngine, neighbourhood: Callable[..., View]) -> None:
    boxes = layout_of(either, neighbourhood(12, 12)).nodes
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            apart = one.x + one.width < other.x or other.x + other.width < one.x
            assert apart or one.y + one.height < other.y or other.y + other.height < one.y


def test_frames_hold_their_boxes_even_when_two_have_one_label(either: LayoutEngine, lineage: View) -> None:
    layout = layout_of(either, lineage)
    assert len(layout.groups) == 3
    for at, node in enumerate(layout.nodes):
        frame = layout.groups[at // 3]
        assert frame.x < node.x
        assert node.x + node.width < frame.x + frame.width
        assert frame.y < node.y
        assert node.y + node.height < frame.y + frame.height


def test_parallel_and_circular_edges_have_ways_of_their_own(either: LayoutEngine) -> None:
    nodes = (Node("a", "A"), Node("b", "B"))
    edges = (Edge("1", "a", "b"), Edge("2", "a", "b"), Edge("3", "b", "a"), Edge("4", "a", "a", "self"))
    routes = layout_of(either, View("v", "", "", nodes, edges)).edges
    assert len({route.points for route in routes}) == 4


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_whatever_users_write_is_laid_out(either: LayoutEngine, text: str) -> None:
    nodes = (Node("a" + text, text, text), Node("b" + text, text, text))
    view = View("v", text, text, nodes, (Edge(text, "a" + text, "b" + text, text, text),))
    layout = layout_of(either, view)
    assert len(layout.nodes) == 2
    assert layout.nodes[0].x < layout.nodes[1].x


def test_a_broken_graph_is_refused_and_the_next_one_works(
    either: LayoutEngine, neighbourhood: Callable[..., View]
) -> None:
    before = layout_of(either, neighbourhood(1, 1))
    with pytest.raises(LayoutFailed):
        either.layout(BROKEN)
    assert layout_of(either, neighbourhood(1, 1)) == before


def test_many_give_the_same_as_one_by_one(either: LayoutEngine, neighbourhood: Callable[..., View]) -> None:
    dots = [to_dot(plan(neighbourhood(i % 5 + 1, i % 3))) for i in range(40)]
    assert either.layout_many(dots) == [either.layout(dot) for dot in dots]
    assert either.layout_many([]) == []


def test_one_broken_graph_among_many_spoils_only_itself(
    either: LayoutEngine, neighbourhood: Callable[..., View]
) -> None:
    good = to_dot(plan(neighbourhood(2, 2)))
    results = either.layout_many([good, BROKEN, good, good, BROKEN])
    assert [isinstance(result, LayoutError) for result in results] == [False, True, False, False, True]
    assert results[0] == results[2] == results[3]


def test_engines_say_what_their_positions_depend_on(either: LayoutEngine) -> None:
    assert either.name in ("wasm", "dot")
    assert "graphviz" in either.version


def test_wasm_stops_what_takes_too_long_and_goes_on(
    module_cache: Path, neighbourhood: Callable[..., View], wasm: LayoutEngine
) -> None:
    hasty = WasmEngine(module_cache, limit=0.1)
    with pytest.raises(LayoutTimeout, match=r"longer than 0\.1 seconds"):
        hasty.layout(SLOW)
    small = neighbourhood(1, 1)
    assert layout_of(hasty, small) == layout_of(wasm, small)


@pytest.mark.skipif(shutil.which("dot") is None, reason="native Graphviz (the program dot) is not installed")
def test_dot_stops_what_takes_too_long_and_goes_on(neighbourhood: Callable[..., View]) -> None:
    hasty = DotEngine(limit=0.5)
    small = to_dot(plan(neighbourhood(1, 1)))
    with pytest.raises(LayoutTimeout):
        hasty.layout(SLOW)
    results = hasty.layout_many([small, SLOW])
    assert isinstance(results[0], Layout)
    assert isinstance(results[1], LayoutTimeout)


def test_wasm_sessions_are_renewed_without_a_difference(
    module_cache: Path, neighbourhood: Callable[..., View], wasm: LayoutEngine
) -> None:
    frugal = WasmEngine(module_cache, renew_after=3)
    view = neighbourhood(2, 2)
    assert {layout_of(frugal, view) for _ in range(10)} == {layout_of(wasm, view)}


def test_wasm_is_used_by_many_threads(wasm: LayoutEngine, neighbourhood: Callable[..., View]) -> None:
    dots = [to_dot(plan(neighbourhood(i % 4 + 1, i % 4))) for i in range(60)]
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(wasm.layout, dots))
    assert found == [wasm.layout(dot) for dot in dots]


def test_wasm_needs_no_folder(neighbourhood: Callable[..., View], wasm: LayoutEngine) -> None:
    view = neighbourhood(1, 1)
    assert layout_of(WasmEngine(None), view) == layout_of(wasm, view)


def test_missing_graphviz_is_said_in_plain_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LayoutUnavailable, match=r"Graphviz is not installed.*use the layout engine `wasm`"):
        engine("dot")


def test_a_dot_that_is_something_else_is_not_used(tmp_path: Path) -> None:
    fake = tmp_path / "dot"
    fake.write_text("#!/bin/sh\necho I plot points\n")
    fake.chmod(0o755)
    with pytest.raises(LayoutUnavailable, match="not Graphviz"):
        DotEngine(os.fspath(fake))


def test_an_unknown_engine_is_named() -> None:
    with pytest.raises(LayoutUnavailable, match="'neato'"):
        engine("neato")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "nothing",
        "[]",
        "{}",
        '{"bb":"0,0"}',
        '{"bb":"0,0,inf,1"}',
        '{"bb":"0,0,1,1","objects":[{"name":"n0"}]}',
        '{"bb":"0,0,1,1","objects":[{"name":"n1","pos":"1,1","width":"1","height":"1"}]}',
        '{"bb":"0,0,9,9","edges":[{"id":"e0","pos":"1,1 2,2"}]}',
        '{"bb":"0,0,9,9","edges":[{"id":"x","pos":""}]}',
    ],
)
def test_an_answer_that_is_no_layout_is_refused(answer: str) -> None:
    with pytest.raises(LayoutFailed):
        parse(answer)
