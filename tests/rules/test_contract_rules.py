"""The rules about contracts, what is paid for, and reviews at their edges."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from stackbook.diagnostics import Diagnostic, Severity, Side
from stackbook.examine import Examined, examine
from stackbook.rules import RULES

Files = dict[str, Any]
AS_OF = date(2026, 11, 22)
IN_USE = {"lifecycle": {"phase": "active"}}
FAMILIES = ("Privacy", "Contracts", "Reviews")


def examined(folder: Path, files: Files, as_of: date | None = AS_OF, *, scheduled: bool = False) -> Examined:
    for name, values in ({"stack": {"name": "Acme"}} | files).items():
        path = folder / f"{name}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(values if isinstance(values, str) else json.dumps(values), encoding="utf-8")
    return examine(folder, as_of=as_of, scheduled=scheduled)


def found(folder: Path, files: Files, code: str, as_of: date | None = AS_OF) -> list[Diagnostic]:
    return [one for one in examined(folder, files, as_of).diagnostics if one.code == code]


def contract(**more: Any) -> Files:
    """A contract that has to be cancelled by 1 January 2027."""
    whole = {
        "name": "ESP contract",
        "vendor": "mailer",
        "tools": ["esp"],
        "owner": "crm",
        "start": "2025-02-01",
        "end": "2027-01-31",
        "auto_renew": True,
        "notice_period": "P30D",
    }
    return {
        "teams/crm": {"name": "CRM team", "kind": "marketing"},
        "vendors/mailer": {"name": "Mailer"},
        "tools/esp": {"name": "ESP", "vendor": "mailer", **IN_USE},
        "contracts/esp": whole | more,
    }


UNDECIDED = "cancel-by-near-without-decision"
UNOWNED = "cancel-by-near-without-owner"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({}, "has to be cancelled by 1 January 2027"),
        ({"notice_period": "P0D"}, "has to be cancelled by 31 January 2027"),
        ({"notice_period": "P90D"}, "had to be cancelled by 2 November 2026 and goes on after 31 January 2027"),
        ({"auto_renew": None}, "has to be cancelled by 1 January 2027"),
        ({"auto_renew": False}, "ends on 31 January 2027"),
        ({"auto_renew": False, "notice_period": None}, "ends on 31 January 2027"),
        ({"end": "2027-06-30"}, ""),
        ({"end": None}, ""),
        ({"end": "soon"}, ""),
        ({"end": "2026-11-21", "auto_renew": False}, ""),  # it has ended, which is another matter
        ({"end": "2026-02-28", "renewal_term": "P1Y"}, "has to be cancelled by 29 January 2027"),
        ({"start": "2026-12-01"}, ""),
        ({"status": "draft"}, ""),
        ({"status": "notice_given"}, ""),
        ({"status": "expired"}, ""),
        ({"decision": {"outcome": "renew"}}, ""),
        ({"decision": {"outcome": "perhaps"}}, ""),
    ],
)
def test_what_has_to_be_decided(more: Files, says: str, tmp_path: Path) -> None:
    told = found(tmp_path, contract(**more), UNDECIDED)
    assert [says in one.message for one in told] == ([True] if says else [])
    without = found(tmp_path, contract(**more, owner=None), UNOWNED)
    if "decision" not in more:
        assert len(without) == len(told)
    assert found(tmp_path, contract(**more), UNOWNED) == []


@pytest.mark.parametrize(
    ("as_of", "days", "told"),
    [
        (date(2026, 10, 2), 90, False),
        (date(2026, 10, 3), 90, True),
        (date(2027, 1, 1), 90, True),
        (date(2027, 1, 31), 90, True),
        (date(2027, 2, 1), 90, False),
        (date(2026, 10, 3), 30, False),
        (date(2026, 10, 3), 91, True),
    ],
)
def test_how_long_before(as_of: date, days: int, told: bool, tmp_path: Path) -> None:
    files = contract() | {"stack": {"name": "Acme", "thresholds": {"cancel_within_days": days}}}
    assert bool(found(tmp_path, files, UNDECIDED, as_of)) is told


def test_a_team_that_nobody_knows_is_told_when_it_is_read(tmp_path: Path) -> None:
    done = examined(tmp_path, contract(owner="crmm"))
    assert [one.code for one in done.diagnostics if one.field == "owner"] == ["unknown-reference"]


def test_a_missing_owner_fails_the_regular_run_only(tmp_path: Path) -> None:
    for scheduled, severity in ((True, Severity.ERROR), (False, Severity.WARNING)):
        done = examined(tmp_path, contract(owner=None), scheduled=scheduled)
        assert [one.severity for one in done.diagnostics if one.code == UNOWNED] == [severity]


def test_what_ends_by_itself_and_is_followed_by_another_is_decided(tmp_path: Path) -> None:
    files = contract(auto_renew=False)
    nxt = contract(name="ESP from 2027", start="2027-02-01", end="2029-01-31", status="draft")["contracts/esp"]
    assert found(tmp_path, {**files, "contracts/next": nxt}, UNDECIDED) == []
    assert len(found(tmp_path, {**files, "contracts/next": nxt | {"status": "terminated"}}, UNDECIDED)) == 1
    # One that goes on by itself has to be cancelled all the same.
    assert len(found(tmp_path, {**contract(), "contracts/next": nxt}, UNDECIDED)) == 1


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"end": "2026-11-21", "auto_renew": False}, True),
        ({"end": "2026-11-21", "auto_renew": None}, True),
        ({"end": "2026-11-21", "auto_renew": False, "status": "notice_given"}, True),
        ({"end": "2026-11-21", "auto_renew": True, "status": "notice_given"}, True),
        ({"end": "2026-11-21", "auto_renew": True}, True),  # and nothing says for how long
        ({"end": "2026-11-21", "auto_renew": True, "renewal_term": "P1Y"}, False),
        ({"end": "2026-11-22", "auto_renew": False}, False),
        ({"end": "2026-11-21", "auto_renew": False, "status": "terminated"}, False),
    ],
)
def test_contracts_that_have_ended(more: Files, told: bool, tmp_path: Path) -> None:
    assert bool(found(tmp_path, contract(**more), "contract-ended")) is told


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"notice_period": None}, True),
        ({"notice_period": "a month"}, False),
        ({"notice_period": None, "auto_renew": False}, False),
        ({"notice_period": None, "auto_renew": None}, False),
        ({"notice_period": None, "status": "notice_given"}, False),
        ({"notice_period": "P0D"}, False),
    ],
)
def test_unknown_notice(more: Files, told: bool, tmp_path: Path) -> None:
    assert bool(found(tmp_path, contract(**more), "auto-renew-with-unknown-notice")) is told


@pytest.mark.parametrize(
    ("name", "values", "fields"),
    [
        ("contracts/esp", contract(start="2027-02-01")["contracts/esp"], ["end"]),
        ("contracts/esp", contract(start="2027-01-31")["contracts/esp"], []),
        ("reviews/a", {"requested_on": "2026-03-02", "decided_on": "2026-03-01"}, ["decided_on"]),
        ("reviews/a", {"requested_on": "2026-03-02", "due": "2026-03-01"}, ["due"]),
        ("reviews/a", {"decided_on": "2026-03-02", "valid_until": "2026-03-01"}, ["valid_until"]),
        ("reviews/a", {"requested_on": "2026-03-01", "decided_on": "2026-03-01", "valid_until": "2026-03-01"}, []),
        ("reviews/a", {"requested_on": "2026-03-01", "decided_on": "last week"}, []),
        (
            "vendors/mailer",
            {"processing_agreement": {"status": "signed", "signed_on": "2026-03-01", "expires_on": "2025-03-01"}},
            ["processing_agreement"],
        ),
    ],
)
def test_days_in_the_wrong_order(name: str, values: Files, fields: list[str], tmp_path: Path) -> None:
    about = {"subject": "tool:esp", "type": "security", "state": "done"} if name.startswith("reviews") else {}
    told = found(tmp_path, contract() | {name: {"name": "It"} | about | values}, "dates-out-of-order")
    assert [one.field for one in told] == fields


@pytest.mark.parametrize(
    ("changes", "tools"),
    [
        ({}, []),
        ({"tools/forms": {"name": "Forms", "vendor": "mailer", **IN_USE}}, ["tool:forms"]),
        ({"tools/forms": {"name": "Forms", "vendor": "mailer", "lifecycle": {"phase": "plan"}}}, []),
        ({"tools/forms": {"name": "Forms", "vendor": "in_house", **IN_USE}}, []),
        ({"tools/forms": {"name": "Forms", "vendor": None, **IN_USE}}, []),
        ({"contracts/esp": contract(status="expired")["contracts/esp"]}, ["tool:esp"]),
        ({"contracts/esp": contract(status="notice_given")["contracts/esp"]}, []),
        ({"contracts/esp": contract(tools=[])["contracts/esp"]}, []),  # all that the vendor sells
        ({"contracts/esp": contract(tools=["espp"])["contracts/esp"]}, []),  # a slip of the hand
        ({"contracts/esp": contract(end="2020-01-01", auto_renew=True)["contracts/esp"]}, []),
        ({"contracts/esp": "name: [\n", "contracts/shop": contract(tools=[], vendor=None)["contracts/esp"]}, []),
    ],
)
def test_tools_without_a_contract(changes: Files, tools: list[str], tmp_path: Path) -> None:
    for as_of in (AS_OF, None):
        told = found(tmp_path, contract() | changes, "paid-tool-without-contract", as_of)
        assert [one.entity for one in told] == tools


def test_without_any_contract_nobody_is_asked_for_one(tmp_path: Path) -> None:
    files = {name: values for name, values in contract().items() if not name.startswith("contracts/")}
    assert found(tmp_path, files, "paid-tool-without-contract") == []


def test_a_contract_that_is_not_in_force_is_named(tmp_path: Path) -> None:
    (told,) = found(tmp_path, contract(status="draft"), "paid-tool-without-contract")
    assert told.message == "ESP is in use, and no contract for it is in force; there is only ESP contract (draft)"
    assert told.mentions == ("contract:esp",)


@pytest.mark.parametrize(
    ("lifecycle", "more", "told"),
    [
        ({"phase": "end_of_life"}, {}, True),
        ({"phase": "end_of_life"}, {"decision": {"outcome": "cancel"}}, False),
        ({"phase": "end_of_life"}, {"status": "notice_given"}, False),
        ({"phase": "end_of_life"}, {"status": "expired"}, False),
        ({"phase": "end_of_life"}, {"tools": []}, False),
        ({"phase": "plan"}, {}, False),
        ({"phase": "phase_out"}, {}, False),
        (None, {}, False),
    ],
)
def test_contracts_for_nothing(lifecycle: Files | None, more: Files, told: bool, tmp_path: Path) -> None:
    files = contract(**more) | {"tools/esp": {"name": "ESP", "vendor": "mailer", "lifecycle": lifecycle}}
    assert bool(found(tmp_path, files, "contract-without-active-tool")) is told


@pytest.mark.parametrize(
    ("phase", "users", "told"),
    [
        ("active", {"licensed": 10, "active_90d": 5}, True),
        ("active", {"licensed": 10, "active_90d": 6}, False),
        ("active", {"licensed": 10, "active_90d": 0}, True),
        ("active", {"licensed": 0, "active_90d": 0}, False),
        ("active", {"licensed": 10}, False),
        ("active", {"active_90d": 3}, False),
        ("active", {"licensed": 10, "active_90d": 12}, False),
        ("phase_in", {"licensed": 10, "active_90d": 1}, False),
        ("end_of_life", {"licensed": 10, "active_90d": 1}, False),
    ],
)
def test_seats(phase: str, users: Files, told: bool, tmp_path: Path) -> None:
    files = {"tools/crm": {"name": "CRM", "lifecycle": {"phase": phase}, "users": users}}
    assert bool(found(tmp_path, files, "seats-unused")) is told


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"included_volume": 1000, "current_volume": 1001.5}, "includes 1,000 profiles, and 1,001.50 are used"),
        ({"included_volume": 1000, "current_volume": 1000}, ""),
        ({"included_volume": 0, "current_volume": 1000}, ""),
        ({"included_volume": 1000}, ""),
        ({"included_volume": 1000, "current_volume": 2000, "status": "expired"}, ""),
        ({"included_volume": 1e15, "current_volume": "a lot"}, ""),
    ],
)
def test_volumes(more: Files, says: str, tmp_path: Path) -> None:
    told = found(tmp_path, contract(pricing_metric="profiles", **more), "volume-above-included")
    assert [says in one.message for one in told] == ([True] if says else [])


def review(**more: Any) -> Files:
    return {"name": "Security", "subject": "tool:esp", "type": "security", "state": "done", **more}


APPROVED = review(outcome="approved", decided_on="2025-06-01", valid_until="2026-06-01")
LATE = {"text": "A second factor", "due": "2026-11-21"}
PROMISED = review(outcome="approved_with_conditions", decided_on="2026-06-01", conditions=[LATE])


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ({}, True),
        ({"reviews/b": review(outcome="approved", decided_on="2026-06-02")}, False),
        ({"reviews/b": review(outcome="rejected", decided_on="2026-06-02")}, False),
        ({"reviews/b": review(outcome="rejected", decided_on="2025-05-02")}, True),
        ({"reviews/b": review(outcome="approved", decided_on="2024-01-01", valid_until="2025-01-01")}, True),
        ({"reviews/b": review(state="requested")}, False),
        ({"reviews/b": review(state="requested", requested_on="2026-05-01")}, False),
        ({"reviews/b": review(state="requested", requested_on="2025-05-01")}, True),
        ({"reviews/b": review(state="requested", type="legal")}, True),
        ({"reviews/b": review(state="requested", subject="vendor:mailer")}, True),
        ({"tools/esp": {"name": "ESP", "lifecycle": {"phase": "end_of_life"}}}, False),
    ],
)
def test_approvals_that_have_lapsed(others: Files, told: bool, tmp_path: Path) -> None:
    files = contract() | {"reviews/a": APPROVED} | others
    assert [one.entity for one in found(tmp_path, files, "review-lapsed")] == ["review:a"] * told


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"valid_until": "2026-11-22"}, False),
        ({"valid_until": "2026-11-21"}, True),
        ({"outcome": "rejected"}, False),
        ({"state": "in_progress", "outcome": None}, False),
        ({"valid_until": None}, False),
    ],
)
def test_only_approvals_lapse(more: Files, told: bool, tmp_path: Path) -> None:
    files = contract() | {"reviews/a": APPROVED | more}
    assert bool(found(tmp_path, files, "review-lapsed")) is told


@pytest.mark.parametrize(
    ("more", "places"),
    [
        ({}, [0]),
        ({"conditions": [LATE | {"done_on": "2026-11-22"}]}, []),
        ({"conditions": [LATE | {"due": "2026-11-22"}]}, []),
        ({"conditions": [LATE | {"due": None}, LATE]}, [1]),
        ({"conditions": [LATE, LATE]}, [0, 1]),
        ({"outcome": "rejected"}, []),
    ],
)
def test_conditions(more: Files, places: list[int], tmp_path: Path) -> None:
    files = contract() | {"reviews/a": PROMISED | more}
    told = found(tmp_path, files, "review-condition-overdue")
    text = json.dumps(files["reviews/a"])
    starts = [at for at in range(len(text)) if text.startswith('{"text"', at)]
    ends = [*starts[1:], len(text)]
    assert [next(i for i, end in enumerate(ends) if one.location.column <= end) for one in told] == places
    after = review(outcome="approved", decided_on="2026-10-01")
    assert found(tmp_path, {**files, "reviews/b": after}, "review-condition-overdue") == []


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"state": "requested", "due": "2026-11-21"}, True),
        ({"state": "requested", "due": "2026-11-22"}, False),
        ({"state": None, "due": "2026-11-21"}, True),
        ({"state": "done", "due": "2026-11-21"}, False),
        ({"state": "requested"}, False),
    ],
)
def test_late_reviews(more: Files, told: bool, tmp_path: Path) -> None:
    assert bool(found(tmp_path, contract() | {"reviews/a": review(**more)}, "review-late")) is told


def test_a_finding_about_a_review_is_for_those_who_do_it(tmp_path: Path) -> None:
    for of_type, side in (("dpia", Side.PRIVACY), ("procurement", Side.FINANCE), ("security", Side.SECURITY)):
        (told,) = found(tmp_path, contract() | {"reviews/a": APPROVED | {"type": of_type}}, "review-lapsed")
        assert told.side is side


def test_a_review_of_nothing_that_is_known(tmp_path: Path) -> None:
    for code in ("review-lapsed", "review-without-outcome"):
        nameless = APPROVED | {"subject": None, "type": None, "decided_on": None}
        assert [one.mentions for one in found(tmp_path, {"reviews/a": nameless}, code)] == [()]


def test_what_is_missing_of_a_review_is_said_once_each(tmp_path: Path) -> None:
    told = found(tmp_path, contract() | {"reviews/a": review()}, "review-without-outcome")
    assert sorted(one.field for one in told) == ["decided_on", "outcome"]


@pytest.mark.parametrize("code", [code for code, one in RULES.items() if one.check.family in FAMILIES])
def test_whatever_a_message_names_is_mentioned(code: str, tmp_path: Path) -> None:
    """Or a public site would tell of what it must not show."""
    for name, text in ({"stack.yml": "name: Acme Ltd\n"} | RULES[code].fails).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    done = examine(tmp_path, as_of=AS_OF)
    for one in (each for each in done.diagnostics if each.code == code):
        told = {ref: done.inventory.find(ref) for ref in (one.entity, *one.mentions)}
        names = {entity.display_name for entity in told.values() if entity}
        ids = {ref.partition(":")[2] for ref in told}
        for entity in done.inventory.everything():
            assert entity.display_name not in one.message or any(entity.display_name in name for name in names)
            assert not any(f"`{entity.id}{end}" in one.message for end in "`.") or entity.id in ids
