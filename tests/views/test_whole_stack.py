"""Views of the whole stack: matrix, flow map, hubs, one category, regions."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from small import integration, small_stack, tool

from stackbook.governance.areas import areas_of
from stackbook.model.vocabulary import Value
from stackbook.views.arrows import ends
from stackbook.views.catalogue import VIEWS, ViewSpec, make_view
from stackbook.views.category import MOST_TOOLS, category_view, flows_of
from stackbook.views.flow_map import MOST_FLOWS, flow_map
from stackbook.views.hubs import MOST_HUBS, hubs, ranking
from stackbook.views.matrix import matrix
from stackbook.views.picture import MOST_EDGES, MOST_NODES, View
from stackbook.views.regions import crosses, crossings, regions, regions_of
from stackbook.views.scene import Scene


def placed(**residency: list[str]) -> dict[str, Any]:
    """Tools that keep data in places, each sending to the next."""
    names = list(residency)
    stack = {f"tools/{name}": tool(name.title(), data_residency=residency[name]) for name in names}
    for one, other in pairwise(names):
        stack[f"integrations/{one}-{other}"] = integration(f"{one} {other}", one, other)
    return stack


@pytest.mark.parametrize("key", [key for key, kind in VIEWS.items() if not kind.of])
def test_without_a_tool_there_is_nothing_but_an_empty_landscape(scene_of, key):
    made = make_view(scene_of({}), ViewSpec(key))
    assert made is None or getattr(made, "count", None) == 0


def test_the_matrix_counts_every_flow_once(example):
    found = matrix(example)
    assert found is not None
    assert sum(map(len, found.cells.values())) == len(example.graph.flows) == len(found.flows)
    assert sum(axis.total for axis in found.rows) == sum(axis.total for axis in found.columns) == len(found.flows)
    order = example.category_order
    assert [order[axis.key] for axis in found.rows] == sorted(order[axis.key] for axis in found.rows)


def test_tools_without_a_category_are_in_the_matrix(scene_of):
    stack = small_stack()
    stack["tools/shop"] |= {"category": None}
    found = matrix(scene_of(stack))
    assert found is not None
    assert ("unsorted", "email_marketing") in found.cells


def test_the_flow_map_draws_the_busiest_ways_and_says_so(example):
    view = flow_map(example)
    assert view is not None
    assert len(view.edges) == MOST_FLOWS
    drawn = {(e.source.partition(":")[2], e.target.partition(":")[2]) for e in view.edges}
    cells = {pair: len(flows) for pair, flows in matrix(example).cells.items() if pair[0] != pair[1]}
    assert min(cells[pair] for pair in drawn) >= max(n for pair, n in cells.items() if pair not in drawn)
    assert str(len(cells)) in view.note


def test_a_small_flow_map_has_everything(scene_of):
    view = flow_map(scene_of(small_stack()))
    assert view is not None
    assert (len(view.edges), view.note) == (2, "")


def test_hubs_are_the_best_connected(example):
    ranked = ranking(example)
    view = hubs(example)
    assert view is not None
    assert len(view.nodes) <= MOST_HUBS
    assert len(view.edges) <= MOST_EDGES
    assert ranked[0].tool.id == "snowflake"
    assert [hub.neighbours for hub in ranked] == sorted((hub.neighbours for hub in ranked), reverse=True)
    drawn = {node.ref for node in view.nodes}
    assert {hub.tool.ref for hub in ranked[:20]} <= drawn
    left = sum(not {tool.ref for tool in ends(f)} <= drawn for f in example.graph.flows)
    assert (str(left) in view.note) == bool(left)


def test_a_category_rolls_its_neighbours_up(scene_of):
    scene = scene_of(small_stack())
    view = category_view(scene, "email_marketing")
    assert view is not None
    assert view.columns == (("from:ecommerce_platforms_carts",), ("tool:mailer",), ("to:data_warehouse",))
    assert {node.note for node in view.nodes if node.role == "neighbour"} == {"Shop", "Warehouse"}
    assert category_view(scene, "crm") is None


def test_a_category_of_many_tools_is_folded(scene_of):
    stack = small_stack()
    for at in range(30):
        stack[f"tools/m{at}"] = tool(f"M{at}")
        stack[f"integrations/m{at}"] = integration(f"M{at}", "shop", f"m{at}")
    view = category_view(scene_of(stack), "email_marketing")
    assert view is not None
    assert sum(node.role == "subject" for node in view.nodes) == MOST_TOOLS - 1
    assert sum(edge.count for edge in view.edges) == 32


def test_what_passes_through_a_category_is_drawn_and_listed(scene_of):
    stack = small_stack() | {"tools/hose": tool("Hose", category="integration_tag_management")}
    stack["integrations/shop-to-mailer"] |= {"via": "hose"}
    scene = scene_of(stack)
    view = category_view(scene, "integration_tag_management")
    assert view is not None
    assert view.columns == (("from:ecommerce_platforms_carts",), ("tool:hose",), ("to:email_marketing",))
    assert [flow.integration.id for flow in view.flows] == ["shop-to-mailer"]
    assert {edge.anchor for edge in view.edges} == {""}
    assert {(e.source, e.target) for e in hubs(scene).edges} >= {
        ("tool:shop", "tool:hose"),
        ("tool:hose", "tool:mailer"),
    }


def test_a_tool_no_longer_in_use_is_drawn_where_a_flow_names_it(scene_of):
    stack = small_stack()
    stack["tools/mailer"] |= {"lifecycle": {"phase": "end_of_life"}}
    scene = scene_of(stack)
    view = category_view(scene, "email_marketing")
    assert view is not None
    assert {node.state for node in view.nodes if node.id == "tool:mailer"} == {"ended"}
    vendor = make_view(scene, ViewSpec("neighbourhood", "vendor:postbox"))
    assert {node.id: node.role for node in vendor.nodes}["tool:mailer"] == "subject"


def test_a_tool_between_that_is_one_of_the_ends_is_none(scene_of):
    stack = small_stack()
    stack["integrations/shop-to-mailer"] |= {"via": "shop"}
    assert [flow.via for flow in scene_of(stack).graph.flows] == [None, None]


@pytest.mark.parametrize("key", ["data_warehouse", "crm", "ecommerce_platforms_carts"])
def test_each_flow_of_a_category_is_drawn_and_listed(example, key):
    view = category_view(example, key)
    inside, inbound, outbound = flows_of(example, key)
    assert view is not None
    assert len(view.nodes) <= MOST_NODES
    assert len(view.flows) >= len(inside) + len(inbound) + len(outbound)


@pytest.mark.parametrize(
    ("from_", "to", "crossing"),
    [
        (["DE"], ["FR"], False),
        (["EU"], ["DE"], False),
        (["DE"], ["EU", "NO"], False),
        (["DE"], ["US"], True),
        (["US"], ["DE"], True),
        (["US"], ["US"], False),
        (["EU", "US"], ["US"], False),
        (["DE"], ["DE", "GB"], True),
        ([], ["US"], False),
        (["DE"], [], False),
    ],
)
def test_a_flow_crosses_a_border_when_data_gets_to_a_new_area(scene_of, from_, to, crossing):
    scene = scene_of(placed(one=from_, two=to))
    one, two = (scene.inventory.get("tool", name) for name in ("one", "two"))
    assert crosses(one, two) is crossing
    assert bool(crossings(scene)) is crossing


def test_a_flow_that_goes_both_ways_crosses_in_either(scene_of):
    stack = placed(one=["DE", "US"], two=["DE"])
    stack["integrations/one-two"] |= {"direction": "two_way", "conflict_rule": "manual"}
    assert crossings(scene_of(stack))


def test_regions_hold_every_tool_once_with_unknown_last(example, scene_of):
    found = regions_of(example)
    assert sum(len(region.tools) for region in found) == len(example.tools)
    assert found[0].label == "European Economic Area"
    some = regions_of(scene_of(placed(a=["US"], b=[], c=["IS"], d=["CA", "DE"])))
    assert [region.label for region in some] == [
        "European Economic Area",
        "European Economic Area and Canada",
        "United States",
        "Not recorded where",
    ]
    assert [areas_of(region.tools[0]) for region in some] == [("eea",), ("eea", "CA"), ("US",), ()]


def test_the_picture_of_regions_marks_what_crosses(example):
    view = regions(example)
    assert view is not None
    marked = [edge for edge in view.edges if edge.crossing]
    assert {edge.ref for edge in marked} == {flow.integration.ref for flow in crossings(example)}
    assert len(marked) > 10
    assert {node.id for node in view.nodes} == {member for group in view.groups for member in group.members}
    assert sum(node.count for node in view.nodes) == len(example.tools)


def test_with_very_many_crossings_regions_are_boxes(scene_of):
    stack = {f"tools/de{at}": tool(f"De{at}", data_residency=["DE"]) for at in range(40)}
    stack |= {f"tools/us{at}": tool(f"Us{at}", data_residency=["US"]) for at in range(40)}
    stack |= {f"integrations/i{at}": integration(f"I{at}", f"de{at}", f"us{at}") for at in range(40)}
    view = regions(scene_of(stack))
    assert view is not None
    assert [(node.label, node.note) for node in view.nodes] == [
        ("European Economic Area", "40 tools"),
        ("United States", "40 tools"),
    ]
    assert [(edge.count, edge.crossing) for edge in view.edges] == [(40, True)]


def test_nothing_about_regions_without_residency(scene_of):
    assert regions(scene_of(small_stack())) is None


def test_part_of_a_stack(example):
    part = example.only(lambda tool: tool.category == "crm", frozenset({"snowflake"}))
    assert {t.id for t in part.all_tools} == {t.id for t in example.all_tools if t.category == "crm"} | {"snowflake"}
    ids = {t.id for t in part.all_tools}
    assert all({f.source.id, f.target.id} <= ids for f in part.graph.flows)
    assert part.graph.flows


def test_the_catalogue_says_what_each_view_is(example):
    for key, kind in VIEWS.items():
        assert kind.key == key
        assert kind.title
        assert kind.about.endswith("?")
        assert kind.depths >= 1
        if not kind.of:
            made = make_view(example, ViewSpec(key))
            assert made is not None
            assert not isinstance(made, View) or made.nodes


def test_a_category_in_words(example):
    assert isinstance(example.category_value("crm"), Value)
    assert example.category_value("unsorted").label == "Not sorted yet"
    assert isinstance(example, Scene)
