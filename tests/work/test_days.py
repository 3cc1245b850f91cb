"""The stack as of a day: phases and status by their dates, by what initiatives do, and by what rests on what."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from moving_stack import TODAY, initiative, moving_stack
from projects import ROOT
from small import integration, tool

from stackbook.inventory import Inventory, load
from stackbook.work.days import Days, before_and_after, change_days, on_day
from stackbook.work.differences import compare

NOW = date.fromisoformat(TODAY)


def stack(folder: Path, entities: dict[str, Any]) -> Inventory:
    for path, values in (
        {"stack": {"name": "Petals"}, "teams/crm": {"name": "CRM", "kind": "marketing"}} | entities
    ).items():
        file = folder / f"{path}.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    return load(folder).inventory


def phase(inventory: Inventory, day: str, ref: str = "tool:it", today: date | None = NOW) -> str:
    """The phase or status of something on a day; "" when it is not there."""
    found = on_day(inventory, date.fromisoformat(day), today).find(ref)
    if found is None:
        return ""
    return found.lifecycle.phase if ref.startswith("tool:") else found.status


def one_tool(folder: Path, **lifecycle: str) -> Inventory:
    return stack(folder, {"tools/it": tool("It", lifecycle=lifecycle)})


def test_a_tool_has_the_phase_of_the_day(tmp_path):
    it = one_tool(
        tmp_path, phase="active", phase_in="2025-01-01", active="2025-06-01", phase_out="2027-01-01",
        end_of_life="2027-12-31",
    )  # fmt: skip
    days = ("2024-12-31", "2025-01-01", "2025-06-01", "2026-11-22", "2027-01-01", "2027-12-31", "2028-01-01")
    phases = ["", "phase_in", "active", "active", "phase_out", "phase_out", "end_of_life"]
    assert [phase(it, day) for day in days] == phases
    assert [phase(it, day, today=None) for day in days] == phases


def test_without_dates_what_is_written_holds_always(tmp_path):
    it = one_tool(tmp_path, phase="active")
    assert phase(it, "1990-01-01") == phase(it, "2090-01-01") == "active"
    assert change_days(it, NOW) == ()


@pytest.mark.parametrize(
    ("lifecycle", "yesterday", "then"),
    [
        ({"phase": "plan", "active": "2026-01-01"}, "", "plan"),  # late: it is only planned, whatever the date says
        ({"phase": "active", "phase_out": "2026-01-01"}, "active", "active"),
        ({"phase": "phase_out", "active": "2020-01-01"}, "active", "phase_out"),
    ],
)
def test_today_is_as_written_whatever_the_dates_say(tmp_path, lifecycle, yesterday, then):
    it = one_tool(tmp_path, **lifecycle)
    assert phase(it, TODAY) == lifecycle["phase"]
    assert (phase(it, "2026-11-21"), phase(it, "2027-01-01")) == (yesterday, then)
    assert all(step.day != NOW for one in change_days(it, NOW) for step in one.steps)  # nobody knows on which day


def test_what_lies_ahead_never_leads_back(tmp_path):
    it = one_tool(tmp_path, phase="active", plan="2027-01-01", phase_in="2027-02-01")
    assert phase(it, "2027-03-01") == "active"


def test_flows_go_live_and_end_and_need_their_tools(tmp_path):
    it = stack(
        tmp_path,
        {
            "tools/one": tool("One"),
            "tools/between": tool("Between", lifecycle={"phase": "active", "end_of_life": "2028-01-31"}),
            "tools/other": tool("Other", lifecycle={"phase": "plan", "plan": "2026-01-01", "active": "2027-02-01"}),
            "integrations/dated": integration(
                "Dated", "one", "other", status="planned", dates={"live_from": "2027-03-01", "live_until": "2027-04-30"}
            ),
            "integrations/through": integration("Through", "one", "other", via="between", status="active"),
        },
    )
    assert [phase(it, day, "integration:dated") for day in ("2025-12-31", TODAY, "2027-03-01", "2027-05-01")] == [
        "", "planned", "active", "inactive",
    ]  # fmt: skip
    assert [phase(it, day, "integration:through") for day in ("2025-12-31", "2027-03-01", "2028-02-01")] == [
        "", "active", "",
    ]  # fmt: skip
    gone = next(one for one in change_days(it, NOW) if one.day == date(2028, 2, 1))
    assert [(step.ref, step.why) for step in gone.steps] == [
        ("tool:between", ""), ("integration:through", "tool:between"),
    ]  # fmt: skip


def test_what_rests_on_a_tool_goes_with_it(tmp_path):
    it = stack(tmp_path, moving_stack())
    now, later = on_day(it, NOW, NOW), on_day(it, date(2027, 7, 1), NOW)
    assert later.find("tool:mailer").lifecycle.phase == "end_of_life"
    for ref in ("data_source:mailer-contacts", "integration:shop-to-mailer"):
        assert now.find(ref)
        assert later.find(ref) is None
    assert all(later.find(one.source) and later.find(one.target) for one in later.references)


def test_initiatives_add_change_and_retire_on_their_day_or_with_the_launch(tmp_path):
    it = stack(tmp_path, moving_stack())
    assert [phase(it, day, "tool:new-mailer") for day in ("2026-08-31", TODAY, "2027-01-31", "2027-02-01")] == [
        "", "plan", "plan", "active",
    ]  # fmt: skip
    assert phase(it, "2027-02-15", "integration:shop-to-new") == "active"
    found = {one.day: one.steps for one in change_days(it, NOW)}
    [changed] = [step for step in found[date(2027, 2, 15)] if step.ref == "tool:shop"]
    assert (changed.before, changed.after, changed.words, changed.why) == (
        "active", "active", "Sends every order.", "initiative:move",
    )  # fmt: skip


def test_the_dates_of_a_record_win_over_an_initiative_which_is_still_the_reason(tmp_path):
    it = stack(tmp_path, moving_stack())
    assert phase(it, "2027-06-30", "tool:mailer") == "phase_out"  # the initiative says 1 May
    assert phase(it, "2027-07-01", "tool:mailer") == "end_of_life"
    days = {one.day: one.steps for one in change_days(it, NOW)}
    assert date(2027, 5, 1) not in days
    assert [step.why for step in days[date(2027, 7, 1)] if step.ref == "tool:mailer"] == ["initiative:move"]


@pytest.mark.parametrize("status", ["proposed", "paused", "cancelled"])
def test_initiatives_that_may_not_come_change_nothing(tmp_path, status):
    entities = moving_stack()
    entities["initiatives/move"]["status"] = status
    it = stack(tmp_path, entities)
    assert phase(it, "2027-06-01", "tool:new-mailer") == "plan"
    assert phase(it, "2027-06-01", "tool:survey") == "plan"


def test_a_change_without_any_day_is_told_apart(tmp_path):
    change = {"entity": "tool:it", "action": "retire"}
    it = stack(tmp_path, {"tools/it": tool("It"), "initiatives/stop": initiative("Stop", change)})
    assert [one.ref for one in Days(it, NOW).undated] == ["tool:it"]
    assert phase(it, "2090-01-01") == "active"


def test_before_and_after_differ_by_the_initiative_alone(tmp_path):
    it = stack(tmp_path, moving_stack())
    before, after = before_and_after(it, it.find("initiative:move"))
    told = {"tool:shop": "Sends every order."}
    assert [(one.entity.ref, one.mark) for one in compare(before, after, told)] == [
        ("tool:mailer", "retired"), ("tool:new-mailer", "added"), ("tool:shop", "changed"),
        ("integration:mailer-to-warehouse", "retired"), ("integration:shop-to-mailer", "retired"),
        ("integration:shop-to-new", "added"),
    ]  # fmt: skip


def test_two_inventories_are_compared_by_what_their_records_say(tmp_path):
    one = stack(tmp_path / "one", {"tools/it": tool("It")})
    other = stack(tmp_path / "other", {"tools/it": tool("It", purpose="Something else.", criticality="administrative")})
    [found] = compare(one, other)
    assert (found.mark, found.words) == ("changed", "Purpose, Importance")
    assert compare(one, one) == ()


def test_the_example_is_today_as_it_is_written():
    it = load(ROOT / "stack").inventory
    for today in (NOW, date(2030, 1, 1)):
        then = on_day(it, today, today)
        assert {kind: dict(of) for kind, of in then.entities.items()} == {
            kind: dict(of) for kind, of in it.entities.items()
        }


def test_between_two_days_of_change_nothing_changes():
    days = Days(load(ROOT / "stack").inventory, NOW)
    for one in days.change_days:
        assert compare(days.sketch(one.day), days.on(one.day)) == ()
