"""Which earlier states of the roadmap are looked at, and what is different about milestones."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "stacks"))

from repository import Git, git
from roadmap_stack import initiative, milestone
from small import small_stack

from stackbook.audience import Audience
from stackbook.changes.roadmap import ADDED, MOVED, REACHED, REMOVED, REOPENED, Shift, Told, roadmap_since
from stackbook.inventory import load

__all__ = ["git"]


def write(git: Git, **initiatives: dict[str, Any]) -> None:
    stack = small_stack() | {f"initiatives/{id_}": values for id_, values in initiatives.items()}
    for path, values in stack.items():
        git.write(f"stack/{path}.yml", json.dumps(values))


def told(git: Git, as_of: date | None = None) -> Told:
    folder = git.folder / "stack"
    now = load(folder).inventory
    return roadmap_since(folder, now, now, Audience.INTERNAL, None, as_of)


@pytest.fixture
def months(git: Git) -> Git:
    """A commit a month from October to February, none in December."""
    write(git, one=initiative("One"))
    for day in ("2026-10-05", "2026-11-05", "2027-01-05", "2027-02-05"):
        git.commit(day)
    return git


@pytest.mark.parametrize(
    ("as_of", "compared"),
    [
        (None, ["2027-01", "2026-11"]),
        (date(2027, 2, 15), ["2027-01", "2026-11"]),
        (date(2027, 1, 31), ["2026-11", "2026-10"]),
        (date(2027, 6, 1), ["2027-02"]),
        (date(2026, 11, 30), ["2026-10"]),
        (date(2020, 1, 1), ["2027-01", "2026-11"]),
    ],
)
def test_the_ends_of_months_before_the_day_are_looked_at(months: Git, as_of: date | None, compared: list[str]) -> None:
    assert [one.month for one in told(months, as_of).since] == compared


def test_a_day_in_the_first_month_has_nothing_to_look_back_at(months: Git) -> None:
    assert told(months, date(2026, 10, 20)).since == ()
    assert told(months, date(2026, 10, 20)).reason


def test_each_milestone_is_told_apart_by_kind_and_name(git: Git) -> None:
    before = [
        milestone("kickoff", "2027-01-10"),
        milestone("beta", "2027-02-10", name="Shops"),
        milestone("beta", "2027-03-10", name="Web"),
        milestone("data_review", "2027-03-01", "2027-01-02"),
        milestone("launch", "2027-05-01"),
    ]
    write(git, one=initiative("One", milestones=before))
    git.commit("2027-01-05")
    after = [
        milestone("launch", "2027-05-08"),
        milestone("kickoff", "2027-01-10", "2027-01-12"),
        milestone("beta", "2027-02-10", name="Shops"),
        milestone("data_review", "2027-03-01"),
        milestone("security_review", "2027-03-01"),
    ]
    write(git, one=initiative("One", milestones=after))
    git.commit("2027-02-05")
    [since] = told(git).since
    [moved] = since.moved
    assert {(one.sort, one.milestone.kind, one.before, one.after) for one in moved.shifts if one.milestone} == {
        (MOVED, "launch", "2027-05-01", "2027-05-08"),
        (REACHED, "kickoff", "2027-01-10", "2027-01-12"),
        (REOPENED, "data_review", "2027-01-02", "2027-03-01"),
        (ADDED, "security_review", "", "2027-03-01"),
        (REMOVED, "beta", "2027-03-10", ""),
    }


def test_one_that_has_a_new_id_is_the_same_one(git: Git) -> None:
    write(git, old=initiative("Old name"))
    git.commit("2027-01-05")
    (git.folder / "stack/initiatives/old.yml").unlink()
    write(git, new=initiative("New name", aliases=["old"]))
    git.commit("2027-02-05")
    [moved] = told(git).since[0].moved
    assert moved.state.ref == "initiative:new"
    assert moved.shifts == (Shift("name", "Old name", "New name"),)


def test_a_state_that_cannot_be_used_is_an_empty_one(git: Git) -> None:
    git.write("stack/initiatives/one.yml", "name: [")
    git.commit("2027-01-05")
    write(git, one=initiative("One"))
    git.commit("2027-02-05")
    [moved] = told(git).since[0].moved
    assert [one.sort for one in moved.shifts] == ["new"]
