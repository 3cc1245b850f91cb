"""Whatever the flows look like: the search ends, finds what there is, and says the same each time."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from in_short import Case, line_of, tell

from stackbook.lineage.loops import loops
from stackbook.lineage.tokens import Trace
from stackbook.lineage.ways import MOST_WAYS, ways_between

calm = settings(
    derandomize=True, deadline=None, database=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow]
)
TOOLS = ("crm", "hub", "shop", "api", "esp")
Arrow = tuple[str, str, str, str, bool]
ARROWS = st.lists(
    st.tuples(
        st.sampled_from(TOOLS), st.sampled_from("ab"), st.sampled_from(TOOLS), st.sampled_from("ab"), st.booleans()
    ).filter(lambda arrow: arrow[0] != arrow[2]),
    max_size=14,
    unique=True,
)


def _case(arrows: list[Arrow]) -> Case:
    flows = [
        {
            "id": f"i{number}",
            "from": one,
            "to": other,
            "status": "active" if live else "inactive",
            "carries": {f"{one}.{a}": f"{other}.{b}"},
        }
        for number, (one, a, other, b, live) in enumerate(arrows)
    ]
    return {"flows": flows, "token": {"source_field": "crm.a"}}


def _by_hand(arrows: list[Arrow]) -> set[tuple[str, ...]]:
    """All ways from `crm.a` to the tool `esp`, found by trying everything."""
    found: set[tuple[str, ...]] = set()

    def go(field: str, tool: str, passed: tuple[str, ...], by: tuple[str, ...]) -> None:
        if tool == "esp":
            found.add(by)
            return
        for number, (one, a, other, b, live) in enumerate(arrows):
            if live and f"{one}.{a}" == field and other not in passed:
                go(f"{other}.{b}", other, (*passed, other), (*by, f"i{number}"))

    go("crm.a", "crm", ("crm",), ())
    return found


@calm
@given(ARROWS)
def test_the_ways_are_those_that_trying_everything_finds(arrows: list[Arrow]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        told = tell(_case(arrows), Path(folder))
    there = _by_hand(arrows)
    ways = ways_between(told.lineage.fields, "crm.a", "esp")
    assert {way.integrations for way in ways.found} <= there
    assert len(ways.found) == min(len(there), MOST_WAYS)
    assert ways.complete or len(there) > MOST_WAYS
    assert sorted(ways.found, key=lambda way: len(way.steps)) == list(ways.found)
    for way in ways.found:
        assert way.steps[0].start == way.start
        assert all(one.end == other.start for one, other in pairwise(way.steps))
    line = line_of(told)
    assert (line.trace is Trace.FOUND) or len(there) != 1
    assert (line.trace is Trace.SEVERAL) or len(there) < 2
    assert (line.broken is None) == (line.trace in (Trace.FOUND, Trace.SEVERAL))


@calm
@given(ARROWS)
def test_circles_are_circles_and_there_are_none_without(arrows: list[Arrow]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        told = tell(_case(arrows), Path(folder))
    found = loops(told.lineage.fields)
    for circle in found:
        assert all(one.end == other.start for one, other in pairwise((*circle, circle[0])))
        assert all(step.live for step in circle)
        assert len({step.start for step in circle}) == len(circle)
    onward: dict[str, set[str]] = {}
    for one, a, other, b, live in arrows:
        if live:
            onward.setdefault(f"{one}.{a}", set()).add(f"{other}.{b}")
    left = {field for ends in onward.values() for field in ends} | set(onward)
    while free := {field for field in left if not onward.get(field, set()) & left}:
        left -= free  # what leads nowhere is in no circle
    assert bool(found) == bool(left)
