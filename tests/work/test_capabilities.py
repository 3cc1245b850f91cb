"""Capabilities: the tree, the gaps, the tools, and what closes the gaps."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import small_stack, tool
from together_stack import together_stack, work_of

from stackbook.work import Work
from stackbook.work.capabilities import Capabilities, CapabilityLine


@pytest.fixture
def known(tmp_path: Path) -> Capabilities:
    return work_of(tmp_path, together_stack()).capabilities


def line(known: Capabilities, id_: str) -> CapabilityLine:
    return known.lines[f"capability:{id_}"]


def ids(found: object) -> list[str]:
    return [one.id for one in found]  # type: ignore[attr-defined]  # entities


def test_the_tree_stands_in_its_order(known):
    assert [(one.capability.id, one.depth) for one in known.lines.values()] == [
        ("print", 0),
        ("messages", 0),
        ("surveys", 1),
        ("newsletters", 1),
        ("texts", 1),
    ]
    assert ids(known.roots) == ["print", "messages"]
    assert ids(known.path(line(known, "texts").capability)) == ["messages"]
    assert ids(known.subtree(line(known, "messages").capability)) == ["messages", "surveys", "newsletters", "texts"]


def test_the_gap_is_what_is_missing_to_the_target(known):
    assert {one.capability.id: one.gap for one in known.lines.values()} == {
        "print": 0,  # better than wanted
        "messages": None,
        "surveys": None,
        "newsletters": 3,
        "texts": 0,
    }


def test_tools_by_the_part_they_play(known):
    newsletters = line(known, "newsletters")
    assert (ids(newsletters.primary), ids(newsletters.secondary)) == (["mailer", "other-mailer"], [])
    assert (ids(line(known, "texts").primary), ids(line(known, "texts").secondary)) == ([], ["mailer"])
    assert ids(line(known, "surveys").planned) == ["future"]
    assert line(known, "surveys").tools == ()


def test_what_has_no_tool(known):
    assert [one.capability.id for one in known.lines.values() if one.without_tool] == ["print"]
    assert ids(known.tools_without) == ["shop", "warehouse"]


def test_initiatives_that_were_given_up_improve_nothing(known):
    assert ids(line(known, "newsletters").initiatives) == ["move"]
    assert line(known, "texts").initiatives == ()


def test_a_circle_is_cut_and_nothing_gets_lost(tmp_path):
    stack = small_stack() | {
        f"capabilities/{one}": {"name": one.upper(), "parent": other}
        for one, other in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "d"))
    }
    known = work_of(tmp_path, stack).capabilities
    assert sorted(ids(one.capability for one in known.lines.values())) == ["a", "b", "c", "d"]
    assert len(known.roots) == 2


def test_a_deep_tree_is_walked_through(tmp_path):
    stack = small_stack() | {
        "capabilities/all": [
            {"id": f"c{n}", "name": f"C{n:04}", **({"parent": f"c{n - 1}"} if n else {})} for n in range(400)
        ]
    }
    known = work_of(tmp_path, stack).capabilities
    assert len(known.lines) == 400
    assert len(known.path(line(known, "c399").capability)) == 399


def test_one_tool_that_names_a_capability_twice_counts_once(tmp_path):
    stack = together_stack()
    stack["tools/mailer"] = tool(
        "Mailer", capabilities=[{"capability": "texts", "role": "secondary"}, {"capability": "texts"}]
    )
    work: Work = work_of(tmp_path, stack)
    texts = line(work.capabilities, "texts")
    assert (ids(texts.primary), ids(texts.secondary)) == (["mailer"], [])
