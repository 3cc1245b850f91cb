"""The picture of what differs: marks, neighbours, and no more than can be read."""

from __future__ import annotations

from datetime import date

from moving_stack import TODAY, moving_stack
from small import integration, tool

from stackbook.drawing import Renderer, engine, standalone_svg
from stackbook.drawing.icons import IconFinder, IconSet
from stackbook.graph import build_graph
from stackbook.views.difference import difference, marked_neighbourhood, united
from stackbook.views.picture import MOST_EDGES, MOST_NODES
from stackbook.views.scene import Scene
from stackbook.work.days import on_day
from stackbook.work.differences import compare

NOW = date.fromisoformat(TODAY)


def then(scene: Scene, day: str) -> Scene:
    inventory = on_day(scene.inventory, date.fromisoformat(day), NOW)
    return Scene(inventory, build_graph(inventory), scene.icons)


def test_what_differs_is_marked_and_its_neighbours_are_not(scene_of, tmp_path):
    scene = scene_of(moving_stack())
    view = difference(then(scene, TODAY), then(scene, "2027-07-01"), {"tool:shop": "Sends every order."})
    assert {node.id: node.state for node in view.nodes} == {
        "tool:mailer": "retired", "tool:new-mailer": "added", "tool:shop": "changed", "tool:warehouse": "active",
        "tool:survey": "planned",
    }  # fmt: skip
    assert {(e.source, e.target): (e.state, e.label) for e in view.edges} == {
        ("tool:mailer", "tool:warehouse"): ("retired", "retired"),
        ("tool:shop", "tool:mailer"): ("retired", "retired"),
        ("tool:shop", "tool:new-mailer"): ("added", "added"),
        ("tool:shop", "tool:survey"): ("planned", ""),
    }
    assert view.description == (
        "Added: New mailer and Shop to new. Changed: Shop. Retired: Mailer, Mailer to Warehouse and Shop to Mailer."
    )
    drawing = Renderer(engine("wasm")).draw(view)
    svg = standalone_svg(view, drawing.layout, IconSet(IconFinder(tmp_path)))
    for word in ("Added", "Changed", "Retired"):
        assert f">{word}<" in svg  # the word on the box, and the legend
        assert f"sb-{word.lower()}" in svg  # its colour and dash


def test_nothing_differs(scene_of):
    scene = scene_of(moving_stack())
    assert difference(scene, scene) is None


def test_a_neighbourhood_shows_what_was_and_what_is(scene_of):
    scene = scene_of(moving_stack())
    before, after = then(scene, "2027-06-30"), then(scene, "2027-07-01")
    marks = {one.entity.ref: one.mark for one in compare(before.inventory, after.inventory)}
    view = marked_neighbourhood(united(before, after), "tool:mailer", marks)
    assert {node.id: node.state for node in view.nodes} == {
        "tool:mailer": "retired", "tool:shop": "active", "tool:warehouse": "active",
    }  # fmt: skip
    assert {edge.state for edge in view.edges} == {"retired"}


def test_a_large_difference_can_still_be_read_and_hides_nothing_silently(scene_of):
    stack = {f"tools/new-{n}": tool(f"New {n}") for n in range(80)}
    stack |= {f"tools/old-{n}": tool(f"Old {n}", category="crm") for n in range(80)}
    stack |= {f"integrations/f-{n}": integration(f"F {n}", f"new-{n}", f"old-{n}") for n in range(80)}
    stack |= {f"integrations/g-{n}": integration(f"G {n}", f"old-{n}", f"new-{(n * 7) % 80}") for n in range(80)}
    scene = scene_of(stack)
    small = scene.inventory.entities | {
        "tool": {k: v for k, v in scene.inventory.entities["tool"].items() if k.startswith("old")}, "integration": {},
    }  # fmt: skip
    from dataclasses import replace

    inventory = replace(scene.inventory, entities=small)
    view = difference(Scene(inventory, build_graph(inventory)), scene)
    assert len(view.nodes) <= MOST_NODES
    assert len(view.edges) <= MOST_EDGES
    drawn = sum(node.count if node.role == "fold" else 1 for node in view.nodes)
    assert drawn == 160
    assert "share boxes" in view.note


def test_a_tool_without_any_flow_is_shown_too(scene_of):
    one = scene_of({"tools/a": tool("A")})
    two = scene_of({"tools/b": tool("B")})
    view = difference(one, two)
    assert [(node.id, node.state) for node in view.nodes] == [("tool:b", "added")]
