"""Journeys as sequences: which tools, in which order, which steps work, and how long it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from journeys import journey, journey_stack, long_stack
from small import integration

from stackbook.graph import build_graph
from stackbook.inventory import Inventory
from stackbook.model.journeys import Journey
from stackbook.views.catalogue import ViewSpec, make_view
from stackbook.views.scene import Scene
from stackbook.views.sequence import CARRY, INSIDE, REMARK, SequenceView, sequence, walked

SceneOf = Callable[[dict[str, Any]], Scene]


def view(scene: Scene, name: str = "welcome") -> SequenceView:
    made = sequence(scene, f"journey:{name}")
    assert made is not None
    return made


def test_tools_stand_in_the_order_in_which_they_first_appear(scene_of: SceneOf) -> None:
    made = view(scene_of(journey_stack()))
    assert [node.id for node in made.lifelines] == ["tool:shop", "tool:hub", "tool:mailer", "tool:warehouse"]
    assert [node.ref for node in made.lifelines] == [node.id for node in made.lifelines]
    assert made == make_view(scene_of({}), ViewSpec("journey", "journey:welcome"))


def test_each_step_is_what_it_is(scene_of: SceneOf) -> None:
    order, chosen, read, results = view(scene_of(journey_stack())).stages
    assert (order.kind, [tool.id for tool in order.tools]) == (CARRY, ["shop", "hub", "mailer"])
    assert (order.words, order.facts) == ("The order arrives.", "Near real time \u00b7 within 15 minutes")
    assert (chosen.kind, chosen.wait, chosen.integration) == (INSIDE, "3 days", None)
    assert (read.kind, read.at, read.tools) == (REMARK, "tool:mailer", ())
    assert (results.words, results.broken, results.ending) == ("Results.", "switched off", "")
    assert results.integration is not None


def test_a_step_that_begins_elsewhere_says_where_the_last_one_ended(scene_of: SceneOf) -> None:
    stages = view(scene_of(journey_stack())).stages
    assert [stage.after.id if stage.after else "" for stage in stages] == ["", "", "", "mailer"]


@pytest.mark.parametrize(
    ("status", "broken", "ending"),
    [
        ("active", "", ""),
        ("planned", "not live yet", ""),
        ("inactive", "switched off", ""),
        ("related", "carries no data", ""),
        ("planned_disconnect", "", "to be switched off"),
        (None, "not known to be live", ""),
    ],
)
def test_every_status_has_its_words(scene_of: SceneOf, status: str | None, broken: str, ending: str) -> None:
    one = integration("Results", "warehouse", "mailer", status=status)
    made = view(scene_of(journey_stack(**{"integrations/results": one})))
    assert (made.stages[3].broken, made.stages[3].ending) == (broken, ending)
    assert [stage.number for stage in made.broken] == ([4] if broken else [])
    assert (broken or ending) in made.stages[3].title


def test_the_time_is_the_sum_of_waits_and_delays(scene_of: SceneOf) -> None:
    made = view(scene_of(journey_stack()))
    # 15 minutes, 3 days, 5 minutes, and a day of what runs daily.
    assert made.time == "At most 4 days 20 minutes from first to last step."


def test_what_nobody_can_tell_is_not_made_up(scene_of: SceneOf) -> None:
    steps = ({"integration": "orders"}, {"integration": "news"}, {"integration": "news"})
    made = view(scene_of(journey_stack(**{"journeys/welcome": journey("Welcome", *steps)})))
    assert made.time == (
        "At most 15 minutes from first to last step, but for steps 2 and 3: how long that takes, nobody can tell."
    )
    alone = view(scene_of(journey_stack(**{"journeys/welcome": journey("Welcome", {"integration": "news"})})))
    assert alone.time == "Nobody can tell how long it takes: the time of step 1 is not recorded."
    inside = view(scene_of(journey_stack(**{"journeys/welcome": journey("Welcome", {"tool": "shop"})})))
    assert inside.time == ""


def test_what_goes_both_ways_is_walked_from_where_one_is(scene_of: SceneOf) -> None:
    steps = ({"integration": "both"}, {"integration": "both"})
    there, back = view(scene_of(journey_stack(**{"journeys/welcome": journey("Welcome", *steps)}))).stages
    assert [tool.id for tool in there.tools] == ["shop", "warehouse"]
    assert [tool.id for tool in back.tools] == ["warehouse", "shop"]
    assert back.after is None


def test_words_before_the_first_tool_stand_at_it(scene_of: SceneOf) -> None:
    steps = ({"description": "Somebody walks in."}, {"tool": "shop"})
    first, second = view(scene_of(journey_stack(**{"journeys/welcome": journey("Welcome", *steps)}))).stages
    assert (first.at, first.after, second.after) == ("tool:shop", None, None)


def test_what_is_not_there_is_named(scene_of: SceneOf) -> None:
    steps = ({"integration": "nowhere"}, {"tool": "gone"}, {"tool": "shop"})
    first, second, third = view(scene_of(journey_stack(**{"journeys/welcome": journey("Welcome", *steps)}))).stages
    assert [(s.kind, s.unknown) for s in (first, second, third)] == [
        (REMARK, "nowhere"),
        (REMARK, "gone"),
        (INSIDE, ""),
    ]
    assert first.untimed
    assert not second.untimed


def test_without_tools_there_is_nothing_to_draw_but_something_to_read(scene_of: SceneOf) -> None:
    scene = scene_of(journey_stack(**{"journeys/welcome": journey("Welcome", {"description": "Only words."})}))
    assert sequence(scene, "journey:welcome") is None
    one = scene.inventory.get("journey", "welcome")
    assert isinstance(one, Journey)
    assert [stage.words for stage in walked(scene, one).stages] == ["Only words."]
    assert sequence(scene, "tool:shop") is None
    assert sequence(scene, "journey:none") is None


def test_the_description_says_every_step(scene_of: SceneOf) -> None:
    made = view(scene_of(journey_stack()))
    assert made.description.startswith("Step 1, Shop to Hub to Mailer: The order arrives (Near real time, within 15 m")
    assert "Step 2, Mailer: A greeting is chosen (waits up to 3 days before)." in made.description
    assert "Step 4, Warehouse to Mailer: Results (Daily, within 1 day, switched off)." in made.description


def test_the_same_stack_gives_the_same_sequence(scene_of: SceneOf) -> None:
    scene = scene_of(long_stack())
    again = Scene(scene.inventory, build_graph(scene.inventory))
    assert repr(view(scene, "long")) == repr(view(again, "long"))
    assert isinstance(scene.inventory, Inventory)


def test_every_journey_of_the_example_can_be_drawn(example: Scene) -> None:
    for one in example.inventory.all("journey"):
        made = sequence(example, one.ref)
        assert made is not None, one.ref
        assert all(stage.tools or stage.at for stage in made.stages)
