"""Decisions: chains that replace each other, what each is about, and what is to be looked at again."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import small_stack
from together_stack import DAY, decision, together_stack, work_of

from stackbook.work import Work
from stackbook.work.decisions import DecisionLine


@pytest.fixture
def work(tmp_path: Path) -> Work:
    return work_of(tmp_path, together_stack())


def line(work: Work, id_: str) -> DecisionLine:
    return next(one for one in work.decisions if one.decision.id == id_)


def ids(found: object) -> list[str]:
    return [one.id for one in found]  # type: ignore[attr-defined]  # decisions or entities


def test_the_newest_comes_first(work):
    assert [one.decision.id for one in work.decisions] == ["maybe", "third", "second", "alone", "first"]


def test_a_chain_is_known_from_each_of_its_ends_and_from_its_middle(work):
    for id_ in ("first", "second", "third"):
        assert ids(line(work, id_).chain) == ["first", "second", "third"]
    assert ids(line(work, "second").replaces) == ["first"]
    assert ids(line(work, "second").replaced_by) == ["third"]
    assert line(work, "alone").chain == ()


def test_a_proposal_replaces_nothing_yet(work):
    third = line(work, "third")
    assert not third.replaced
    assert third.replaced_by == ()
    assert ids(third.proposed) == ["maybe"]
    assert line(work, "second").replaced


def test_one_is_replaced_though_its_own_status_does_not_say_so(tmp_path):
    stack = small_stack() | {
        "decisions/old": decision("Old", "2025-01-01"),
        "decisions/new": decision("New", "2026-01-01", supersedes=["old"]),
    }
    assert line(work_of(tmp_path, stack), "old").replaced


def test_one_without_a_successor_is_replaced_all_the_same_when_it_says_so(tmp_path):
    stack = small_stack() | {"decisions/old": decision("Old", "2025-01-01", status="superseded")}
    old = line(work_of(tmp_path, stack), "old")
    assert old.replaced
    assert old.chain == ()


def test_a_circle_ends_and_holds_each_once(tmp_path):
    stack = small_stack() | {
        f"decisions/{one}": decision(one.upper(), "2025-01-01", supersedes=[other])
        for one, other in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "d"))
    }
    work = work_of(tmp_path, stack)
    assert sorted(ids(line(work, "a").chain)) == ["a", "b", "c"]
    assert line(work, "d").chain == ()


def test_two_that_replace_one_and_one_that_replaces_two(tmp_path):
    stack = small_stack() | {
        "decisions/a": decision("A", "2024-01-01"),
        "decisions/b": decision("B", "2025-01-01", supersedes=["a"]),
        "decisions/c": decision("C", "2025-06-01", supersedes=["a"]),
        "decisions/d": decision("D", "2026-01-01", supersedes=["b", "c"]),
    }
    work = work_of(tmp_path, stack)
    assert ids(line(work, "a").after) == ["b", "c", "d"]
    assert set(ids(line(work, "d").before)) == {"a", "b", "c"}
    assert ids(line(work, "b").chain) == ["a", "b", "d"]  # c is another branch


def test_what_is_about_something_has_the_replaced_ones_last(work):
    assert [one.decision.id for one in work.decisions_of["tool:mailer"]] == ["third", "second", "first"]
    assert [one.decision.id for one in work.decisions_of["capability:newsletters"]] == ["third"]


def test_an_earlier_id_of_what_it_is_about_still_counts(tmp_path):
    stack = small_stack() | {"decisions/one": decision("One", "2026-01-01", affects=["tool:old-mailer", "tool:mailer"])}
    work = work_of(tmp_path, stack)
    assert ids(line(work, "one").affects) == ["mailer"]
    assert "tool:mailer" in work.decisions_of


def test_the_day_to_look_again_counts_while_it_holds_and_today_is_known(tmp_path, work):
    assert line(work, "third").past_revisit
    assert not line(work, "alone").past_revisit
    without = work_of(tmp_path / "other", together_stack(), None)
    assert not line(without, "third").past_revisit
    over = together_stack() | {
        "decisions/over": decision("Over", "2025-01-01", status="deprecated", revisit_on="2026-01-01"),
        "decisions/today": decision("Today", "2025-01-01", revisit_on=DAY.isoformat()),
    }
    work = work_of(tmp_path / "over", over)
    assert not line(work, "over").past_revisit
    assert not line(work, "today").past_revisit
