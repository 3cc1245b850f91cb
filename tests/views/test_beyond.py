"""Hubs: what lies behind one is not drawn on the page of each of its neighbours, and its own picture has two sides."""

from __future__ import annotations

from typing import Any

import pytest
from small import integration, tool

from stackbook.views.arrows import is_fold
from stackbook.views.beyond import MOST_BEYOND
from stackbook.views.hubs import FEWEST_HUBS, hubs
from stackbook.views.neighbourhood import MOST_NEIGHBOURS, neighbourhood


def hub(senders: int, receivers: int) -> dict[str, Any]:
    """A hub that some tools send to and that sends to others, among them ``near``."""
    stack = {"tools/hub": tool("Hub"), "tools/near": tool("Near")}
    stack["integrations/hub-near"] = integration("hub near", "hub", "near")
    for way, count in (("in", senders), ("out", receivers)):
        for at in range(count):
            one = f"{way}-{at}"
            stack[f"tools/{one}"] = tool(one, category="crm" if at % 2 else "seo")
            ends = (one, "hub") if way == "in" else ("hub", one)
            stack[f"integrations/{'-'.join(ends)}"] = integration(" ".join(ends), *ends)
    return stack


def test_what_lies_behind_a_hub_is_one_box_that_leads_to_its_list(scene_of):
    view = neighbourhood(scene_of(hub(MOST_BEYOND + 1, 3)), "tool:near", 2)
    assert view is not None
    box = next(node for node in view.nodes if is_fold(node.id))
    assert (box.ref, box.anchor, box.count) == ("tool:hub", "flows", MOST_BEYOND + 1)
    assert view.columns == ((box.id,), ("tool:hub",), ("tool:near",))
    assert [flow.integration.id for flow in view.flows] == ["hub-near"]
    assert view.folded == MOST_BEYOND + 1
    assert "Hub" in view.note
    assert f"{MOST_BEYOND + 1} other tools send data to Hub." in view.description
    assert sum(edge.count for edge in view.edges) == MOST_BEYOND + 2


def test_with_fewer_flows_everything_beyond_is_listed(scene_of):
    view = neighbourhood(scene_of(hub(MOST_BEYOND, 3)), "tool:near", 2)
    assert view is not None
    assert len(view.flows) == MOST_BEYOND + 1
    assert view.note == ""


def test_what_is_drawn_anyway_is_not_put_behind_the_hub(scene_of):
    stack = hub(MOST_BEYOND + 5, 0)
    stack["integrations/in-0-near"] = integration("in-0 near", "in-0", "near")
    view = neighbourhood(scene_of(stack), "tool:near", 2)
    assert view is not None
    assert {flow.integration.id for flow in view.flows} == {"hub-near", "in-0-near", "in-0-hub"}
    assert view.folded == MOST_BEYOND + 4


def test_a_hub_stands_between_what_sends_and_what_receives(scene_of):
    view = neighbourhood(scene_of(hub(MOST_NEIGHBOURS, MOST_NEIGHBOURS)), "tool:hub")
    assert view is not None
    left, middle, right = view.columns
    assert middle == ("tool:hub",)
    counts = {node.id: node.count for node in view.nodes}
    assert sum(counts[one] for one in left) == MOST_NEIGHBOURS
    assert sum(counts[one] for one in right) == MOST_NEIGHBOURS + 1


@pytest.mark.parametrize("count", [3, 30])
def test_a_team_that_owns_the_hub_too_sees_it_between_the_others(scene_of, count):
    stack = hub(count, count) | {"teams/crm": {"name": "CRM", "kind": "marketing", "channel": "#crm"}}
    view = neighbourhood(scene_of(stack), "team:crm")
    assert view is not None
    inside = len(view.edges) > 8
    place = next(at for at, column in enumerate(view.columns) if "tool:hub" in column)
    assert (0 < place < len(view.columns) - 1) == inside


def test_of_tools_with_a_single_neighbour_the_hubs_show_a_few(scene_of):
    view = hubs(scene_of(hub(20, 20)))
    assert view is not None
    assert len(view.nodes) == FEWEST_HUBS
    assert view.description == "The best connected is Hub."
