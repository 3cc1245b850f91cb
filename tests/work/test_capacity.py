"""People promised against people there."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from roadmap_stack import initiative, promise, roadmap_stack

from stackbook.examine import examine
from stackbook.work import Work
from stackbook.work.capacity import (
    CapacityLine,
    first_day,
    following,
    in_words,
    last_day,
    quarter_of,
    quarters_between,
)

Made = Callable[[dict[str, Any]], Work]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    def make(stack: dict[str, Any]) -> Work:
        for path, values in stack.items():
            file = tmp_path / f"{path}.yml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(values), encoding="utf-8")
        return examine(tmp_path).governance.work

    return make


def line(work: Work, team: str, period: str) -> CapacityLine:
    return next(one for one in work.capacity if (one.team.id, one.period) == (team, period))


def test_too_many_are_told_with_those_to_whom_they_are_promised(made: Made) -> None:
    found = line(made(roadmap_stack()), "crm", "2027-Q1")
    assert (found.available, found.promised, found.over, found.free) == (3, 3.5, 0.5, 0)
    assert [(one.initiative.id, one.fte) for one in found.promises] == [("consent", 2), ("loyalty", 1.5)]


def test_paused_and_cancelled_initiatives_need_nobody_and_live_ones_do(made: Made) -> None:
    work = made(roadmap_stack())
    assert {one.initiative.id for found in work.capacity for one in found.promises} == {"consent", "loyalty", "live"}


def test_promises_to_a_team_that_never_said_how_many_it_has_are_no_overload(made: Made) -> None:
    found = line(made(roadmap_stack()), "platform", "2027-Q1")
    assert (found.available, found.promised, found.over, found.free) == (None, 1.5, 0, None)


def test_people_to_whom_nobody_has_promised_anything_are_free(made: Made) -> None:
    found = line(made(roadmap_stack()), "crm", "2026-Q4")
    assert (found.promised, found.free, found.over, found.promises) == (0, 3, 0, ())


def test_all_that_are_there_is_not_too_many(made: Made) -> None:
    stack = roadmap_stack() | {"initiatives/many": initiative("Many", capacity=[promise("crm", "2026-Q4", 0.3)] * 10)}
    found = line(made(stack), "crm", "2026-Q4")
    assert (found.promised, found.over) == (3, 0)
    assert len(found.promises) == 1


def test_a_team_that_is_not_there_has_no_line(made: Made) -> None:
    stack = roadmap_stack() | {"initiatives/odd": initiative("Odd", capacity=[promise("nobody", "2027-Q1", 1)])}
    assert {one.team.id for one in made(stack).capacity} == {"crm", "platform"}


@pytest.mark.parametrize(
    ("day", "quarter", "first", "last"),
    [
        (date(2027, 1, 1), "2027-Q1", date(2027, 1, 1), date(2027, 3, 31)),
        (date(2027, 6, 30), "2027-Q2", date(2027, 4, 1), date(2027, 6, 30)),
        (date(2027, 9, 1), "2027-Q3", date(2027, 7, 1), date(2027, 9, 30)),
        (date(2027, 12, 31), "2027-Q4", date(2027, 10, 1), date(2027, 12, 31)),
        (date(9999, 12, 31), "9999-Q4", date(9999, 10, 1), date(9999, 12, 31)),
    ],
)
def test_quarters_are_those_of_the_calendar(day: date, quarter: str, first: date, last: date) -> None:
    assert quarter_of(day) == quarter
    assert (first_day(quarter), last_day(quarter)) == (first, last)


def test_quarters_follow_each_other() -> None:
    assert following("2026-Q4") == "2027-Q1"
    assert quarters_between("2026-Q3", "2027-Q2") == ("2026-Q3", "2026-Q4", "2027-Q1", "2027-Q2")
    assert quarters_between("2027-Q2", "2027-Q1") == ()
    assert quarters_between("9999-Q3", "9999-Q4") == ("9999-Q3", "9999-Q4")
    assert in_words("2027-Q1") == "Q1 2027"
