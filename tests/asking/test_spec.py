"""Views and tables that people ask for."""

from __future__ import annotations

from typing import Any

import pytest

from stackbook.audience import _LINK  # every spelling of a kind that links may use is known there
from stackbook.graph import build_graph
from stackbook.inventory import Inventory
from stackbook.inventory.targets import kind_meant, parse_target
from stackbook.model import KINDS
from stackbook.views.catalogue import VIEWS, ViewSpec
from stackbook.views.landscape import Landscape
from stackbook.views.overlays import OVERLAYS
from stackbook.views.picture import View
from stackbook.views.scene import Scene
from stackbook.views.spec import make_asked, read_spec
from stackbook.views.table import read_table

RIGHT: list[tuple[dict[str, Any], ViewSpec]] = [
    ({"view": "landscape"}, ViewSpec("landscape")),
    ({"view": "Landscape", "overlay": "owner"}, ViewSpec("landscape", overlay="owner")),
    ({"view": "flow_map"}, ViewSpec("flow-map")),
    ({"view": "matrix", "of": None, "depth": None, "caption": None, "where": None}, ViewSpec("matrix")),
    ({"view": "neighbourhood", "of": "tool/mailer"}, ViewSpec("neighbourhood", "tool:mailer")),
    ({"view": "neighbourhood", "of": "tools/mailer", "depth": "2"}, ViewSpec("neighbourhood", "tool:mailer", 2)),
    ({"view": "neighbourhood", "of": "tool:old-mailer", "depth": 1}, ViewSpec("neighbourhood", "tool:mailer")),
    ({"view": "neighbourhood", "of": "shop"}, ViewSpec("neighbourhood", "tool:shop")),
    ({"view": "neighbourhood", "of": "Postbox Inc"}, ViewSpec("neighbourhood", "vendor:postbox")),
    (
        {"view": "neighbourhood", "of": "data-source/mailer-people"},
        ViewSpec("neighbourhood", "data_source:mailer-contacts"),
    ),
    ({"view": "journey", "of": "journeys/welcome"}, ViewSpec("journey", "journey:welcome")),
    ({"view": "category", "of": "crm"}, ViewSpec("category", "category:crm")),
    ({"view": "category", "of": "category/flower-press"}, ViewSpec("category", "category:flower_press")),
    ({"view": "category", "of": "Flower press"}, ViewSpec("category", "category:flower_press")),
    ({"view": "category", "of": "category:unsorted"}, ViewSpec("category", "category:unsorted")),
]


@pytest.mark.parametrize(("written", "spec"), RIGHT, ids=[str(r[0]) for r in RIGHT])
def test_what_can_be_asked_for(inventory: Inventory, written: dict[str, Any], spec: ViewSpec) -> None:
    asked, problems = read_spec(written, inventory, True)
    assert problems == ()
    assert asked is not None
    assert asked.spec == spec


WRONG: list[tuple[dict[str, Any], tuple[str | int, ...], str, str]] = [
    ({}, (), "which view", "`landscape`, `matrix`"),
    ({"view": None}, ("view",), "which view", "`landscape`"),
    ({"view": "landscpe"}, ("view",), "there is no view `landscpe`", "Did you mean `landscape`? Views: "),
    ({"view": ["landscape"]}, ("view",), "which view", ""),
    ({"view": "hubs", "wher": {}}, ("wher",), "`wher` cannot be said here", "Did you mean `where`? Keys: `view`, `of`"),
    ({"view": "hubs", "of": "shop"}, ("of",), "shows everything", "Leave `of` out."),
    ({"view": "hubs", "depth": 2}, ("depth",), "one step only", ""),
    ({"view": "hubs", "overlay": "owner"}, ("overlay",), "cannot be coloured", "`landscape`"),
    ({"view": "landscape", "overlay": "ownr"}, ("overlay",), "no overlay `ownr`", "Did you mean `owner`? Overlays: "),
    ({"view": "neighbourhood"}, (), "needs to know what it is about", "`of: tool/salesforce`"),
    ({"view": "category", "of": None}, ("of",), "needs to know what it is about", "`of: crm`"),
    ({"view": "neighbourhood", "of": "shop", "depth": 3}, ("depth",), "`3` is no depth", "`1` or `2`"),
    ({"view": "neighbourhood", "of": "shop", "depth": "x"}, ("depth",), "`x` is no depth", "`1` or `2`"),
    ({"view": "neighbourhood", "of": "tool/maler"}, ("of",), "there is no tool `maler`", "Did you mean `mailer`?"),
    ({"view": "neighbourhood", "of": "maler"}, ("of",), "nothing called `maler`", "Did you mean `mailer`?"),
    ({"view": "neighbourhood", "of": "mailer"}, ("of",), "several things", "`tool:mailer` or `vendor:mailer`"),
    ({"view": "neighbourhood", "of": "tol/shop"}, ("of",), "`tol` is not a kind", "Did you mean `tool`?"),
    ({"view": "neighbourhood", "of": "person/crm-lead"}, ("of",), "cannot be about a person", "`tool`, `vendor`"),
    ({"view": "category", "of": "flower_pres"}, ("of",), "`flower_pres` is not a word", "Did you mean `flower_press`?"),
    ({"view": "journey", "of": ""}, ("of",), "needs to know what it is about", "a journey: `of: journey/welcome`"),
    ({"view": "journey", "of": "journey/wellcome"}, ("of",), "no journey `wellcome`", "Did you mean `welcome`?"),
    (
        {"view": "journey", "of": "welcome", "where": {"category": "crm"}},
        ("where",),
        "shows everything that belongs to it",
        "Leave `where` out.",
    ),
    ({"view": "hubs", "where": "crm"}, ("where",), "needs conditions", "where: {category: crm}"),
    ({"view": "hubs", "where": {"a": "b"}}, ("where", "a"), "not a key of a tool", ""),
    ({"view": "hubs", "caption": ["x"]}, ("caption",), "a caption is text", ""),
    ({"view": "hubs", "caption": "x" * 501}, ("caption",), "501 letters", ""),
]


@pytest.mark.parametrize(("written", "path", "message", "help"), WRONG, ids=[str(w[0])[:60] for w in WRONG])
def test_what_cannot_is_explained(
    inventory: Inventory, written: dict[str, Any], path: tuple[str | int, ...], message: str, help: str
) -> None:
    asked, [problem] = read_spec(written, inventory, True)
    assert asked is None
    assert problem.path == path
    assert message in problem.message
    assert help in problem.help


def test_everything_that_is_wrong_is_said_at_once(inventory: Inventory) -> None:
    written = {"view": "neighbourhood", "of": "x", "depth": 7, "overlay": "y", "colour": 1, "where": {"a": "b"}}
    _, problems = read_spec(written, inventory, True)
    assert {p.path for p in problems} == {("of",), ("depth",), ("overlay",), ("colour",), ("where", "a")}


def test_every_view_can_be_asked_for_and_made(inventory: Inventory) -> None:
    scene = Scene(inventory, build_graph(inventory))
    subjects = {
        "neighbourhood": "tool:mailer",
        "category": "email_marketing",
        "journey": "welcome",
        "lineage": "data-source:shop-customers",
    }
    for key, kind in VIEWS.items():
        overlay = next(iter(OVERLAYS)) if kind.overlays else None
        asked, problems = read_spec({"view": key, "of": subjects.get(key), "overlay": overlay}, inventory, True)
        assert problems == ()
        assert asked is not None
        assert make_asked(scene, asked) is not None or key in ("regions", "personal-data")


def test_conditions_leave_tools_out_but_not_the_subject(inventory: Inventory) -> None:
    scene = Scene(inventory, build_graph(inventory))
    written = {"view": "neighbourhood", "of": "tool/mailer", "where": {"category": "ecommerce_platforms_carts"}}
    asked, _ = read_spec(written, inventory, True)
    assert asked is not None
    view = make_asked(scene, asked)
    assert isinstance(view, View)
    assert {node.id for node in view.nodes} == {"tool:mailer", "tool:shop"}
    assert "Only these tools: Category: Ecommerce Platforms & Carts." in view.description
    some, _ = read_spec({"view": "landscape", "where": {"hosting": "saas"}}, inventory, True)
    none, _ = read_spec({"view": "landscape", "where": {"category": "seo"}}, inventory, True)
    assert some is not None
    assert none is not None
    shown = make_asked(scene, some)
    assert isinstance(shown, Landscape)
    assert shown.count == 2
    assert make_asked(scene, none) is None


def test_a_table_sorts_and_counts(inventory: Inventory) -> None:
    def ids(**written: Any) -> tuple[list[str], int]:
        asked, problems = read_table(written, inventory, True)
        assert problems == ()
        assert asked is not None
        rows, total = asked.rows(inventory)
        return [row.id for row in rows], total

    assert ids(kind="tools") == (["mailer", "press", "secret", "shop", "warehouse"], 5)
    assert ids(kind="tool", sort="-name")[0] == ["warehouse", "shop", "secret", "press", "mailer"]
    assert ids(kind="tool", sort="hosting")[0] == ["press", "secret", "mailer", "shop", "warehouse"]
    assert ids(kind="tool", sort="-functional_fit", limit="2") == (["press", "mailer"], 5)
    assert ids(kind="tool", sort=["-lifecycle", "-name"])[0] == ["press", "warehouse", "shop", "secret", "mailer"]
    assert ids(kind="tool", sort="vendor, -name")[0] == ["warehouse", "shop", "secret", "press", "mailer"]
    assert ids(kind="tool", where={"hosting": "saas"}) == (["press", "secret"], 2)
    assert ids(kind="data sources", sort="-fields")[1] == 2


def test_a_table_has_the_columns_of_its_list_or_those_asked_for(inventory: Inventory) -> None:
    usual, _ = read_table({"kind": "tool"}, inventory, True)
    assert usual is not None
    assert [c.key for c in usual.columns] == list(KINDS["tool"].spec.columns)
    own, _ = read_table({"kind": "tool", "columns": "name, sso.idp, x-cost-centre, sso.idp"}, inventory, True)
    assert own is not None
    assert [c.key for c in own.columns] == ["sso.idp", "x-cost-centre"]
    assert [c.label for c in own.columns] == ["Single sign-on, Signed in through", "cost-centre"]


@pytest.mark.parametrize(
    ("written", "path", "message"),
    [
        ({}, (), "which kind"),
        ({"kind": "tol"}, ("kind",), "no list of `tol`"),
        ({"kind": "organisation"}, ("kind",), "no list of `organisation`"),
        ({"kind": "tool", "columns": ["categroy"]}, ("columns", 0), "`categroy` is not a key"),
        ({"kind": "tool", "columns": {"a": "b"}}, ("columns",), "needs keys"),
        ({"kind": "tool", "columns": []}, ("columns",), "needs keys"),
        ({"kind": "tool", "sort": ["name", "-nme"]}, ("sort", 1), "`nme` is not a key"),
        ({"kind": "tool", "limit": "many"}, ("limit",), "`many` is no limit"),
        ({"kind": "tool", "limit": "0"}, ("limit",), "`0` is no limit"),
        ({"kind": "tool", "limit": "\u0663"}, ("limit",), "is no limit"),
        ({"kind": "tool", "view": "x"}, ("view",), "cannot be said here"),
        ({"kind": "vendor", "where": {"category": "crm"}}, ("where", "category"), "not a key of a vendor"),
    ],
)
def test_what_a_table_cannot_is_explained(
    inventory: Inventory, written: dict[str, Any], path: tuple[str | int, ...], message: str
) -> None:
    asked, [problem] = read_table(written, inventory, True)
    assert asked is None
    assert problem.path == path
    assert message in problem.message


def test_a_public_table_has_no_internal_columns(public: Inventory) -> None:
    asked, [problem] = read_table({"kind": "vendor", "columns": ["processing_agreement.url"]}, public, False)
    assert asked is None
    assert "internal" in problem.message


def test_a_kind_is_known_by_all_its_names() -> None:
    for key, kind in KINDS.items():
        for word in (key, kind.spec.folder, kind.spec.singular, kind.spec.plural, key.upper(), key.replace("_", "-")):
            assert not word or kind_meant(word) == key
    assert kind_meant("") is None
    assert kind_meant("nothing") is None
    assert parse_target("data-sources/x.y") == ("data_source", "x", "field-y")
    assert parse_target("Tools/x#flows") == ("tool", "x", "flows")
    assert parse_target("/x") is None


def test_the_redaction_of_links_knows_every_spelling_that_leads_somewhere() -> None:
    """A link that `parse_target` follows and the redaction overlooks would give a hidden id away."""
    for key, kind in KINDS.items():
        for word in (kind.spec.singular, kind.spec.plural):
            if _LINK.fullmatch(f"stack:{word}/x") and kind_meant(word):
                assert word.lower().replace("-", "_") in (
                    key,
                    kind.spec.folder.replace("-", "_"),
                    "organisation",
                    "organisations",
                )
