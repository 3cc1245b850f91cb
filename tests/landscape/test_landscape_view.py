"""What stands on the landscape: groups, categories, what is empty and what seems to be there twice."""

from __future__ import annotations

from small import tool

from stackbook.model.vocab import BUILT_IN
from stackbook.views.landscape import landscape
from stackbook.views.scene import UNSORTED

TAXONOMY = BUILT_IN["category"].values


def phase(word):
    return {"lifecycle": {"phase": word}}


def categories(shown):
    return {c.value.key: c for g in shown.groups for c in g.categories}


def overlap_of(scene, entities):
    found = categories(landscape(scene({f"tools/{name}": values for name, values in entities.items()})))
    return [t.id for t in found["email_marketing"].overlap]


def test_groups_and_categories_stand_in_the_taxonomys_order_and_tools_by_name(scene):
    shown = landscape(
        scene(
            {
                "tools/a": tool("Zeta", category="data_warehouse"),
                "tools/b": tool("beta"),
                "tools/c": tool("Alpha"),
                "tools/d": tool("Delta", category="cms_web_experience"),
            }
        )
    )
    assert [g.label for g in shown.groups] == ["Content & Experience", "Platforms"]
    assert [[c.value.key for c in g.categories] for g in shown.groups] == [
        ["cms_web_experience", "email_marketing"],
        ["data_warehouse"],
    ]
    assert [t.name for t in categories(shown)["email_marketing"].tools] == ["Alpha", "beta"]
    assert (shown.count, [g.count for g in shown.groups]) == (4, [3, 1])


def test_a_gap_is_a_category_of_the_taxonomy_without_a_tool_in_use_or_planned(scene):
    shown = landscape(scene({"tools/a": tool("A"), "tools/b": tool("B", category="seo", **phase("end_of_life"))}))
    gaps = [value.key for g in shown.sections for value in g.gaps]
    assert gaps == [key for key in TAXONOMY if key != "email_marketing"]
    assert shown.gaps == len(TAXONOMY) - 1
    assert [t.id for t in shown.retired] == ["b"]
    assert "seo" not in categories(shown)


def test_a_group_without_tools_is_a_section_but_not_a_group(scene):
    shown = landscape(scene({"tools/a": tool("A")}))
    assert [g.label for g in shown.groups] == ["Content & Experience"]
    assert [g.label for g in shown.sections] == list(dict.fromkeys(v.group for v in TAXONOMY.values()))


def test_tools_without_a_category_stand_last_and_are_no_gap_and_no_overlap(scene):
    entities = {"tools/a": tool("A", category=None), "tools/b": tool("B", category=None)}
    shown = landscape(scene(entities))
    assert categories(shown)[UNSORTED.key].overlap == ()
    assert shown.groups[-1].label == UNSORTED.group
    assert landscape(scene({"tools/a": tool("A"), "tools/b": tool("B")})).groups[-1].label != UNSORTED.group


def test_a_category_of_the_organisation_takes_part(scene):
    own = [{"value": "printing", "label": "Printing", "description": "On paper.", "group": "Ours"}]
    stack = {"name": "Petals", "vocabulary": {"category": own}}
    shown = landscape(scene({"stack": stack, "tools/a": tool("A")}))
    assert [v.key for v in shown.sections[-1].gaps] == ["printing"]


def test_two_tools_in_use_in_one_category_are_an_overlap(scene):
    assert overlap_of(scene, {"a": tool("A"), "b": tool("B", **phase("phase_in")), "c": tool("C", category="seo")}) == [
        "a",
        "b",
    ]


def test_one_tool_alone_is_none(scene):
    assert overlap_of(scene, {"a": tool("A")}) == []


def test_what_is_planned_or_on_its_way_out_does_not_count(scene):
    others = {word: tool(word, **phase(word)) for word in ("plan", "phase_out", "end_of_life")}
    assert overlap_of(scene, {"a": tool("A"), **{word.replace("_", "-"): one for word, one in others.items()}}) == []


def test_a_tool_and_the_one_that_takes_its_place_are_none(scene):
    assert overlap_of(scene, {"a": tool("A", replaced_by="b"), "b": tool("B")}) == []


def test_said_from_the_other_side_it_is_none_either_also_by_an_earlier_id(scene):
    assert overlap_of(scene, {"a": tool("A", aliases=["old-a"]), "b": tool("B", replaces=["old-a"])}) == []


def test_a_third_tool_overlaps_with_the_one_that_stays(scene):
    entities = {"a": tool("A", replaced_by="b"), "b": tool("B", replaces=["a"]), "c": tool("C")}
    assert overlap_of(scene, entities) == ["b", "c"]


def test_a_tool_that_leaves_for_another_category_still_counts(scene):
    entities = {"a": tool("A", replaced_by="x"), "b": tool("B"), "x": tool("X", category="seo")}
    assert overlap_of(scene, entities) == ["a", "b"]


def test_the_overlaps_of_all_are_counted(scene):
    entities = {f"tools/{n}": tool(n, category=c) for n, c in (("a", "crm"), ("b", "crm"), ("c", "seo"), ("d", "seo"))}
    shown = landscape(scene({**entities, "tools/e": tool("E")}))
    assert [c.value.key for c in shown.overlaps] == ["seo", "crm"]


def test_a_part_of_the_scene_has_its_own_landscape(scene):
    whole = scene({"tools/a": tool("A"), "tools/b": tool("B"), "tools/c": tool("C", category="seo")})
    part = landscape(whole.only(lambda t: t.id != "b"))
    assert [t.id for c in categories(part).values() for t in c.tools] == ["a", "c"]
    assert part.overlaps == ()
