"""The way of an initiative, what is often missed of it, and what is missing before its launch."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from initiatives_stack import initiative, initiatives_stack

from stackbook.examine import examine
from stackbook.work import Work
from stackbook.work.checks_of_initiative import State
from stackbook.work.milestones import Progress

TODAY = date(2027, 3, 1)
Stack = dict[str, Any]
Made = Callable[..., Work]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """What follows from a stack on a day."""

    def make(stack: Stack, as_of: date | None = TODAY) -> Work:
        for path, values in stack.items():
            file = tmp_path / f"{path}.yml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(values), encoding="utf-8")
        return examine(tmp_path, as_of=as_of).governance.work

    return make


def one(**more: Any) -> Stack:
    """The stack with one initiative that is only what is said."""
    return initiatives_stack() | {"initiatives/one": initiative("One", **more)}


def review(type_: str, **more: Any) -> Stack:
    """A review of that initiative."""
    return {"reviews/look": {"name": "Look", "subject": "initiative:one", "type": type_, "state": "done", **more}}


def states(work: Work, id_: str = "one") -> dict[str, State]:
    """How far each point is."""
    return {point.key: point.state for point in work.readiness[id_].points}


def missing(work: Work, id_: str = "one") -> list[str]:
    """What is missing, in words."""
    return [f"{gap.about}: {gap.words}" for gap in work.readiness[id_].missing]


def test_milestones_stand_by_day_and_those_that_are_not_needed_last(made):
    way = made(initiatives_stack()).readiness["club"].way
    assert [line.kind for line in way.lines] == [
        "kickoff",
        "user_insight",
        "security_review",
        "launch",
        "uat_sign_off",
        "beta",
    ]
    assert [line.progress for line in way.lines] == [
        Progress.DONE,
        Progress.LATE,
        Progress.DONE,
        Progress.PLANNED,
        Progress.PLANNED,
        Progress.NOT_NEEDED,
    ]
    assert (way.done, way.total) == (2, 5)
    assert way.next is not None
    assert way.next.kind == "user_insight"
    assert [line.kind for line in way.lines if line.behind_launch] == ["uat_sign_off"]


@pytest.mark.parametrize(("status", "late"), [("cancelled", 0), ("paused", 1), ("planned", 1)])
def test_nothing_is_late_of_what_was_given_up(made, status, late):
    stack = one(status=status, milestones=[{"kind": "beta", "due": "2020-01-01"}])
    assert len(made(stack).readiness["one"].way.late) == late


def test_nothing_is_late_without_a_day(made):
    assert made(initiatives_stack(), None).readiness["club"].way.late == ()


def test_a_bare_initiative_misses_everything_that_is_often_missed(made):
    assert set(states(made(one())).values()) == {State.MISSING}


def test_what_is_often_missed_may_be_written_as_a_milestone_or_in_words(made):
    work = made(
        one(
            user_insight="They want it.",
            beta="Ten people.",
            monitoring="Every day.",
            uat={"entry": ["Ready."]},
            milestones=[
                {"kind": "data_review", "not_needed": "No data."},
                {"kind": "security_review", "due": "2027-04-01"},
                {"kind": "launch"},
            ],
        )
    )
    found = states(work)
    assert found["user_insight"] is found["monitoring"] is found["uat_entry"] is State.DONE
    assert found["beta"] is found["security_review"] is State.PLANNED
    assert found["data_review"] is State.NOT_NEEDED
    assert found["launch"] is found["uat_exit"] is State.MISSING  # a launch without a day is none


def test_a_test_that_is_not_needed_needs_no_criteria(made):
    found = states(made(one(milestones=[{"kind": "uat_sign_off", "not_needed": "No users."}])))
    assert found["uat_entry"] is found["uat_exit"] is found["uat_sign_off"] is State.NOT_NEEDED


@pytest.mark.parametrize("type_", ["dpia", "data_governance", "legitimate_interest"])
def test_a_review_counts_for_a_data_review(made, type_):
    approved = review(type_, outcome="approved", decided_on="2027-01-01")
    assert states(made(one() | approved))["data_review"] is State.DONE


def test_a_review_that_waits_is_planned_and_one_that_has_expired_is_not_done(made):
    asked = review("security") | {}
    asked["reviews/look"] |= {"state": "requested"}
    assert states(made(one() | asked))["security_review"] is State.PLANNED
    expired = review("security", outcome="approved", decided_on="2025-01-01", valid_until="2026-01-01")
    assert states(made(one() | expired))["security_review"] is not State.DONE


@pytest.mark.parametrize(
    ("milestone", "outcome", "said"),
    [
        ({"done_on": "2027-01-01"}, "rejected", "did not approve"),
        ({"due": "2027-06-01"}, "approved", "not marked as done"),
        ({"not_needed": "Small."}, "approved", "not needed"),
        ({"done_on": "2027-01-01"}, "approved", ""),
    ],
)
def test_it_is_told_when_milestone_and_review_disagree(made, milestone, outcome, said):
    stack = one(milestones=[{"kind": "security_review", **milestone}]) | review("security", outcome=outcome)
    point = next(p for p in made(stack).readiness["one"].points if p.key == "security_review")
    assert said in point.disagrees
    assert bool(point.disagrees) is bool(said)
    assert point.fine is not bool(said)


def test_what_is_missing_is_said_in_words(made):
    said = missing(made(initiatives_stack()), "club")
    for wanted in (
        "Coordinator: nobody is named",
        "User insight: late: it was due on 1 February 2027",
        "Data review: not planned",
        "User test signed off: planned after the launch on 1 June 2027",
        "Optimisation review: not planned",
        "Requirements: 1 must-have has no acceptance criteria",
        "Budget: more is ordered or paid than was agreed",
        "Risks: one high risk has no answer yet",
        "Waits for: which is on hold",
    ):
        assert wanted in said
    assert not [one for one in said if "must-haves are not checked" in one]  # that comes with the test


def test_with_the_test_and_the_launch_must_haves_have_to_be_checked(made):
    stack = initiatives_stack()
    assert [gap.words for gap in made(stack).readiness["club"].ahead if gap.about == "Requirements"] == [
        "2 must-haves are not checked yet"
    ]
    stack["initiatives/club"] |= {"status": "uat"}
    assert "Requirements: 2 must-haves are not checked yet" in missing(made(stack), "club")


def test_nobody_misses_anything_of_what_was_given_up(made):
    assert made(initiatives_stack()).readiness["old"].missing == ()


def test_changes_stand_by_what_changes_and_not_of_what_was_given_up(made):
    changes = made(initiatives_stack()).changes
    assert set(changes) == {"tool:clubber", "tool:mailer"}
    assert changes["tool:clubber"][0].day == date(2027, 5, 1)
    assert changes["tool:mailer"][0].day == date(2027, 6, 1)  # with the launch
