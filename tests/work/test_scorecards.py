"""Scorecards: means, gaps and changes, also where scales differ and answers are missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from measures_stack import card, measures_stack
from together_stack import work_of

from stackbook.starter import starter
from stackbook.work.questionnaire import BEST, QUESTIONS
from stackbook.work.scorecards import Scorecards

EXAMPLE = Path(__file__).resolve().parents[2] / "stack" / "scorecards"


def cards(folder: Path, **found: dict[str, Any]) -> Scorecards:
    stack = {"stack": {"name": "S"}, **{f"scorecards/{id_}": one for id_, one in found.items()}}
    return work_of(folder, stack).scorecards


def test_the_latest_is_the_newest_that_somebody_answered(tmp_path):
    found = work_of(tmp_path, measures_stack()).scorecards
    assert [one.card.id for one in found.lines] == ["first", "second", "third", "planned"]
    assert [one.card.id for one in found.asked] == ["first", "second", "third"]
    assert found.latest.card.id == "third"
    assert found.latest.before.id == "second"


def test_means_are_over_what_both_sides_answered(tmp_path):
    latest = work_of(tmp_path, measures_stack()).scorecards.latest
    assert (latest.counted, len(latest.lines)) == (3, 4)
    assert latest.mean.marketing == pytest.approx((3.5 + 2 + 4.5) / 3)
    assert latest.mean.it == pytest.approx((3.1 + 2.2 + 2) / 3)


def test_the_widest_gap_comes_first_and_what_is_half_answered_last(tmp_path):
    latest = work_of(tmp_path, measures_stack()).scorecards.latest
    assert [one.dimension.id for one in latest.widest] == ["early", "roadmap", "candour", "half"]
    assert [one.answers.distance for one in latest.widest] == ["far", "close", "close", ""]
    assert latest.of("early").answers.gap == 2.5
    assert latest.of("candour").answers.gap == -0.2


@pytest.mark.parametrize(
    ("scale", "it", "distance"),
    [(5, 3.4, "close"), (5, 3.5, "apart"), (5, 3.9, "apart"), (5, 4, "far"), (11, 4.2, "close"), (11, 5, "apart")],
)
def test_how_far_apart_follows_the_scale(tmp_path, scale, it, distance):
    found = cards(tmp_path, one=card("2026-05-01", {"a": (3.0, it)}, scale=scale))
    assert found.latest.lines[0].answers.distance == distance


def test_changes_are_joined_by_id(tmp_path):
    latest = work_of(tmp_path, measures_stack()).scorecards.latest
    since = latest.of("roadmap").since
    assert (since.marketing, since.it, since.both) == (1.0, 0.6, 0.8)
    assert latest.of("early").since is None
    both = latest.since
    assert both.marketing == pytest.approx((3.5 + 2) / 2 - (2.5 + 3) / 2)


def test_scales_that_differ_are_compared_by_their_share(tmp_path):
    found = cards(
        tmp_path,
        one=card("2026-05-01", {"a": (3.0, 5.0)}, scale=5),
        two=card("2026-08-01", {"a": (6.0, 6.0)}, scale=11),
    )
    assert found.one_scale is None
    assert found.latest.lines[0].since.marketing == 0
    assert found.latest.lines[0].since.it == -5
    assert [share for _, share in found.trends[0].shares("marketing")] == [0.5, 0.5]


def test_an_answer_outside_the_scale_and_a_scale_nobody_knows_spoil_nothing(tmp_path):
    found = cards(tmp_path, one=card("2026-05-01", {"a": (34.0, 3.0), "b": (2.0, 4.0)}))
    assert (found.latest.mean.marketing, found.latest.counted) == (2.0, 1)
    unknown = cards(tmp_path / "x", one=card("2026-05-01", {"a": (3.0, 4.0)}, scale=None))
    assert (unknown.latest.lines[0].answers.gap, unknown.latest.lines[0].answers.distance) == (-1.0, "")


def test_without_a_day_a_scorecard_is_shown_and_not_compared(tmp_path):
    found = cards(tmp_path, one=card(None, {"a": (3.0, 4.0)}), two=card("2026-05-01", {"a": (1.0, 1.0)}))
    assert [one.card.id for one in found.lines] == ["two", "one"]
    assert found.lines[1].since is None
    assert found.latest.card.id == "two"


def test_a_question_that_is_asked_no_more_keeps_its_past(tmp_path):
    found = work_of(tmp_path, measures_stack()).scorecards
    assert [trend.id for trend in found.trends] == ["roadmap", "candour", "early", "half", "gone"]
    gone = found.trends[-1]
    assert [line.card.id for line, _ in gone.cards] == ["first"]
    assert (gone.name, len(found.trends[0].cards)) == ("Gone", 3)


# the questionnaire


def test_a_new_scorecard_has_the_ten_questions_ready(tmp_path):
    path, text = starter("scorecard", "Q1 2027")
    written = yaml.safe_load(text)
    assert (path, written["scale"], written["date"]) == ("scorecards/q1-2027.yml", BEST, None)
    assert written["dimensions"] == [
        {"id": one.id, "name": one.name, "question": one.text, "marketing": None, "it": None} for one in QUESTIONS
    ]
    assert [one.id for one in QUESTIONS] == [
        "sponsorship", "shared_roadmap", "prioritisation", "communication", "data_governance",
        "one_view_of_the_customer", "candour", "skills_and_roles", "capability_coverage", "it_brought_in_early",
    ]  # fmt: skip
    (tmp_path / "stack.yml").write_text("name: S\n")
    (tmp_path / path).parent.mkdir()
    (tmp_path / path).write_text(text, encoding="utf-8")
    from stackbook.examine import examine

    examined = examine(tmp_path)
    assert not examined.errors
    assert not examined.governance.work.scorecards.asked


def test_the_guide_asks_the_same_questions() -> None:
    guide = (EXAMPLE.parents[1] / "docs" / "guide" / "measures.md").read_text("utf-8")
    for one in QUESTIONS:
        assert f"| `{one.id}` | {one.name} | {one.text} |" in guide


def test_the_example_asks_the_same_questions() -> None:
    asked = {one.id: one.text for one in QUESTIONS}
    for file in sorted(EXAMPLE.glob("*.yml")):
        written = yaml.safe_load(file.read_text("utf-8"))
        assert {one["id"]: one["question"] for one in written["dimensions"]} == asked, file.name
