"""What tiles are coloured by: every tool has a value, what is not known is one too, the legend counts what is shown."""

from __future__ import annotations

import pytest
from small import integration, tool

from stackbook.views.overlays import MOST_TEAMS, NOT_RECORDED, OTHER_TEAMS, OVERLAYS, TONES, overlay_of

BARE = {"name": "Bare", "category": None, "purpose": None, "vendor": None, "lifecycle": None,
        "business_owner": None, "technical_owner": None}  # fmt: skip


def said(overlay):
    return {tool_id: value.said for tool_id, value in overlay.values.items()}


def legend(overlay):
    return [(entry.label, entry.count) for entry in overlay.legend]


def team(name, **more):
    return {"name": name, "kind": "marketing", "channel": "#x", **more}


@pytest.mark.parametrize("key", OVERLAYS)
def test_what_is_not_recorded_is_a_value_with_a_tone_of_its_own_and_the_last(scene, key):
    flow = {"integrations/f": integration("F", "bare", "full", health=None)} if key == "health" else {}
    full = tool("Full", criticality="administrative", hosting="saas", classification_approved="public")
    overlay = overlay_of(scene({"tools/bare": BARE, "tools/full": full, **flow}), key)
    assert overlay.values["bare"].said == NOT_RECORDED
    assert overlay.values["bare"].tone == "none"
    assert overlay.legend[-1].label == NOT_RECORDED
    assert "none" not in [entry.tone for entry in overlay.legend[:-1]]


@pytest.mark.parametrize("key", OVERLAYS)
def test_the_legend_counts_each_shown_tool_once(scene, key):
    shown = scene(
        {
            "tools/a": tool("A", criticality="mission_critical", hosting="saas"),
            "tools/b": tool("B", hosting="desktop", classification_approved="restricted"),
            "tools/gone": tool("Gone", lifecycle={"phase": "end_of_life"}),
            "tools/bare": BARE,
            "integrations/f": integration("F", "a", "b", health={"state": "healthy"}),
        }
    )
    overlay = overlay_of(shown, key)
    assert set(overlay.values) == {"a", "b", "bare"}
    assert sum(entry.count for entry in overlay.legend) == 3
    assert len({entry.key for entry in overlay.legend}) == len(overlay.legend)
    assert {entry.tone for entry in overlay.legend} <= set(TONES)
    assert {value.key for value in overlay.values.values()} == {entry.key for entry in overlay.legend}


def test_an_unknown_overlay_is_refused(scene):
    with pytest.raises(KeyError):
        overlay_of(scene({}), "colour")


def test_a_person_counts_for_their_team(scene):
    overlay = overlay_of(
        scene(
            {
                "teams/data": team("Data"),
                "people/lead": {"title": "Lead", "role": "leader", "team": "data"},
                "tools/a": tool("A", business_owner="person:lead"),
                "tools/b": tool("B", business_owner="team:data"),
                "tools/c": tool("C"),
            }
        ),
        "owner",
    )
    assert said(overlay) == {"a": "Data", "b": "Data", "c": "CRM"}
    assert legend(overlay) == [("Data", 2), ("CRM", 1)]


def owned(teams):
    """So many tools for each team, the first team having the most."""
    found = {}
    for at in range(teams):
        found[f"teams/t{at}"] = team(f"Team {at}")
        for n in range(teams - at):
            found[f"tools/x{at}-{n}"] = tool(f"X {at} {n}", business_owner=f"team:t{at}")
    return found


def test_the_biggest_teams_have_hues_and_the_rest_share_one_but_keep_their_names(scene):
    overlay = overlay_of(scene(owned(MOST_TEAMS + 3)), "owner")
    assert legend(overlay) == [(f"Team {n}", 10 - n) for n in range(MOST_TEAMS)] + [(OTHER_TEAMS, 6)]
    assert len({entry.tone for entry in overlay.legend}) == MOST_TEAMS + 1
    assert overlay.values["x9-0"].label == OTHER_TEAMS
    assert overlay.values["x9-0"].said == "Team 9"


def test_one_team_more_than_hues_needs_no_drawer(scene):
    overlay = overlay_of(scene(owned(MOST_TEAMS + 1)), "owner")
    assert OTHER_TEAMS not in dict(legend(overlay))
    assert len({entry.tone for entry in overlay.legend}) == MOST_TEAMS + 1


def test_another_tool_leaves_the_colours_of_teams_alone(scene):
    stack = owned(4)
    before = {entry.label: entry.tone for entry in overlay_of(scene(stack), "owner").legend}
    more = {f"tools/more-{n}": tool(f"More {n}", business_owner="team:t3") for n in range(9)}
    after = overlay_of(scene({**stack, **more}), "owner").legend
    assert after[0].label == "Team 3"
    assert {entry.label: entry.tone for entry in after} == before


def test_words_stand_in_the_vocabularys_order_and_stronger_means_worse(scene):
    words = ("administrative", "business_operational", "mission_critical", "business_critical")
    stack = {f"tools/t{n}": tool(word, criticality=word) for n, word in enumerate(words)}
    overlay = overlay_of(scene(stack), "criticality")
    assert [entry.label for entry in overlay.legend] == [
        "Mission critical",
        "Business critical",
        "Business operational",
        "Administrative",
    ]
    assert [entry.tone for entry in overlay.legend] == ["step-4", "step-3", "step-2", "step-1"]


def test_classification_grows_with_what_a_tool_may_hold(scene):
    words = ("restricted", "public", "confidential", "internal")
    stack = {f"tools/t{n}": tool(word, classification_approved=word) for n, word in enumerate(words)}
    overlay = overlay_of(scene(stack), "classification")
    assert [(entry.label, entry.tone) for entry in overlay.legend] == [
        ("Public", "step-1"),
        ("Internal", "step-2"),
        ("Confidential", "step-3"),
        ("Restricted", "step-4"),
    ]


def test_a_word_of_the_organisation_has_its_label_and_a_tone(scene):
    own = [{"value": "kiosk", "label": "In the kiosk", "description": "Runs in shops."}]
    stack = {"name": "Petals", "vocabulary": {"hosting": own}}
    overlay = overlay_of(scene({"stack": stack, "tools/a": tool("A", hosting="kiosk")}), "hosting")
    assert [(entry.label, entry.tone) for entry in overlay.legend] == [("In the kiosk", "other")]


def health(scene, *states, **more):
    """The health of a tool with flows in these states; None for one that has none."""
    flows = {
        f"integrations/f{n}": integration(f"F{n}", "a", "b", health={"state": s} if s else None, **more)
        for n, s in enumerate(states)
    }
    return overlay_of(scene({"tools/a": tool("A"), "tools/b": tool("B"), "tools/c": tool("C"), **flows}), "health")


@pytest.mark.parametrize(
    ("states", "worst"),
    [
        (("healthy", "broken", "degraded"), "Broken"),
        (("healthy", "degraded"), "Degraded"),
        (("healthy", "unknown"), "Unknown"),
        (("healthy", None), "Healthy"),
        ((None,), NOT_RECORDED),
        ((), "Nothing connected"),
    ],
)
def test_health_is_the_worst_of_what_is_recorded_at_either_end(scene, states, worst):
    assert said(health(scene, *states)) == {"a": worst, "b": worst, "c": "Nothing connected"}


@pytest.mark.parametrize("status", ["planned", "inactive"])
def test_a_flow_that_does_not_run_says_nothing_about_health(scene, status):
    assert said(health(scene, "broken", status=status))["a"] == "Nothing connected"


def test_a_tool_in_between_has_the_health_of_what_passes_through(scene):
    assert said(health(scene, "degraded", via="c"))["c"] == "Degraded"
