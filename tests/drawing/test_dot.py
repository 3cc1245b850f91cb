"""The DOT source: what is in it, and what must not be."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import diagrams
import pytest

from stackbook.drawing.boxes import plan
from stackbook.drawing.dot import recipe, to_dot
from stackbook.views.picture import Edge, Node, View


def test_is_a_pure_function_of_the_plan(neighbourhood: Callable[..., View]) -> None:
    view = neighbourhood(3, 4)
    assert to_dot(plan(view)) == to_dot(plan(view))


def test_names_are_slugs_whatever_the_ids_are() -> None:
    view = View("v", "", "", (Node("a:b", "A"), Node('"; evil [', "B")), (Edge("x", "a:b", '"; evil ['),))
    source = to_dot(plan(view))
    assert re.findall(r"^\t(\w+) (?:->|\[label)", source, re.MULTILINE) == ["n0", "n1", "n0"]
    assert "evil" not in source


def test_holds_no_address_icon_tooltip_or_path(neighbourhood: Callable[..., View]) -> None:
    source = to_dot(plan(neighbourhood(5, 5)))
    for word in ("image=", "URL", "href", "tooltip", "integration:", "tool:", sys.prefix, str(Path.home()), "/"):
        assert word not in source, word


def test_parallel_edges_are_kept(neighbourhood: Callable[..., View]) -> None:
    source = to_dot(plan(neighbourhood(2, 2)))
    assert source.count("n1 -> n0 ") == 2
    assert not source.startswith("strict")


def test_frames_of_one_label_stay_apart(lineage: View) -> None:
    source = to_dot(plan(lineage))
    assert re.findall(r"subgraph (\w+)", source) == ["cluster_g0", "cluster_g1", "cluster_g2"]


def test_a_box_stands_in_the_first_frame_that_names_it(lineage: View) -> None:
    first = lineage.groups[0]
    view = replace(lineage, groups=(first, replace(lineage.groups[1], members=(*first.members, "warehouse.0"))))
    assert [frame.members for frame in plan(view).frames] == [(0, 1, 2), (3,)]


@pytest.mark.parametrize("label", ["<X>", "<b>bold</b>", "ends in a backslash\\", r"\N \l \G \E", 'say "hi"', "a;b]}"])
def test_labels_are_taken_at_their_word(label: str) -> None:
    view = View("v", label, label, (Node("a", label, label), Node("b", label)), (Edge("e", "a", "b", label),))
    source = to_dot(plan(view))
    assert "label=<" not in source
    assert source.count("\tn0 [") == source.count("\tn1 [") == source.count("\tn0 -> n1 [") == 1


def test_leaves_the_drawing_context_of_others_as_it_was(neighbourhood: Callable[..., View]) -> None:
    mine = diagrams.Diagram("mine", show=False)
    diagrams.setdiagram(mine)
    try:
        to_dot(plan(neighbourhood(1, 1)))
        assert diagrams.getdiagram() is mine
    finally:
        diagrams.setdiagram(None)


def test_writes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, neighbourhood: Callable[..., View], lineage: View
) -> None:
    monkeypatch.chdir(tmp_path)
    to_dot(plan(neighbourhood(2, 2)))
    to_dot(plan(lineage))
    assert list(tmp_path.iterdir()) == []


def test_an_edge_to_nowhere_is_an_error() -> None:
    with pytest.raises(KeyError):
        plan(View("v", "", "", (Node("a", "A"),), (Edge("e", "a", "missing"),)))


def test_the_recipe_names_what_the_source_depends_on() -> None:
    assert "diagrams 0." in recipe()
    assert "ranksep" in recipe()
