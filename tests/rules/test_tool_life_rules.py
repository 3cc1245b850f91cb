"""The rules about the lives of tools and integrations, approvals and capabilities at their edges."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "stacks"))

from two_tools import ESP, flow, found, messages

# What ended, and is said to go on


@pytest.mark.parametrize("status", ["active", "planned_disconnect"])
def test_a_live_flow_through_a_retired_tool(status: str, tmp_path: Path) -> None:
    files = {
        **flow(f"via: hub\nstatus: {status}\n"),
        "tools/hub.yml": "name: Hub\nlifecycle: {phase: end_of_life}\n",
        "tools/crm.yml": "name: CRM\nlifecycle: {phase: end_of_life}\n",
    }
    (one,) = found(files, tmp_path, "active-flow-on-retired-tool")
    assert one.message == "`contacts` is live, and CRM and Hub are no longer in use"
    assert (one.field, one.location.line, set(one.mentions)) == ("status", 5, {"tool:crm", "tool:hub"})


@pytest.mark.parametrize("status", ["planned", "inactive", "related", "null"])
def test_what_does_not_flow_may_name_a_retired_tool(status: str, tmp_path: Path) -> None:
    files = {**flow(f"status: {status}\n"), "tools/crm.yml": "name: CRM\nlifecycle: {phase: end_of_life}\n"}
    assert not found(files, tmp_path, "active-flow-on-retired-tool")


def life(text: str) -> dict[str, str]:
    return {"tools/crm.yml": f"name: CRM\nlifecycle: {{{text}}}\n"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("phase: active", []),
        ("phase: active, plan: 2024-01-01, phase_in: 2024-01-01, active: 2024-01-01, phase_out: 2024-01-01", []),
        (
            "phase: active, plan: 2024-02-01, end_of_life: 2024-01-03",
            ["CRM: last day of use (3 January 2024) comes before planning (1 February 2024)"],
        ),
        (
            "phase: plan, plan: 2030-01-01, phase_in: 2024-01-01, active: 2024-02-01",
            ["CRM: set-up (1 January 2024) comes before planning (1 January 2030)"],
        ),
    ],
)
def test_the_days_of_a_tool_in_order(text: str, said: list[str], tmp_path: Path) -> None:
    assert messages(life(text), tmp_path, "phase-dates-out-of-order") == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("phase: active, end_of_life: 2026-11-21", "active, and its last day of use was 21 November 2026"),
        ("phase: active, end_of_life: 2026-11-22", ""),
        ("phase: active, phase_out: 2026-11-01", "active, and its replacement began on 1 November 2026"),
        ("phase: active, phase_out: 2027-11-01, end_of_life: 2028-01-01", ""),
        ("phase: phase_in, active: 2026-11-01", "phasing in, and its regular use began on 1 November 2026"),
        ("phase: plan, phase_in: 2026-11-21", "planned, and its set-up began on 21 November 2026"),
        ("phase: plan, phase_in: 2026-11-22", ""),
        ("phase: plan, plan: 2027-01-01", ""),
        ("phase: plan, active: 2027-01-01", ""),
        ("phase: active, active: 2026-11-23", "active, and its regular use begins only on 23 November 2026"),
        ("phase: phase_out, phase_out: 2027-01-01", "phasing out, and its replacement begins only on 1 January 2027"),
        (
            "phase: end_of_life, end_of_life: 2026-11-23",
            "at its end of life, and its last day of use is only 23 November 2026",
        ),
        ("phase: end_of_life, end_of_life: 2026-11-22", ""),
        ("phase: end_of_life, active: 2017-01-01", ""),
        ("phase: active", ""),
    ],
)
def test_phase_against_days(text: str, said: str, tmp_path: Path) -> None:
    expected = [f"CRM is said to be {said}"] if said else []
    assert messages(life(text), tmp_path, "phase-contradicts-dates") == expected


@pytest.mark.parametrize("other", ["replaced_by: esp", "replaced_by: nobody"])
def test_a_named_successor_is_enough(other: str, tmp_path: Path) -> None:
    files = {**ESP, "tools/crm.yml": f"name: CRM\n{other}\nlifecycle: {{phase: phase_out}}\n"}
    assert not found(files, tmp_path, "phase-out-without-successor")


def test_a_successor_that_cannot_be_read_may_be_the_one(tmp_path: Path) -> None:
    files = {**life("phase: phase_out"), "tools/esp.yml": "name: ESP\nreplaces: {tool: crm}\n"}
    assert not found(files, tmp_path, "phase-out-without-successor")


def test_a_planned_flow_may_start_today(tmp_path: Path) -> None:
    files = flow("status: planned\ndates: {live_from: 2026-11-22}\n")
    assert not found(files, tmp_path, "planned-flow-past-start")
    assert found(files, tmp_path, "planned-flow-past-start", date(2026, 11, 23))


def test_one_day_is_a_life_of_an_integration(tmp_path: Path) -> None:
    files = flow("status: inactive\ndates: {live_from: 2026-11-22, live_until: 2026-11-22}\n")
    assert not found(files, tmp_path, "integration-dates-out-of-order")


# What may not be used


@pytest.mark.parametrize(
    ("phase", "state", "speaks"),
    [
        ("active", "denied", True),
        ("phase_in", "closed", True),
        ("phase_out", "closed", True),
        ("phase_out", "need_to_close", False),
        ("active", "need_to_close", True),
        ("end_of_life", "closed", False),
        ("plan", "denied", False),
        ("active", "discovered", False),
        ("active", "exception", False),
    ],
)
def test_use_against_approval(phase: str, state: str, speaks: bool, tmp_path: Path) -> None:
    files = {"tools/crm.yml": f"name: CRM\nlifecycle: {{phase: {phase}}}\napproval: {{state: {state}}}\n"}
    assert bool(found(files, tmp_path, "tool-denied-in-use")) is speaks


@pytest.mark.parametrize(
    ("phase", "state", "until", "speaks"),
    [
        ("active", "sanctioned", "2026-11-21", True),
        ("active", "sanctioned", "2026-11-22", False),
        ("end_of_life", "sanctioned", "2020-01-01", False),
        ("active", "denied", "2020-01-01", False),
    ],
)
def test_approval_for_a_time(phase: str, state: str, until: str, speaks: bool, tmp_path: Path) -> None:
    approval = f"approval: {{state: {state}, expires_on: {until}}}"
    files = {"tools/crm.yml": f"name: CRM\nlifecycle: {{phase: {phase}}}\n{approval}\n"}
    assert bool(found(files, tmp_path, "approval-expired")) is speaks


# What tools are for


def doing(name: str, phase: str, more: str = "", capability: str = "mail") -> dict[str, str]:
    text = f"name: {name}\nlifecycle: {{phase: {phase}}}\ncapabilities: [{{capability: {capability}}}]\n{more}"
    return {f"tools/{name.lower()}.yml": text}


MAIL = {"capabilities/mail.yml": "name: Send mail\n"}


def test_two_main_tools(tmp_path: Path) -> None:
    files = {**MAIL, **doing("A", "active"), **doing("B", "phase_in"), **doing("C", "active")}
    (one,) = found(files, tmp_path, "two-primary-tools")
    assert one.message == "A, B and C are each the main tool for “Send mail”"
    assert one.mentions == ("tool:a", "tool:b", "tool:c")
    assert [place.location.path for place in one.related] == [f"stack/tools/{id_}.yml" for id_ in "abc"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (doing("A", "phase_out"), doing("B", "active")),
        (doing("A", "active", "replaced_by: b\n"), doing("B", "phase_in")),
        (doing("A", "active"), doing("B", "phase_in", "replaces: [a]\n")),
        (doing("A", "active"), doing("B", "plan")),
        (doing("A", "active"), doing("B", "end_of_life")),
    ],
)
def test_a_change_of_tools_is_no_overlap(one: dict[str, str], other: dict[str, str], tmp_path: Path) -> None:
    assert not found({**MAIL, **one, **other}, tmp_path, "two-primary-tools")


def test_a_tool_that_says_it_twice_is_one_tool(tmp_path: Path) -> None:
    text = "name: A\nlifecycle: {phase: active}\ncapabilities: [{capability: mail}, {capability: mail}]\n"
    assert not found({**MAIL, "tools/a.yml": text}, tmp_path, "two-primary-tools")


WIDE = {
    "capabilities/reach.yml": "name: Reach people\n",
    "capabilities/mail.yml": "name: Send mail\nparent: reach\n",
    "capabilities/letters.yml": "name: Send letters\nparent: reach\n",
}


def test_a_wide_capability_is_given_with_a_part_of_it(tmp_path: Path) -> None:
    files = {**WIDE, **doing("A", "active")}
    assert [one.entity for one in found(files, tmp_path, "capability-without-tool")] == ["capability:letters"]


@pytest.mark.parametrize(("phase", "count"), [("plan", 0), ("phase_out", 0), ("end_of_life", 1)])
def test_a_planned_tool_counts_and_a_retired_one_does_not(phase: str, count: int, tmp_path: Path) -> None:
    files = {**WIDE, **doing("A", "active"), **doing("B", phase, capability="letters")}
    assert len(found(files, tmp_path, "capability-without-tool")) == count


def test_a_tool_whose_phase_nobody_knows_may_be_in_use(tmp_path: Path) -> None:
    letters = {"tools/b.yml": "name: B\nlifecycle: null\ncapabilities: [{capability: letters}]\n"}
    assert not found({**WIDE, **doing("A", "active"), **letters}, tmp_path, "capability-without-tool")


def test_where_no_tool_says_what_it_is_for_nothing_is_missing(tmp_path: Path) -> None:
    assert not found({**WIDE, **life("phase: active")}, tmp_path, "capability-without-tool")


def test_capabilities_in_a_circle_end(tmp_path: Path) -> None:
    files = {**WIDE, "capabilities/reach.yml": "name: Reach people\nparent: mail\n", **doing("A", "active")}
    assert len(found(files, tmp_path, "capability-without-tool")) == 1
