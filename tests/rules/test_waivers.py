"""Findings that are accepted for a while: what is silenced, until when, and what cannot be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from stackbook.diagnostics import Diagnostic, Severity
from stackbook.examine import examine
from stackbook.site import SiteOptions, build_site

TOOL = "name: CRM\nlifecycle: {phase: active}\nbusiness_owner: null\ntechnical_owner: null\n"
WAIVED = "waivers:\n  - {rule: owner-missing, until: 2026-11-22, reason: The team is being formed.}\n"


def said(folder: Path, as_of: date | None, **files: str) -> list[Diagnostic]:
    for name, text in {"stack.yml": "name: Acme\n", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(examine(folder, as_of=as_of, scheduled=True).diagnostics)


def about(found: list[Diagnostic], *codes: str) -> list[tuple[str, int]]:
    return [(d.code, d.location.line) for d in found if d.code in codes]


@pytest.mark.parametrize(
    ("as_of", "speaks"),
    [
        (None, []),
        (date(2026, 11, 1), []),
        (date(2026, 11, 22), []),
        (date(2026, 11, 23), [("owner-missing", 3), ("owner-missing", 4), ("waiver-expired", 6)]),
    ],
)
def test_it_is_accepted_up_to_and_including_the_last_day(
    as_of: date | None, speaks: list[tuple[str, int]], tmp_path: Path
) -> None:
    found = said(tmp_path, as_of, **{"tools/crm.yml": TOOL + WAIVED})
    assert about(found, "owner-missing", "waiver-expired") == speaks
    for one in found:
        if one.code == "waiver-expired":
            assert (one.severity, one.entity, one.field) == (Severity.ERROR, "tool:crm", "waivers")
            assert one.message == "`owner-missing` was accepted until 22 November 2026 only"


def test_only_that_rule_and_only_that_thing_is_accepted(tmp_path: Path) -> None:
    found = said(tmp_path, None, **{"tools/crm.yml": TOOL + WAIVED, "tools/esp.yml": TOOL})
    assert {d.entity for d in found if d.code == "owner-missing"} == {"tool:esp"}
    assert {d.entity for d in found if d.code == "tool-without-integration"} == {"tool:crm", "tool:esp"}


def test_of_two_waivers_the_later_one_holds(tmp_path: Path) -> None:
    later = WAIVED + "  - {rule: owner-missing, until: 2027-03-31, reason: It takes longer.}\n"
    found = said(tmp_path, date(2026, 12, 1), **{"tools/crm.yml": TOOL + later})
    assert about(found, "owner-missing", "waiver-expired") == []


def test_a_file_with_several(tmp_path: Path) -> None:
    text = (
        "- {id: a, name: A, fallback: null}\n"
        "- id: b\n  name: B\n  fallback: null\n"
        "  waivers: [{rule: token-without-fallback, until: 2099-12-31, reason: We ask the vendor.}]\n"
    )
    found = said(tmp_path, None, **{"tokens/all.yml": text})
    assert [d.entity for d in found if d.code == "token-without-fallback"] == ["token:a"]


def test_what_is_said_about_the_organisation_can_be_accepted_too(tmp_path: Path) -> None:
    secret = "Log in with password: Tr0ub4dor" + "&3x"
    organisation = f"name: Acme\nnotes: '{secret}'\n"
    assert about(said(tmp_path, None, **{"stack.yml": organisation}), "secret-in-text") == [("secret-in-text", 2)]
    waived = organisation + "waivers: [{rule: secret-in-text, until: 2099-12-31, reason: It is a famous example.}]\n"
    assert about(said(tmp_path, None, **{"stack.yml": waived}), "secret-in-text") == []


@pytest.mark.parametrize(
    ("code", "message", "help"),
    [
        ("owner-mising", "there is no rule `owner-mising`", "Did you mean `owner-missing`?"),
        ("zzz", "there is no rule `zzz`", "Write the code that stands in brackets behind the finding."),
        ("unknown-key", "`unknown-key` cannot be accepted", "about what is written, not about the stack"),
        ("duplicate-key", "`duplicate-key` cannot be accepted", "about what is written, not about the stack"),
        ("waiver-expired", "`waiver-expired` cannot be accepted", "about a waiver"),
        ("waiver-of-unknown-rule", "`waiver-of-unknown-rule` cannot be accepted", "about a waiver"),
    ],
)
def test_what_cannot_be_accepted(code: str, message: str, help: str, tmp_path: Path) -> None:
    text = f"name: Acme\nwaivers:\n  - {{rule: {code}, until: 2020-01-31, reason: We know.}}\n"
    found = [d for d in said(tmp_path, date(2026, 11, 22), **{"vendors/acme.yml": text}) if "waiver" in d.code]
    assert [(d.code, d.message, str(d.location)) for d in found] == [
        ("waiver-of-unknown-rule", message, "stack/vendors/acme.yml:3:12")
    ]
    assert help in found[0].help


def test_a_loading_error_stays_whatever_is_accepted(tmp_path: Path) -> None:
    text = "name: CRM\nbusines_owner: null\nwaivers: [{rule: unknown-key, until: 2099-12-31, reason: We know.}]\n"
    found = said(tmp_path, None, **{"tools/crm.yml": text})
    assert about(found, "unknown-key", "waiver-of-unknown-rule") == [("unknown-key", 2), ("waiver-of-unknown-rule", 3)]


def test_a_waiver_without_a_reason_accepts_nothing(tmp_path: Path) -> None:
    text = TOOL + "waivers:\n  - {rule: owner-missing, until: 2099-12-31}\n"
    found = said(tmp_path, None, **{"tools/crm.yml": text})
    assert about(found, "owner-missing", "missing-key")[:2] != []
    assert "owner-missing" in {d.code for d in found}


def test_what_only_a_build_finds_can_be_accepted_as_well(tmp_path: Path) -> None:
    waived = "waivers: [{rule: icon-not-used, until: 2027-01-01, reason: The brand has none.}]\n"
    text = "name: CRM\nlifecycle: {phase: active}\nicon: none/such\n"
    found = said(tmp_path, date(2026, 12, 1), **{"tools/crm.yml": text + waived})
    assert about(found, "waiver-of-unknown-rule", "waiver-not-needed") == []
    built = build_site(SiteOptions(tmp_path, as_of=date(2026, 12, 1)))
    assert "icon-not-used" not in {d.code for d in built.book.findings}
    assert [one.diagnostic.code for one in built.book.accepted] == ["icon-not-used"]
    later = build_site(SiteOptions(tmp_path, as_of=date(2027, 2, 1)))
    assert "icon-not-used" in {d.code for d in later.book.findings}
