"""The whole graph: what takes part, how it hangs together, and by what it can be filtered."""

from __future__ import annotations

from typing import Any

from small import integration, small_stack, source, tool

from stackbook.views.explorer import Thing, explorer


def named(seen: Any) -> dict[str, Thing]:
    return {thing.ref: thing for thing in seen.things}


def ties(seen: Any, kind: str) -> list[tuple[str, str]]:
    return [(seen.things[t.source].ref, seen.things[t.target].ref) for t in seen.ties if t.kind == kind]


def test_everything_takes_part_kind_by_kind_and_tools_by_category(seen):
    assert [thing.ref for thing in seen(small_stack()).things] == [
        "tool:mailer",
        "tool:shop",
        "tool:warehouse",
        "data_source:mailer-contacts",
        "data_source:shop-customers",
        "vendor:postbox",
        "team:crm",
    ]


def test_ties_say_what_flows_what_holds_what_makes_and_who_looks_after(seen):
    found = seen(small_stack())
    assert ties(found, "flow") == [("tool:mailer", "tool:warehouse"), ("tool:shop", "tool:mailer")]
    assert ties(found, "holds") == [
        ("tool:mailer", "data_source:mailer-contacts"),
        ("tool:shop", "data_source:shop-customers"),
    ]
    assert ties(found, "makes") == [("vendor:postbox", "tool:mailer")]
    assert ties(found, "owns") == [
        ("team:crm", "tool:mailer"),
        ("team:crm", "tool:shop"),
        ("team:crm", "tool:warehouse"),
    ]


def test_a_flow_carries_what_it_is_filtered_and_described_by(seen):
    stack = small_stack() | {
        "integrations/both": integration(
            "Both",
            "mailer",
            "shop",
            direction="two_way",
            conflict_rule="source_wins",
            pattern="webhook",
            status="planned",
            via="warehouse",
        )
    }
    found = seen(stack)
    flow = next(tie for tie in found.ties if tie.ref == "integration:both")
    assert (flow.name, flow.pattern, flow.status, flow.two_way) == ("Both", "webhook", "planned", True)
    assert found.things[flow.via].ref == "tool:warehouse"


def test_a_person_counts_for_their_team_and_every_duty_is_named(seen):
    stack = small_stack() | {
        "tools/mailer": tool(
            "Mailer", business_owner="person:crm-lead", technical_owner="team:it", data_steward="team:crm"
        ),
        "teams/it": {"name": "Computers", "kind": "it"},
    }
    found = seen(stack)
    assert named(found)["tool:mailer"].owners == ("team:it", "team:crm")  # by name: Computers, CRM
    names = {found.things[t.source].ref: t.name for t in found.ties if t.kind == "owns" and t.target == 0}
    assert names == {"team:crm": "Business owner, Data steward", "team:it": "Technical owner"}


def test_facts_to_filter_by(seen):
    stack = small_stack() | {
        "tools/mailer": tool("Mailer", classification_approved="confidential", lifecycle={"phase": "phase_out"}),
        "data-sources/mailer-contacts": source(
            "Mailer contacts",
            "mailer",
            steward="team:crm",
            fields=[
                {"id": name, "label": name, "type": "string", "classification": name}
                for name in ("restricted", "public", "internal")
            ],
        ),
    }
    mailer = named(seen(stack))["tool:mailer"]
    assert (mailer.category, mailer.phase, mailer.approved) == ("email_marketing", "phase_out", "confidential")
    assert mailer.classes == ("public", "internal", "restricted")  # from low to high
    contacts = named(seen(stack))["data_source:mailer-contacts"]
    assert (contacts.category, contacts.phase, contacts.approved) == ("email_marketing", "phase_out", "confidential")
    assert (contacts.classes, contacts.owners) == (mailer.classes, ("team:crm",))


def test_what_is_not_recorded_is_empty(seen):
    bare = tool(
        "Bare", vendor=None, category=None, purpose=None, lifecycle=None, business_owner=None, technical_owner=None
    )
    found = seen({"stack": {"name": "Petals"}, "tools/bare": bare})
    assert found.things == (Thing("tool:bare", "tool", "Bare", category="unsorted"),)
    assert found.ties == ()


def test_a_part_of_the_scene_takes_along_only_what_belongs_to_it(scene):
    stage = scene(small_stack())
    found = explorer(stage.only(lambda one: one.id == "shop"))
    assert [thing.ref for thing in found.things] == ["tool:shop", "data_source:shop-customers", "team:crm"]
    assert [tie.kind for tie in found.ties] == ["holds", "owns"]


def test_the_order_in_which_files_are_written_changes_nothing(seen):
    stack = small_stack()
    assert seen(stack) == seen(dict(reversed(stack.items())))


def test_an_empty_stack_has_nothing(seen):
    assert seen({"stack": {"name": "Petals"}}).things == ()
