"""What flows into and out of something, one step or two, and nothing lost on the way."""

from __future__ import annotations

from typing import Any

import pytest
from small import integration, small_stack, source, tool

from stackbook.views.arrows import hops
from stackbook.views.catalogue import VIEWS, ViewSpec, make_view
from stackbook.views.neighbourhood import MOST_NEIGHBOURS, neighbourhood
from stackbook.views.picture import MOST_EDGES, MOST_NODES, View

KINDS = VIEWS["neighbourhood"].of


def star(count: int) -> dict[str, Any]:
    """A hub that receives from so many tools, of a few categories."""
    categories = ("crm", "email_marketing", "seo", "data_warehouse")
    stack = small_stack() | {"tools/hub": tool("Hub", category="customer_data_platform")}
    for at in range(count):
        stack[f"tools/t{at}"] = tool(f"T{at}", category=categories[at % 4])
        stack[f"integrations/i{at}"] = integration(f"I{at}", f"t{at}", "hub")
    return stack


def test_what_sends_stands_left_and_what_receives_stands_right(scene_of):
    view = neighbourhood(scene_of(small_stack()), "tool:mailer")
    assert view is not None
    assert view.columns == (("tool:shop",), ("tool:mailer",), ("tool:warehouse",))
    assert [(e.source, e.target) for e in view.edges] == [
        ("tool:mailer", "tool:warehouse"),
        ("tool:shop", "tool:mailer"),
    ]
    assert [node.role for node in view.nodes] == ["subject", "neighbour", "neighbour"]


def test_a_tool_between_two_others_stands_between_them(scene_of):
    stack = small_stack() | {
        "tools/hose": tool("Hose", category="integration_tag_management"),
        "integrations/far": integration("Far", "warehouse", "mailer", via="hose"),
    }
    view = neighbourhood(scene_of(stack), "tool:mailer")
    assert view is not None
    ends = {(e.source, e.target) for e in view.edges}
    assert {("tool:warehouse", "tool:hose"), ("tool:hose", "tool:mailer")} <= ends


def test_two_steps_show_what_feeds_the_feeders_and_no_more(scene_of):
    stack = small_stack() | {
        "tools/pos": tool("Till", category="retail_iot"),
        "tools/aside": tool("Aside", category="crm"),
        "integrations/pos-to-shop": integration("Pos to Shop", "pos", "shop"),
        "integrations/shop-to-aside": integration("Shop to Aside", "shop", "aside"),
    }
    scene = scene_of(stack)
    view = neighbourhood(scene, "tool:mailer", 2)
    assert view is not None
    assert view.columns == (("tool:pos",), ("tool:shop",), ("tool:mailer",), ("tool:warehouse",))
    assert {node.id: node.role for node in view.nodes}["tool:pos"] == "far"
    assert neighbourhood(scene, "tool:aside", 2) is not None
    assert neighbourhood(scene, "tool:warehouse", 1) is not None


def test_two_steps_are_nothing_when_there_is_no_second(scene_of):
    scene = scene_of(small_stack())
    assert neighbourhood(scene, "tool:mailer", 2) is None
    assert neighbourhood(scene, "tool:warehouse", 2) is not None


@pytest.mark.parametrize("count", [MOST_NEIGHBOURS, MOST_NEIGHBOURS + 1, 90, 400])
def test_what_is_folded_is_counted_and_still_listed(scene_of, count):
    view = neighbourhood(scene_of(star(count)), "tool:hub")
    assert view is not None
    drawn = [node for node in view.nodes if node.role == "neighbour"]
    assert len(drawn) + sum(node.count for node in view.nodes if node.role == "fold") == count
    assert view.folded == count - len(drawn)
    assert (view.folded == 0) == (count <= MOST_NEIGHBOURS)
    assert sum(edge.count for edge in view.edges) == count == len(view.flows)
    assert len(view.nodes) <= MOST_NODES
    assert all(node.ref == "tool:hub" and node.anchor for node in view.nodes if node.role == "fold")


def test_a_vendor_stands_for_its_tools(scene_of):
    stack = small_stack()
    stack["tools/warehouse"] |= {"vendor": "postbox"}
    view = neighbourhood(scene_of(stack), "vendor:postbox")
    assert view is not None
    assert {node.id for node in view.nodes if node.role == "subject"} == {"tool:mailer", "tool:warehouse"}
    assert {node.id for node in view.nodes if node.role == "neighbour"} == {"tool:shop"}


def test_a_team_stands_for_what_it_and_its_people_look_after(scene_of):
    stack = small_stack()
    stack["tools/warehouse"] |= {"business_owner": None, "technical_owner": None}
    view = neighbourhood(scene_of(stack), "team:crm")
    assert view is not None
    subjects = {node.id: node.note for node in view.nodes if node.role == "subject"}
    assert subjects == {"tool:mailer": "Technical owner", "tool:shop": "Business owner"}


def test_a_team_that_only_answers_for_integrations_has_their_tools(scene_of):
    stack = small_stack() | {"teams/pipes": {"name": "Pipes", "kind": "it", "channel": "#p"}}
    stack["integrations/mailer-to-warehouse"] |= {"owner": "pipes"}
    view = neighbourhood(scene_of(stack), "team:pipes")
    assert view is not None
    assert {node.id for node in view.nodes} == {"tool:mailer", "tool:warehouse"}
    assert "answers for 1 flow" in view.description


def test_a_data_source_is_joined_by_the_fields_that_travel(scene_of):
    view = neighbourhood(scene_of(small_stack()), "data_source:mailer-contacts")
    assert view is not None
    assert view.columns == (("data_source:shop-customers",), ("data_source:mailer-contacts",))
    assert [edge.label for edge in view.edges] == ["1 field"]
    assert {node.note for node in view.nodes} == {"Shop", "Mailer"}


def test_a_data_source_whose_fields_nobody_maps_has_no_picture(scene_of):
    stack = small_stack() | {"data-sources/alone": source("Alone", "shop")}
    assert neighbourhood(scene_of(stack), "data_source:alone") is None


def test_an_integration_shows_its_data_sources_or_else_its_tools(scene_of):
    scene = scene_of(small_stack())
    mapped = neighbourhood(scene, "integration:shop-to-mailer")
    plain = neighbourhood(scene, "integration:mailer-to-warehouse")
    assert mapped is not None
    assert plain is not None
    assert [node.id for node in mapped.nodes] == ["data_source:mailer-contacts", "data_source:shop-customers"]
    assert [node.id for node in plain.nodes] == ["tool:mailer", "tool:warehouse"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("depth", [1, 2])
def test_pictures_of_the_example_are_whole(example, kind, depth):
    seen = 0
    for entity in example.inventory.all(kind):
        view = make_view(example, ViewSpec("neighbourhood", entity.ref, depth))
        if view is None:
            continue
        assert isinstance(view, View)
        seen += 1
        ids = [node.id for node in view.nodes]
        assert len(ids) == len(set(ids)), entity.ref
        assert sorted(one for column in view.columns for one in column) == sorted(ids), entity.ref
        assert {end for edge in view.edges for end in (edge.source, edge.target)} <= set(ids)
        assert len({edge.id for edge in view.edges}) == len(view.edges)
        assert entity.display_name in view.title
        assert view.description
        if kind == "tool":
            touching = {f.integration.id for f in example.graph.of(entity.id)}
            assert touching <= {f.integration.id for f in view.flows}
            hop_count = sum(len(hops(f)) for f in view.flows)
            assert sum(edge.count for edge in view.edges) <= hop_count
        if depth == 1:
            assert len(ids) <= MOST_NODES, entity.ref
            assert len(view.edges) <= MOST_EDGES, entity.ref
    assert seen > 10
