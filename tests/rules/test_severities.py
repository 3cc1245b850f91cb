"""How much rules matter in one organisation, and on which days they may fail."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from stackbook.diagnostics import Diagnostic, Severity
from stackbook.examine import Examined, examine

AS_OF = date(2026, 11, 22)
OWNERLESS = "name: CRM\nlifecycle: {phase: active}\nbusiness_owner: null\ntechnical_owner: null\n"
LEFT = {
    "people/a.yml": "role: leader\nteam: null\nto: 2026-01-31\n",
    "tools/shop.yml": "name: Shop\nbusiness_owner: person:a\n",
}


def look(folder: Path, stack: str, files: dict[str, str] | None = None, scheduled: bool = False) -> Examined:
    for name, text in {"stack.yml": f"name: Acme\n{stack}", "tools/crm.yml": OWNERLESS, **(files or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return examine(folder, as_of=AS_OF, scheduled=scheduled)


def of(found: Examined, code: str) -> list[Diagnostic]:
    return [one for one in found.diagnostics if one.code == code]


@pytest.mark.parametrize("word", ["error", "warning", "hint"])
def test_a_rule_matters_as_much_as_the_organisation_says(word: str, tmp_path: Path) -> None:
    found = look(tmp_path, f"severities: {{owner-missing: {word}}}\n")
    assert {one.severity for one in of(found, "owner-missing")} == {Severity(word)}
    assert found.checks["owner-missing"].severity is Severity(word)


def test_a_rule_can_be_switched_off(tmp_path: Path) -> None:
    assert not of(look(tmp_path, "severities:\n  owner-missing: off\n"), "owner-missing")


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("severities: {owner-mising: off}\n", "severity-of-unknown-rule", "there is no rule `owner-mising`"),
        ("severities: {unknown-key: off}\n", "severity-of-unknown-rule", "cannot be changed"),
        ("severities: {owner-missing: fatal}\n", "unknown-value", "fatal"),
    ],
)
def test_what_cannot_be_set_is_said(line: str, code: str, said: str, tmp_path: Path) -> None:
    found = look(tmp_path, line)
    assert [said in one.message for one in of(found, code)] == [True]
    assert of(found, "owner-missing")  # which goes on as before


def test_a_rule_about_dates_warns_on_a_change_and_fails_in_the_regular_run(tmp_path: Path) -> None:
    assert [one.severity for one in of(look(tmp_path, "", LEFT), "owner-left")] == [Severity.WARNING]
    (one,) = of(look(tmp_path, "", LEFT, scheduled=True), "owner-left")
    assert (one.severity, one.dated) == (Severity.ERROR, True)
    set_here = look(tmp_path, "severities: {seal-lapsed: error}\n", LEFT)
    assert set_here.checks["seal-lapsed"].severity is Severity.ERROR


def test_what_is_accepted_is_kept_with_its_waiver(tmp_path: Path) -> None:
    waiver = "waivers:\n  - {rule: owner-missing, until: 2026-12-31, reason: It is being formed.}\n"
    found = look(tmp_path, "", {"tools/crm.yml": OWNERLESS + waiver})
    assert [one.diagnostic.field for one in found.accepted] == ["business_owner", "technical_owner"]
    assert {one.waiver.reason for one in found.accepted} == {"It is being formed."}
    assert not of(found, "waiver-not-needed")


@pytest.mark.parametrize(
    ("waiver", "hinted"),
    [
        ("{rule: seal-lapsed, until: 2099-01-01, reason: x}", True),
        ("{rule: seal-lapsed, until: 2026-01-01, reason: x}", False),  # it has expired, which is said instead
        ("{rule: seal-lapse, until: 2099-01-01, reason: x}", False),  # there is no such rule, which is said instead
    ],
)
def test_a_waiver_that_accepts_nothing_is_hinted_at(waiver: str, hinted: bool, tmp_path: Path) -> None:
    found = look(tmp_path, "", {"vendors/big.yml": f"name: Big\nwaivers: [{waiver}]\n"})
    assert bool(of(found, "waiver-not-needed")) is hinted


def test_without_a_day_a_waiver_of_a_rule_about_dates_is_not_hinted_at(tmp_path: Path) -> None:
    waiver = "waivers: [{rule: seal-lapsed, until: 2099-01-01, reason: x}]\n"
    look(tmp_path, "", {"tools/crm.yml": OWNERLESS + waiver})
    assert not [one for one in examine(tmp_path).diagnostics if one.code == "waiver-not-needed"]
