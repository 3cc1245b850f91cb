"""When initiatives take place, and which wait for which."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from roadmap_stack import initiative, milestone, roadmap_stack
from small import small_stack

from stackbook.examine import examine
from stackbook.work import Work
from stackbook.work.timeline import Span, Wait, in_order, span_of

Made = Callable[[dict[str, Any]], Work]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    def make(stack: dict[str, Any]) -> Work:
        for path, values in (small_stack() | stack).items():
            file = tmp_path / f"{path}.yml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(values), encoding="utf-8")
        return examine(tmp_path).governance.work

    return make


def span(made: Made, **more: Any) -> Span:
    return span_of(made({"initiatives/one": initiative("One", **more)}).initiatives[0])


def wait(made: Made, first: dict[str, Any], then: dict[str, Any]) -> Wait:
    stack = {
        "initiatives/first": initiative("First", **first),
        "initiatives/then": initiative("Then", depends_on=["first"], **then),
    }
    found = made(stack).waits
    assert len(found) == 1
    return found[0]


def test_its_own_days_come_before_those_of_its_milestones(made: Made) -> None:
    points = [milestone("kickoff", "2027-02-01"), milestone("launch", "2027-09-01")]
    found = span(made, start="2027-01-01", end="2027-12-31", milestones=points)
    assert (found.start, found.end) == (date(2027, 1, 1), date(2027, 12, 31))
    assert (found.launch, found.launched) == (date(2027, 9, 1), False)


def test_without_days_of_its_own_milestones_tell_and_those_reached_by_their_day(made: Made) -> None:
    points = [
        milestone("kickoff", "2027-02-01", "2027-02-10"),
        milestone("launch", "2027-09-01"),
        milestone("beta", "2026-01-01", not_needed="It is small."),
    ]
    found = span(made, milestones=points)
    assert (found.start, found.end, found.launch) == (date(2027, 2, 10), date(2027, 9, 1), date(2027, 9, 1))


def test_nothing_is_made_up_where_nothing_is_said(made: Made) -> None:
    found = span(made)
    assert (found.start, found.end, found.launch, found.known) == (None, None, None, False)


@pytest.mark.parametrize("status", ["launched", "monitoring"])
def test_it_is_live_by_its_status_or_by_its_launch(made: Made, status: str) -> None:
    assert span(made, status=status).launched
    assert span(made, milestones=[milestone("launch", "", "2026-12-03")]).launched


def test_one_that_begins_before_the_other_is_launched_is_late(made: Made) -> None:
    first = {"end": "2027-05-31", "milestones": [milestone("launch", "2027-04-15")]}
    found = wait(made, first, {"start": "2027-04-01"})
    assert (found.late, found.days) == (True, 14)
    assert not wait(made, first, {"start": "2027-04-15"}).late


def test_without_a_launch_the_end_counts(made: Made) -> None:
    assert wait(made, {"end": "2027-05-31"}, {"start": "2027-05-01"}).days == 30


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ({"end": "2027-05-31", "status": "launched"}, {"start": "2027-01-01"}),
        ({"end": "2027-05-31"}, {"start": "2027-01-01", "status": "cancelled"}),
        ({"end": "2027-05-31"}, {"start": "2027-01-01", "status": "monitoring"}),
        ({}, {"start": "2027-01-01"}),
        ({"end": "2027-05-31"}, {}),
    ],
)
def test_nobody_is_late_who_need_not_wait_or_of_whom_no_day_is_known(
    made: Made, first: dict[str, Any], then: dict[str, Any]
) -> None:
    assert not wait(made, first, then).late


def test_one_that_waits_for_something_paused_is_told_so(made: Made) -> None:
    assert wait(made, {"status": "paused"}, {}).stopped
    assert not wait(made, {"status": "planned"}, {}).stopped


def test_each_comes_after_those_it_waits_for(made: Made) -> None:
    stack = {
        "initiatives/a": initiative("A", depends_on=["c"]),
        "initiatives/b": initiative("B"),
        "initiatives/c": initiative("C", depends_on=["b"]),
    }
    work = made(stack)
    assert [one.id for one in in_order(work.inventory, work.initiatives)] == ["b", "c", "a"]


def test_a_ring_and_one_that_waits_for_itself_do_no_harm(made: Made) -> None:
    stack = {
        "initiatives/a": initiative("A", depends_on=["b"]),
        "initiatives/b": initiative("B", depends_on=["a"]),
        "initiatives/c": initiative("C", depends_on=["c", "nowhere"]),
    }
    work = made(stack)
    assert sorted(one.id for one in in_order(work.inventory, work.initiatives)) == ["a", "b", "c"]
    assert {(one.follower.id, one.first.id) for one in work.waits} == {("a", "b"), ("b", "a")}


def test_the_whole_stack_is_told(made: Made) -> None:
    found = {(one.follower.id, one.first.id): one for one in made(roadmap_stack()).waits}
    assert found.keys() == {("loyalty", "consent"), ("wallet", "loyalty")}
    assert found["loyalty", "consent"].days == 45
