"""The rules about work at their edges: where they speak and where not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "stacks"))

from two_tools import ESP, found, messages

TEAMS = {"teams/crm.yml": "name: CRM\nkind: marketing\ncapacity: [{period: 2027-Q1, fte_available: 3}]\n"}


def club(text: str, **more: str) -> dict[str, str]:
    """An initiative, and others by their id."""
    files = {"initiatives/club.yml": f"name: Club\n{text}"}
    return files | {f"initiatives/{id_}.yml": f"name: {id_.capitalize()}\n{one}" for id_, one in more.items()}


# Sponsors and places in the order


@pytest.mark.parametrize(
    ("status", "sponsors", "sides"),
    [
        ("in_progress", "sponsor_marketing: null\nsponsor_it: null\n", ["marketing", "IT"]),
        ("uat", 'sponsor_marketing: "team:crm"\nsponsor_it: null\n', ["IT"]),
        ("launched", 'sponsor_marketing: "team:crm"\nsponsor_it: "team:crm"\n', []),
        ("planned", "sponsor_it: null\n", []),
        ("paused", "sponsor_it: null\n", []),
        ("in_progress", "", []),  # a key that is not there is said by itself
        ("in_progress", 'sponsor_marketing: "team:crm"\nsponsor_it: somebody\n', []),  # what cannot be read is said
    ],
)
def test_both_sides_answer_for_what_has_begun(status: str, sponsors: str, sides: list[str], tmp_path: Path) -> None:
    said = messages({**TEAMS, **club(f"status: {status}\n{sponsors}")}, tmp_path, "initiative-without-sponsors")
    assert said == [f"work on Club has begun, and it has no sponsor in {side}" for side in sides]


def test_three_of_one_rank_are_two_findings_and_the_cancelled_one_is_none(tmp_path: Path) -> None:
    files = club("rank: 1\n", app="rank: 1\n", shop="rank: 1\n", web="rank: 1\nstatus: cancelled\n")
    one, two = found(files, tmp_path, "duplicate-rank")
    assert [one.message, two.message] == ["Club and App both have rank 1", "Shop and App both have rank 1"]
    assert one.location.path == "stack/initiatives/club.yml"
    assert one.related[0].location.path == "stack/initiatives/app.yml"


# People and money


def promised(fte: float, status: str = "planned") -> str:
    return f"status: {status}\ncapacity: [{{team: crm, period: 2027-Q1, fte: {fte}}}]\n"


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        (promised(2), promised(1), []),
        (promised(0.1), promised(2.9), []),  # added up they are not quite 3
        (promised(2), promised(1.5), ["CRM has 3 full-time people in 2027-Q1, and 3.5 are promised to App and Club"]),
        (promised(2), promised(1.5, "paused"), []),
        (promised(2), promised(1.5, "cancelled"), []),
        (promised(4), "status: planned\n", ["CRM has 3 full-time people in 2027-Q1, and 4 are promised to Club"]),
    ],
)
def test_people_are_promised_once(first: str, second: str, says: list[str], tmp_path: Path) -> None:
    assert messages({**TEAMS, **club(first, app=second)}, tmp_path, "team-over-capacity") == says


def test_of_a_team_whose_people_nobody_counted_nothing_is_said(tmp_path: Path) -> None:
    files = {"teams/crm.yml": "name: CRM\nkind: marketing\n", **club(promised(40))}
    assert not found(files, tmp_path, "team-over-capacity")


@pytest.mark.parametrize(
    ("budget", "speaks"),
    [
        ("{planned: 100, spent: 100, currency: EUR}", False),
        ("{planned: 100, spent: 60, committed: 41, currency: EUR}", True),
        ("{spent: 60, currency: EUR}", False),
        ("{planned: 0, spent: 1, currency: EUR}", True),
    ],
)
def test_money_and_nobody_outside_hears_of_it(budget: str, speaks: bool, tmp_path: Path) -> None:
    said = found(club(f"budget: {budget}\n"), tmp_path, "budget-over-plan")
    assert bool(said) is speaks
    assert all(one.internal for one in said)


# What waits for what


@pytest.mark.parametrize(
    ("first", "speaks"),
    [
        ("end: 2027-02-01\n", True),
        ("end: 2027-01-11\n", False),
        ("end: 2027-02-01\nmilestones: [{kind: launch, due: 2027-01-04}]\n", False),  # the launch is what is waited for
        ("end: 2027-01-01\nmilestones: [{kind: launch, due: 2027-03-04}]\n", True),
        ("status: launched\nend: 2027-02-01\n", False),
        ("", False),
    ],
)
def test_what_is_waited_for_comes_first(first: str, speaks: bool, tmp_path: Path) -> None:
    files = club("start: 2027-01-11\ndepends_on: [app]\n", app=first)
    assert bool(found(files, tmp_path, "dependency-too-late")) is speaks


def test_initiatives_that_wait_for_each_other_are_a_circle(tmp_path: Path) -> None:
    files = club("depends_on: [app, shop]\n", app="depends_on: [web]\n", web="depends_on: [club]\n", shop="")
    [one] = found(files, tmp_path, "circle")
    assert one.message == "`depends_on` leads in a circle: App \u2192 Web \u2192 Club \u2192 App"
    assert str(one.location) == "stack/initiatives/app.yml:2:14"


def test_two_circles_are_two_findings_and_one_that_names_itself_is_one(tmp_path: Path) -> None:
    files = club(
        "depends_on: [app]\n", app="depends_on: [club]\n", shop="depends_on: [web]\n", web="depends_on: [shop]\n"
    )
    assert len(found(files, tmp_path, "circle")) == 2
    alone = {"decisions/one.yml": "name: One\nsupersedes: [one]\n"}
    assert [one.message for one in found(alone, tmp_path / "alone", "circle")] == [
        "`supersedes` leads in a circle: One \u2192 One"
    ]


@pytest.mark.parametrize(
    ("score", "says"),
    [
        ("{method: rice, values: {reach: 1, impact: 1, confidence: 1, effort: 2}}", []),
        ("{method: rice}", ["lacks `reach`, `impact`, `confidence` and `effort`"]),
        ("{method: ice, values: {impact: 1, confidence: 1, ease: 1, reach: 1}}", ["does not know `reach`"]),
        ("{method: value_effort, values: {value: 3, effort: 0}}", ["divides by `effort`, which must be above zero"]),
    ],
)
def test_a_score_that_cannot_be_worked_out(score: str, says: list[str], tmp_path: Path) -> None:
    said = messages(club(f"score: {score}\n"), tmp_path, "score-incomplete")
    assert [words.partition(" by ")[2].split(" ", 3 if "Value" in words else 1)[-1] for words in said] == says


# Before and after a launch

REVIEWED = "{kind: security_review, done_on: 2026-09-01}, {kind: data_review, done_on: 2026-09-02}"
SIGNED = "{kind: uat_sign_off, done_on: 2026-09-20}"


@pytest.mark.parametrize(
    ("status", "milestones", "says"),
    [
        ("launched", f"{REVIEWED}, {SIGNED}, {{kind: launch, done_on: 2026-10-01}}", []),
        ("launched", REVIEWED, ["Club is live without sign-off by its users"]),
        ("monitoring", "", ["Club is live without security review, data review and sign-off by its users"]),
        (
            "launched",
            f"{REVIEWED}, {{kind: uat_sign_off, done_on: 2026-10-20}}, {{kind: launch, done_on: 2026-10-01}}",
            ["Club is launched before its sign-off by its users"],
        ),
        ("in_progress", f"{REVIEWED}, {{kind: uat_sign_off, due: 2027-02-01}}", []),
        ("planned", "{kind: launch, due: 2027-03-01}, {kind: uat_sign_off, due: 2027-02-01}",
         ["Club has, before its launch, no security review or data review"]),
        ("planned", f"{REVIEWED}, {{kind: uat_sign_off, not_needed: Nobody sees it}}", []),
        ("proposed", "", []),
        ("cancelled", "", []),
    ],
)  # fmt: skip
def test_what_comes_before_a_launch(status: str, milestones: str, says: list[str], tmp_path: Path) -> None:
    files = club(f"status: {status}\nmilestones: [{milestones}]\n")
    assert messages(files, tmp_path, "launch-without-reviews") == says


def test_a_review_that_approved_it_counts_without_a_milestone(tmp_path: Path) -> None:
    review = "name: Security\nsubject: initiative:club\ntype: security\nstate: done\ndecided_on: 2026-09-01\noutcome: "
    files = club(f"status: launched\nmilestones: [{{kind: data_review, done_on: 2026-09-02}}, {SIGNED}]\n")
    yes, no = ({**files, "reviews/sec.yml": f"{review}{one}\n"} for one in ("approved", "rejected"))
    assert not found(yes, tmp_path / "yes", "launch-without-reviews")
    assert found(no, tmp_path / "no", "launch-without-reviews")


@pytest.mark.parametrize(
    ("status", "milestone", "speaks"),
    [
        ("in_progress", "{kind: beta, due: 2026-11-21}", True),
        ("in_progress", "{kind: beta, due: 2026-11-22}", False),
        ("in_progress", "{kind: beta, due: 2026-11-01, not_needed: Too small}", False),
        ("paused", "{kind: beta, due: 2026-11-01}", False),
        ("cancelled", "{kind: beta, due: 2026-11-01}", False),
        ("launched", "{kind: optimisation_review, due: 2026-11-01}", True),
    ],
)
def test_a_milestone_whose_day_has_passed(status: str, milestone: str, speaks: bool, tmp_path: Path) -> None:
    files = club(f"status: {status}\nmilestones: [{milestone}]\n")
    assert bool(found(files, tmp_path, "milestone-overdue")) is speaks


NEED = "{id: r-01, statement: Points, type: data, side: it, priority: %s, acceptance: %s, status: %s}"


@pytest.mark.parametrize(
    ("status", "need", "codes"),
    [
        ("planned", ("must", "null", "draft"), {"must-without-acceptance"}),
        ("planned", ("must", "[]", "draft"), {"must-without-acceptance"}),
        ("planned", ("must", "null", "dropped"), set()),
        ("planned", ("should", "null", "draft"), set()),
        ("cancelled", ("must", "null", "draft"), set()),
        ("launched", ("must", "[Seen]", "delivered"), {"must-not-verified"}),
        ("launched", ("must", "[Seen]", "dropped"), set()),
        ("launched", ("could", "[Seen]", "delivered"), set()),
        ("monitoring", ("must", "null", "draft"), {"must-without-acceptance", "must-not-verified"}),
        ("uat", ("must", "[Seen]", "delivered"), set()),
    ],
)
def test_what_must_be_delivered(status: str, need: tuple[str, str, str], codes: set[str], tmp_path: Path) -> None:
    files = club(f"status: {status}\nrequirements:\n  - {NEED % need}\n")
    assert {code for code in ("must-without-acceptance", "must-not-verified") if found(files, tmp_path, code)} == codes


@pytest.mark.parametrize(
    ("phase", "change", "speaks"),
    [
        ("plan", "action: add", True),
        ("plan", "action: add, on: 2026-12-01", False),  # it comes later
        ("phase_in", "action: add", False),
        ("active", "action: retire", True),
        ("phase_out", "action: retire", False),
        ("plan", "action: change", False),
    ],
)
def test_the_record_of_what_changed_says_the_same(phase: str, change: str, speaks: bool, tmp_path: Path) -> None:
    files = {
        "tools/esp.yml": f"name: ESP\nlifecycle: {{phase: {phase}}}\n",
        **club(f"status: launched\nchanges: [{{entity: 'tool:esp', {change}}}]\n"),
    }
    assert bool(found(files, tmp_path, "change-not-made")) is speaks


def test_a_new_tool_that_says_itself_what_it_is_for_is_enough(tmp_path: Path) -> None:
    files = {
        "capabilities/mail.yml": "name: Send mail\n",
        "tools/esp.yml": "name: ESP\nlifecycle: {phase: plan}\ncapabilities: [{capability: mail}]\n",
        **club("status: planned\nchanges: [{entity: 'tool:esp', action: add}]\n"),
    }
    assert not found(files, tmp_path, "tool-before-capability")
    assert found({**files, **ESP}, tmp_path / "bare", "tool-before-capability")


# What contradicts itself

REST = "type: data, side: it, priority: must, acceptance: [B]}]"


@pytest.mark.parametrize(
    ("score", "says"),
    [
        ("{method: rice, values: {reach: 1, impact: 1, confidence: 80, effort: 2}}", True),
        ("{method: rice, values: {reach: 1, impact: 1, confidence: 0.8, effort: 2}}", False),
        ("{method: ice, values: {impact: 8, confidence: 8, ease: 8}}", False),  # there it goes from 1 to 10
        ("{method: rice, values: {reach: 1, impact: 1, confidence: 1, effort: -2}}", True),
    ],
)
def test_a_score_out_of_bounds(score: str, says: bool, tmp_path: Path) -> None:
    assert bool(found(club(f"score: {score}\n"), tmp_path, "score-incomplete")) is says


def test_whoever_has_begun_and_waits_for_what_was_given_up_hears_of_it(tmp_path: Path) -> None:
    files = club("status: in_progress\ndepends_on: [app, shop]\n", app="status: cancelled\n", shop="status: paused\n")
    assert messages(files, tmp_path, "dependency-too-late") == [
        "work on Club has begun, and App, which it waits for, was given up",
        "work on Club has begun, and Shop, which it waits for, was put on hold",
    ]


def test_a_chain_of_decisions_with_a_hole_is_told_as_well(tmp_path: Path) -> None:
    files = {
        "decisions/one.yml": "name: One\nstatus: accepted\n",
        "decisions/two.yml": "name: Two\nstatus: superseded\nsupersedes: [one]\n",
        "decisions/three.yml": "name: Three\nstatus: accepted\nsupersedes: [two]\n",
    }
    assert messages(files, tmp_path, "superseded-still-accepted") == [
        "\u201cThree\u201d took the place of \u201cOne\u201d, whose status still says that it holds"
    ]


@pytest.mark.parametrize(
    ("changes", "other", "says"),
    [
        ("{entity: 'tool:esp', action: add}, {entity: 'tool:esp', action: add}", "", ["Club adds ESP twice"]),
        ("{entity: 'tool:esp', action: add}, {entity: 'tool:esp', action: change}", "", []),
        ("{entity: 'tool:esp', action: retire}", "{entity: 'tool:esp', action: retire}",
         ["Club and App both retire ESP"]),
        ("{entity: 'tool:esp', action: add}", "{entity: 'tool:esp', action: retire}", []),
    ],
)  # fmt: skip
def test_what_happens_twice(changes: str, other: str, says: list[str], tmp_path: Path) -> None:
    files = {**ESP, **club(f"status: planned\nchanges: [{changes}]\n", app=f"status: planned\nchanges: [{other}]\n")}
    assert messages(files, tmp_path, "change-twice") == says


@pytest.mark.parametrize(
    ("status", "phase", "speaks"),
    [("planned", "active", True), ("planned", "phase_in", False), ("in_progress", "active", False)],
)
def test_what_is_there_cannot_be_added(status: str, phase: str, speaks: bool, tmp_path: Path) -> None:
    files = {
        "tools/esp.yml": f"name: ESP\nlifecycle: {{phase: {phase}}}\n",
        **club(f"status: {status}\nchanges: [{{entity: 'tool:esp', action: add}}]\n"),
    }
    assert bool(found(files, tmp_path, "adds-what-is-there")) is speaks


def test_a_launch_that_was_reached_counts_whatever_the_status_says(tmp_path: Path) -> None:
    need = "requirements:\n  - " + NEED % ("must", "[Seen]", "delivered")
    files = club(f"status: uat\nmilestones: [{{kind: launch, done_on: 2026-09-01}}]\n{need}\n")
    assert messages(files, tmp_path, "launched-without-saying-so") == [
        "Club was launched on 1 September 2026, and its status is \u201cUser acceptance test\u201d"
    ]
    assert found(files, tmp_path, "must-not-verified")


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("initiatives/club.yml", "requirements: [{id: r-01, statement: A, verified_on: %s, " + REST),
        ("initiatives/club.yml", "milestones: [{kind: beta, done_on: %s}]"),
        ("decisions/one.yml", "status: accepted\ndate: %s"),
        ("rituals/demo.yml", "last_held: %s"),
        ("kpis/opens.yml", "readings: [{on: 2026-01-01, value: 1}, {on: %s, value: 2}]"),
        ("scorecards/q4.yml", "date: %s\nscale: 5\ndimensions: [{id: a, question: B, it: 2}]"),
    ],
)  # fmt: skip
def test_nothing_is_done_tomorrow(file: str, text: str, tmp_path: Path) -> None:
    for day, speaks in (("2026-11-23", True), ("2026-11-22", False)):
        said = found({file: f"name: It\n{text % day}\n"}, tmp_path / day, "done-in-the-future")
        assert bool(said) is speaks, day
        assert all(one.message.endswith("on 23 November 2026, which is still to come") for one in said)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("initiatives/club.yml", "start: 2027-01-11\nend: 2026-12-01"),
        ("decisions/one.yml", "date: 2026-05-01\nrevisit_on: 2026-04-01"),
    ],
)
def test_nothing_ends_before_it_begins(file: str, text: str, tmp_path: Path) -> None:
    assert found({file: f"name: It\n{text}\n"}, tmp_path, "dates-out-of-order")
