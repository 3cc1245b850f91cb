"""Conditions: which entities they mean, and what is said about those that mean nothing."""

from __future__ import annotations

from typing import Any

import pytest

from stackbook.asking.where import read_where, where_of
from stackbook.inventory import Inventory

TOOLS = {"mailer", "press", "secret", "shop", "warehouse"}

MEANT: list[tuple[str, dict[str, Any], set[str]]] = [
    ("tool", {}, TOOLS),
    ("tool", {"category": "data_warehouse"}, {"warehouse"}),
    ("tool", {"category": "Data Warehouse"}, {"warehouse"}),
    ("tool", {"category": "data-warehouse"}, {"warehouse"}),
    ("tool", {"category": ["data_warehouse", "flower_press"]}, {"warehouse", "press"}),
    ("tool", {"category": "Flower press"}, {"press"}),
    ("tool", {"subcategories": "seo"}, {"press"}),
    ("tool", {"lifecycle": "phase_out"}, {"press"}),
    ("tool", {"lifecycle.phase": "phase_out"}, {"press"}),
    ("tool", {"lifecycle": {"phase": "active"}}, TOOLS - {"press"}),
    ("tool", {"lifecycle": "active", "category": "email_marketing"}, {"mailer", "secret"}),
    ("tool", {"lifecycle.active": "2020-03-01"}, {"press"}),
    ("tool", {"lifecycle.active": "2020-*"}, {"press"}),
    ("tool", {"hosting": None}, TOOLS - {"press", "secret"}),
    ("tool", {"hosting": [None, "saas"]}, TOOLS),
    ("tool", {"sso": None}, TOOLS - {"press"}),
    ("tool", {"subcategories": None}, TOOLS - {"press"}),
    ("tool", {"not": {"hosting": None}}, {"press", "secret"}),
    ("tool", {"not": {"hosting": "saas"}}, TOOLS - {"press", "secret"}),
    ("tool", {"not": {"hosting": "saas", "category": "data_warehouse"}}, {"mailer", "shop"}),
    ("tool", {"category": "email_marketing", "not": {"hosting": "saas"}}, {"mailer"}),
    ("tool", {"sso.mfa": "true"}, {"press"}),
    ("tool", {"sso.mfa": True}, {"press"}),
    ("tool", {"sso.mfa": False}, set()),
    ("tool", {"sso": "saml"}, {"press"}),
    ("tool", {"sso.idp": "shop"}, {"press"}),
    ("tool", {"sso.idp": "Shop"}, {"press"}),
    ("tool", {"functional_fit": "3"}, {"press"}),
    ("tool", {"functional_fit": 3}, {"press"}),
    ("tool", {"functional_fit": "3.0"}, {"press"}),
    ("tool", {"data_residency": "eu"}, {"press"}),
    ("tool", {"data_residency": "Germany"}, {"press"}),
    ("tool", {"vendor": "postbox"}, {"mailer", "press"}),
    ("tool", {"vendor": "vendor:postbox"}, {"mailer", "press"}),
    ("tool", {"vendor": "vendors/postbox"}, {"mailer", "press"}),
    ("tool", {"vendor": "Postbox inc"}, {"mailer", "press"}),
    ("tool", {"vendor": "post-office"}, {"mailer", "press"}),
    ("tool", {"vendor": "in_house"}, {"shop", "warehouse", "secret"}),
    ("tool", {"vendor": "In house"}, {"shop", "warehouse", "secret"}),
    ("tool", {"business_owner": "person:crm-lead"}, {"mailer"}),
    ("tool", {"technical_owner": ["crm-lead", "crm"]}, TOOLS),
    ("tool", {"name": "*P*"}, {"press", "shop"}),
    ("tool", {"name": "PRESS"}, {"press"}),
    ("tool", {"name": "p*s*s"}, {"press"}),
    ("tool", {"name": "p*r*x"}, set()),
    ("tool", {"name": "*"}, TOOLS),
    ("tool", {"tags": "old *"}, {"press"}),
    ("tool", {"id": ["shop", "ware*"]}, {"shop", "warehouse"}),
    ("tool", {"x-cost-centre": "4711"}, {"press"}),
    ("tool", {"x-labels": "red"}, {"press"}),
    ("tool", {"x-labels": None}, TOOLS - {"press"}),
    ("tool", {"not": {"x-cost-centre": None}}, {"press"}),
    ("integration", {"from": "shop"}, {"shop-to-mailer"}),
    ("integration", {"to": "old-mailer", "frequency": ["hourly", "daily"]}, {"shop-to-mailer", "press-to-mailer"}),
    ("integration", {"fields.from": "shop-customers.*"}, {"shop-to-mailer"}),
    ("data_source", {"fields.classification": "confidential"}, {"mailer-contacts", "shop-customers"}),
    ("vendor", {"processing_agreement": "signed"}, {"mailer"}),
]


@pytest.mark.parametrize(("kind", "mapping", "meant"), MEANT, ids=[str(m[1]) for m in MEANT])
def test_conditions_mean(inventory: Inventory, kind: str, mapping: dict[str, Any], meant: set[str]) -> None:
    where, problems = read_where(mapping, kind, inventory, True)
    assert problems == ()
    assert {e.id for e in inventory.all(kind) if where.matches(e, inventory)} == meant
    assert bool(where) == bool(mapping)


WRONG: list[tuple[str, dict[str, Any], tuple[str | int, ...], str, str]] = [
    ("tool", {"categroy": "crm"}, ("categroy",), "not a key of a tool", "Did you mean `category`? There are `name`"),
    ("integration", {"x": 1}, ("x",), "not a key of an integration", "`frequency`"),
    ("tool", {"lifecycle.faze": "x"}, ("lifecycle.faze",), "`faze` is not a key of `lifecycle`", "`lifecycle.phase`"),
    ("tool", {"lifecycle": {"faze": "x"}}, ("lifecycle", "faze"), "`faze` is not a key of", "`lifecycle.phase`"),
    ("tool", {"category.x": "x"}, ("category.x",), "`category` has no keys below it", ""),
    ("tool", {"category": "crmm"}, ("category",), "`crmm` is not a word of the list", "Did you mean `crm`? Allowed: "),
    ("tool", {"category": ["crm", "press"]}, ("category", 1), "`press` is not a word", "`flower_press`"),
    ("tool", {"category": "flower_pres"}, ("category",), "`flower_pres`", "Did you mean `flower_press`?"),
    ("tool", {"lifecycle": "aktiv"}, ("lifecycle",), "list lifecycle phase", "`plan`, `phase_in`, `active`"),
    ("tool", {"not": {"hosting": "sas"}}, ("not", "hosting"), "`sas`", "Did you mean `saas`?"),
    ("tool", {"not": "hosting"}, ("not",), "`not` needs conditions", "not: {hosting: saas}"),
    ("tool", {"vendor": "postbx"}, ("vendor",), "there is no vendor `postbx`", "Did you mean `postbox`? There are "),
    ("tool", {"vendor": "tool:shop"}, ("vendor",), "`tool:shop` cannot stand here", "This is a vendor."),
    ("tool", {"business_owner": "team:crmm"}, ("business_owner",), "there is no team `crmm`", "Did you mean `crm`?"),
    ("tool", {"access": "x"}, ("access",), "`access` has several parts", "`access.how`, `access.url`"),
    ("tool", {"sso.mfa": "perhaps"}, ("sso.mfa",), "`perhaps` is neither true nor false", "`true` or `false`"),
    ("tool", {"functional_fit": "good"}, ("functional_fit",), "`good` is not a number", "`3`"),
    ("tool", {"data_residency": "Germny"}, ("data_residency",), "`Germny` is not a country", "germany"),
    ("tool", {"lifecycle.active": "2020"}, ("lifecycle.active",), "`2020` is not a date", "2026-03-31"),
    ("tool", {"category": []}, ("category",), "needs a value", "`null`"),
    ("tool", {"category": {}}, ("category",), "needs a value", "`null`"),
    ("tool", {"category": ["crm", ["seo"]]}, ("category", 1), "neither a word nor a number", ""),
]


@pytest.mark.parametrize(("kind", "mapping", "path", "message", "help"), WRONG, ids=[str(w[1]) for w in WRONG])
def test_what_means_nothing_is_explained(
    inventory: Inventory, kind: str, mapping: dict[str, Any], path: tuple[str | int, ...], message: str, help: str
) -> None:
    _, [problem] = read_where(mapping, kind, inventory, True)
    assert problem.path == path
    assert message in problem.message
    assert help in problem.help


def test_everything_that_is_wrong_is_said_at_once(inventory: Inventory) -> None:
    mapping = {"categroy": "crm", "hosting": ["sas", "saas", "x"], "not": {"vendor": "y", "category": "crm"}}
    _, problems = read_where(mapping, "tool", inventory, True)
    assert [p.path for p in problems] == [("categroy",), ("hosting", 0), ("hosting", 2), ("not", "vendor")]


def test_a_public_site_answers_nothing_about_what_is_internal(inventory: Inventory, public: Inventory) -> None:
    asked = {"processing_agreement.url": "https://x.example/*"}
    where, problems = read_where(asked, "vendor", inventory, True)
    assert problems == ()
    assert [e.id for e in inventory.all("vendor") if where.matches(e, inventory)] == ["mailer"]
    _, [problem] = read_where(asked, "vendor", public, False)
    assert "internal" in problem.message
    _, [unknown] = read_where({"processing_agreement.x": "y"}, "vendor", public, False)
    assert "`processing_agreement.url`" not in unknown.help
    _, [named] = read_where({"from": "secret"}, "integration", public, False)
    assert "there is no tool `secret`" in named.message
    assert "`secret`" not in named.help


def test_conditions_in_words(inventory: Inventory) -> None:
    mapping = {
        "category": ["crm", "flower_press"],
        "lifecycle": "active",
        "hosting": None,
        "not": {"vendor": "in_house"},
    }
    where, _ = read_where(mapping, "tool", inventory, True)
    said = "Category: CRM or Flower press; Lifecycle: Active; Hosting: not recorded; not Vendor: In house"
    assert where.words == said


def test_conditions_on_the_command_line() -> None:
    options = ["category=crm,seo", "lifecycle=active", "not.hosting=saas", "not.hosting=paas", "criticality=", "x=a=b"]
    made, problems = where_of(options)
    assert problems == ()
    assert made == {
        "category": ["crm", "seo"],
        "lifecycle": ["active"],
        "not": {"hosting": ["saas", "paas"]},
        "criticality": [None],
        "x": ["a=b"],
    }
    assert where_of(["category"])[1][0].path == (0,)
    assert where_of(["=x"])[1] != ()


@pytest.mark.parametrize("word", ["*" * 5000, "a*" * 3000, "[a-z]*(x+x+)+y*", "\\", "%s"])
def test_no_pattern_takes_long(inventory: Inventory, word: str) -> None:
    where, problems = read_where({"name": word, "purpose": word}, "tool", inventory, True)
    assert problems == ()
    assert {where.matches(e, inventory) for e in inventory.all("tool")} <= {True, False}
