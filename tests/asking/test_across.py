"""Conditions that compare, count, and go over to other records."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from stackbook.asking.where import read_where
from stackbook.inventory import Inventory, load

AS_OF = date(2026, 11, 22)
FILES: dict[str, Any] = {
    "stack": {"name": "Acme"},
    "teams/crm": {"name": "CRM", "kind": "marketing"},
    "people/lead": {"role": "leader", "team": "crm", "to": "2027-01-31"},
    "vendors/big": {"name": "Big", "risk_tier": "critical", "hq_country": "US"},
    "vendors/small": {"name": "Small", "risk_tier": "low"},
    "tools/mailer": {
        "name": "Mailer",
        "vendor": "big",
        "business_owner": "person:lead",
        "functional_fit": 4,
        "users": {"licensed": 40, "active_90d": 12},
        "provisioners": ["lead"],
        "classification_approved": "confidential",
        "last_reviewed": "2026-10-01",
        "approval": {"state": "sanctioned", "expires_on": "2027-01-10"},
        "x-score": 7,
        "x-sla": {"level": "Gold"},
    },
    "tools/shop": {
        "name": "Shop",
        "vendor": "small",
        "business_owner": "team:crm",
        "functional_fit": 2,
        "classification_approved": "restricted",
        "last_reviewed": "2024-01-01",
    },
    "tools/pos": {"name": "Tills", "vendor": "in_house", "classification_approved": "internal"},
    "contracts/mailer": {
        "name": "Mailer",
        "vendor": "big",
        "tools": ["mailer"],
        "status": "active",
        "owner": "crm",
        "start": "2025-01-01",
        "end": "2027-01-31",
        "auto_renew": True,
        "notice_period": "P3M",
        "value": {"amount": 1000, "currency": "EUR"},
    },
}
ALL = {"mailer", "shop", "pos"}

MEANT: list[tuple[dict[str, Any], set[str]]] = [
    ({"functional_fit": "at least 3"}, {"mailer"}),
    ({"functional_fit": "at least 4"}, {"mailer"}),
    ({"functional_fit": "more than 4"}, set()),
    ({"functional_fit": "at most 2"}, {"shop"}),
    ({"functional_fit": "less than 2"}, set()),
    ({"functional_fit": ["at most 2", None]}, {"shop", "pos"}),
    ({"functional_fit": ["at most 2", 4]}, {"shop", "mailer"}),
    ({"users.licensed": "more than 39"}, {"mailer"}),
    ({"x-score": "at least 7"}, {"mailer"}),
    ({"x-sla.level": "gold"}, {"mailer"}),
    ({"classification_approved": "at least confidential"}, {"mailer", "shop"}),
    ({"classification_approved": "less than Confidential"}, {"pos"}),
    ({"classification_approved": "AT MOST internal"}, {"pos"}),
    ({"last_reviewed": "older than P1Y"}, {"shop"}),
    ({"last_reviewed": "before 2024-01-02"}, {"shop"}),
    ({"last_reviewed": "before 2024-01-01"}, set()),
    ({"last_reviewed": "after 2024-01-01"}, {"mailer"}),
    ({"last_reviewed": "before today"}, {"mailer", "shop"}),
    ({"approval.expires_on": "within P60D"}, {"mailer"}),
    ({"approval.expires_on": "within P30D"}, set()),
    ({"approval.expires_on": "after today"}, {"mailer"}),
    ({"vendor.risk_tier": "critical"}, {"mailer"}),
    ({"vendor.risk_tier": "at least high"}, {"mailer"}),
    ({"vendor.risk_tier": "at most medium"}, {"shop"}),
    ({"vendor": {"risk_tier": "low"}}, {"shop"}),
    ({"vendor.risk_tier": None}, {"pos"}),
    ({"vendor.name": "b*"}, {"mailer"}),
    ({"business_owner.role": "leader"}, {"mailer"}),
    ({"business_owner.kind": "marketing"}, {"shop"}),
    ({"business_owner.team.kind": "marketing"}, {"mailer"}),
    ({"business_owner.to": "before 2027-06-01"}, {"mailer"}),
    ({"provisioners.count": "at least 1"}, {"mailer"}),
    ({"provisioners.count": 0}, {"shop", "pos"}),
    ({"provisioners": {"count": "less than 2"}}, ALL),
    ({"named_by.contract": None}, {"shop", "pos"}),
    ({"named_by.contract": "mailer"}, {"mailer"}),
    ({"named_by.contract": "*"}, {"mailer"}),
    ({"named_by": {"contract": {"auto_renew": True}}}, {"mailer"}),
    ({"named_by.contract.notice_period": "at least P90D"}, {"mailer"}),
    ({"named_by.contract.notice_period": "more than P4M"}, set()),
    ({"named_by.contracts.value.amount": "at least 1000"}, {"mailer"}),
    ({"named_by.contract.count": "at most 0"}, {"shop", "pos"}),
    ({"not": {"named_by.contract": None}}, {"mailer"}),
    ({"vendor": "*"}, ALL),
    ({"criticality": "*"}, set()),
]

WRONG: list[tuple[dict[str, Any], tuple[str | int, ...], str]] = [
    ({"functional_fit": "at least good"}, ("functional_fit",), "no comparison of numbers"),
    ({"functional_fit": "before 3"}, ("functional_fit",), "no comparison of numbers"),
    ({"last_reviewed": "at least 2026-01-01"}, ("last_reviewed",), "no comparison of dates"),
    ({"last_reviewed": "before Easter"}, ("last_reviewed",), "`Easter` is not a date"),
    ({"last_reviewed": "older than a year"}, ("last_reviewed",), "not a length of time"),
    ({"classification_approved": "at least secret"}, ("classification_approved",), "no comparison of words"),
    ({"vendor.risk": "low"}, ("vendor.risk",), "`risk` is not a key of a vendor"),
    ({"business_owner.colour": "red"}, ("business_owner.colour",), "is not a key of a person or a team"),
    ({"named_by.invoice": None}, ("named_by.invoice",), "`invoice` is not a kind"),
    ({"named_by": None}, ("named_by",), "needs a kind"),
    ({"named_by.contract.ends": None}, ("named_by.contract.ends",), "is not a key of a contract"),
    ({"name": "at least 3"}, ("name",), "`name` cannot be compared"),
    ({"x-score": [str(n) for n in range(300)]}, ("x-score",), "too many"),
    ({"name.count": 1}, ("name.count",), "has no keys below it"),
    ({"replaced_by." * 12 + "name": "x"}, ("replaced_by." * 12 + "name",), "goes too far"),
]


@pytest.fixture(scope="module")
def inventory(tmp_path_factory: pytest.TempPathFactory) -> Inventory:
    folder = tmp_path_factory.mktemp("across") / "stack"
    for path, values in FILES.items():
        target = folder / f"{path}.yml"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(values), encoding="utf-8")
    return load(folder, "stack").inventory


@pytest.mark.parametrize(("written", "meant"), MEANT, ids=[str(one) for one, _ in MEANT])
def test_what_is_meant(written: dict[str, Any], meant: set[str], inventory: Inventory) -> None:
    where, problems = read_where(written, "tool", inventory, internal=True, as_of=AS_OF)
    assert problems == ()
    assert {tool.id for tool in inventory.all("tool") if where.matches(tool, inventory)} == meant


@pytest.mark.parametrize(("written", "path", "said"), WRONG, ids=[str(one)[:60] for one, *_ in WRONG])
def test_what_means_nothing(
    written: dict[str, Any], path: tuple[str | int, ...], said: str, inventory: Inventory
) -> None:
    _, problems = read_where(written, "tool", inventory, internal=True, as_of=AS_OF)
    assert [one.path for one in problems] == [path]
    assert said in problems[0].message
    assert problems[0].help


def test_without_a_day_nothing_depends_on_one(inventory: Inventory) -> None:
    _, problems = read_where({"last_reviewed": "within P90D"}, "tool", inventory, internal=True)
    assert "what day it is" in problems[0].message
    where, problems = read_where({"last_reviewed": "before 2026-01-01"}, "tool", inventory, internal=True)
    assert problems == ()
    assert not where.dated


def test_an_internal_key_of_another_record_is_internal(inventory: Inventory) -> None:
    _, problems = read_where({"named_by.contract.value.amount": 1000}, "tool", inventory, internal=False)
    assert "internal" in problems[0].message
    where, _ = read_where({"named_by.contract.value.amount": 1000}, "tool", inventory, internal=True)
    assert where.internal
