"""The rules about meetings, decisions, KPIs and scorecards at their edges: where they speak and where not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "stacks"))

from two_tools import found, messages


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("cadence: P1M\nlast_held: 2026-10-20\n", False),
        ("cadence: P1M\nlast_held: 2026-09-17\n", True),  # October and November were missed
        ("cadence: P1M\nlast_held: 2026-09-23\n", False),  # only October
        ("cadence: P1M\nlast_held: 2026-09-01\nnext_on: 2026-12-01\n", False),
        ("cadence: P1M\n", False),
        ("last_held: 2020-01-01\n", False),
        ("cadence: PT1H\nlast_held: 2020-01-01\n", False),
    ],
)
def test_a_meeting_that_is_not_held(text: str, speaks: bool, tmp_path: Path) -> None:
    files = {"rituals/steering.yml": f"name: Steering\n{text}"}
    assert bool(found(files, tmp_path, "ritual-not-held")) is speaks


@pytest.mark.parametrize(
    ("status", "day", "speaks"),
    [
        ("accepted", "2026-11-21", True),
        ("accepted", "2026-11-22", False),
        ("proposed", "2026-11-21", True),
        ("rejected", "2026-11-21", False),
        ("superseded", "2026-11-21", False),
    ],
)
def test_a_decision_to_look_at_again(status: str, day: str, speaks: bool, tmp_path: Path) -> None:
    files = {"decisions/one.yml": f"name: One\nstatus: {status}\nrevisit_on: {day}\n"}
    assert bool(found(files, tmp_path, "decision-to-revisit")) is speaks


def test_a_proposal_has_not_taken_the_place_of_anything_yet(tmp_path: Path) -> None:
    files = {
        "decisions/one.yml": "name: One\nstatus: accepted\n",
        "decisions/two.yml": "name: Two\nstatus: proposed\nsupersedes: [one]\n",
    }
    assert not found(files, tmp_path, "superseded-still-accepted")
    files["decisions/two.yml"] = files["decisions/two.yml"].replace("proposed", "accepted")
    assert messages(files, tmp_path, "superseded-still-accepted") == [
        "\u201cTwo\u201d took the place of \u201cOne\u201d, whose status still says that it holds"
    ]


def test_while_a_decision_cannot_be_read_it_may_be_the_successor(tmp_path: Path) -> None:
    files = {"decisions/one.yml": "name: One\nstatus: superseded\n"}
    assert found(files, tmp_path, "superseded-without-successor")
    files["decisions/two.yml"] = "name: [\n"
    assert not found(files, tmp_path, "superseded-without-successor")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("readings: [{on: 2026-08-31, value: 1}]\ncadence: P1M\n", {"kpi-reading-overdue"}),
        ("readings: [{on: 2026-10-31, value: 1}, {on: 2026-01-31, value: 1}]\ncadence: P1M\n", set()),
        ("readings: [{on: 2020-10-31, value: 1}]\n", set()),
        ("readings: []\ncadence: P1M\n", {"kpi-without-reading"}),
        ("readings: [{on: 2026-10-31, value: 1}]\ndirection: down\n", {"kpi-without-target"}),
        ("readings: [{on: 2026-10-31, value: 1}]\ndirection: band\ntarget: 4\n", {"kpi-without-target"}),
        ("readings: [{on: 2026-10-31, value: 1}]\ndirection: band\nband: {low: 5, high: 4}\n", {"band-upside-down"}),
        ("readings: [{on: 2026-10-31, value: 1}]\ndirection: band\nband: {low: 4, high: 4}\n", set()),
    ],
)
def test_measures(text: str, codes: set[str], tmp_path: Path) -> None:
    files = {"kpis/opens.yml": f"name: Opens\n{text}"}
    known = ("kpi-reading-overdue", "kpi-without-reading", "kpi-without-target", "band-upside-down")
    assert {code for code in known if found(files, tmp_path, code)} == codes


@pytest.mark.parametrize(("answer", "speaks"), [("1", False), ("5", False), ("0.9", True), ("5.1", True), ("-3", True)])
def test_an_answer_lies_on_the_scale(answer: str, speaks: bool, tmp_path: Path) -> None:
    files = {"scorecards/q4.yml": f"name: Q4\nscale: 5\ndimensions: [{{id: a, question: How, it: {answer}}}]\n"}
    said = found(files, tmp_path, "score-beyond-scale")
    assert bool(said) is speaks
    assert all(str(one.location).startswith("stack/scorecards/q4.yml:3:") for one in said)
