"""Odd and right: what YAML allows and a stack may hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from stackbook.inventory import Inventory, Loaded
from stackbook.model.base import Entity
from stackbook.model.tools import Tool, Vendor
from stackbook.model.vocab import BUILT_IN

LoadFiles = Callable[[Mapping[str, str | bytes]], Loaded]

TOOL = """\
name: CRM
vendor: null
category: crm
purpose: null
business_owner: null
technical_owner: null
lifecycle: null
"""


@pytest.fixture
def inventory_of(load_files: LoadFiles) -> Callable[[Mapping[str, str | bytes]], Inventory]:
    """Loads files and expects that nothing is wrong with them."""

    def load_clean(files: Mapping[str, str | bytes]) -> Inventory:
        loaded = load_files(files)
        assert [f"{d.location}: {d.message}" for d in loaded.diagnostics] == []
        return loaded.inventory

    return load_clean


@pytest.fixture
def vendor_of(inventory_of: Callable[[Mapping[str, str | bytes]], Inventory]) -> Callable[[str | bytes], Vendor]:
    def load_vendor(text: str | bytes) -> Vendor:
        found = inventory_of({"vendors/acme.yml": text}).get("vendor", "acme")
        assert isinstance(found, Vendor)
        return found

    return load_vendor


InventoryOf = Callable[[Mapping[str, str | bytes]], Inventory]
VendorOf = Callable[[str | bytes], Vendor]


def _ids(inventory: Inventory, kind: str) -> list[str]:
    return list(inventory.entities[kind])


@pytest.mark.parametrize(
    "text",
    [
        "id: one\nname: One\n---\nid: two\nname: Two\n",
        "---\nid: one\nname: One\n---\n---\nid: two\nname: Two\n...\n",
        "- id: one\n  name: One\n- id: two\n  name: Two\n",
        "- {id: one, name: One}\n---\n- {id: two, name: Two}\n",
        "[{id: one, name: One}, {id: two, name: Two}]",
        "id: one\nname: One\n---\n- id: two\n  name: Two\n",
    ],
    ids=["documents", "empty-document", "list", "documents-of-lists", "flow", "mixed"],
)
def test_several_entities_in_one_file(inventory_of: InventoryOf, text: str) -> None:
    assert _ids(inventory_of({"vendors/all.yml": text}), "vendor") == ["one", "two"]


def test_a_list_of_one_and_an_own_id(inventory_of: InventoryOf) -> None:
    found = inventory_of(
        {"vendors/Any Name.yml": "- id: one\n  name: One\n", "vendors/two.yml": "id: two\nname: Two\n"}
    )
    assert _ids(found, "vendor") == ["one", "two"]


def test_folders_below_a_kind_and_the_other_ending(inventory_of: InventoryOf) -> None:
    files = {
        "vendors/a/one.yml": "name: One\n",
        "vendors/a/b/two.yaml": "name: Two\n",
        "vendors/x.yml/three.yml": "name: 3\n",
    }
    assert _ids(inventory_of(files), "vendor") == ["one", "three", "two"]


def test_what_is_not_read(inventory_of: InventoryOf) -> None:
    files = {
        "vendors/.hidden.yml": "%",
        ".schema/vendor.json": "{}",
        "icons/x.yml": "a: 1",
        "vendors/logo.png": b"\x89PNG",
        "README.md": "# @",
        "vendors/acme.yml": "name: Acme\n",
    }
    assert _ids(inventory_of(files), "vendor") == ["acme"]


def test_anchors_and_aliases(vendor_of: VendorOf) -> None:
    found = vendor_of("name: &n Acme\nlegal_name: *n\nlinks:\n  - &l {label: One, url: https://a.example}\n  - *l\n")
    assert found.legal_name == "Acme"
    assert [link.label for link in found.links] == ["One", "One"]


def test_an_anchor_used_after_it_was_given_anew(vendor_of: VendorOf) -> None:
    assert vendor_of("x-a: &a one\nx-b: [*a]\nx-c: &a two\nname: *a\n").name == "two"


def test_merge_keys_add_what_is_not_there(inventory_of: InventoryOf) -> None:
    text = """\
- &base
  id: one
  name: One
  hq_country: DE
  tags: [a]
- <<: *base
  id: two
  name: Two
- id: three
  name: Three
  <<: [*base, {hq_country: FR, risk_tier: high}]
"""
    found = inventory_of({"vendors/all.yml": text})
    two, three = found.get("vendor", "two"), found.get("vendor", "three")
    assert isinstance(two, Vendor)
    assert isinstance(three, Vendor)
    assert (two.name, two.hq_country, two.tags) == ("Two", "DE", ("a",))
    assert (three.name, three.hq_country, three.risk_tier) == ("Three", "DE", "high")


@pytest.mark.parametrize(
    "text",
    [
        b"name: Acme\r\nhq_country: DE\r\n",
        b"\xef\xbb\xbfname: Acme\nhq_country: DE\n",
        b"\xef\xbb\xbfname: Acme\r\nhq_country: DE",
        b"name: Acme\rhq_country: DE\r",
        b"# a remark\n\n---\nname: Acme\nhq_country: DE # German\n",
        b"%YAML 1.2\n---\nname: Acme\nhq_country: DE\n",
        b'{"name": "Acme", "hq_country": "DE"}',
        b"? name\n: Acme\n? hq_country\n: DE\n",
        b"name:   Acme  \nhq_country: !!str DE\n",
        "name: Acme\nhq_country: DE\u00a0\n".encode(),
    ],
    ids=[
        "crlf",
        "bom",
        "bom-crlf",
        "cr",
        "remarks",
        "directive",
        "json",
        "question",
        "tag-of-yaml",
        "nbsp-after",
    ],
)
def test_ways_to_write_the_same(vendor_of: VendorOf, text: bytes) -> None:
    found = vendor_of(text)
    assert (found.name, found.hq_country) == ("Acme", "DE")


@pytest.mark.parametrize(
    "name",
    [
        "\u00c4rzte & S\u00f6hne \u2013 \u201eGmbH\u201c",
        "\u65e5\u672c\u8a9e",
        "\u0645\u0631\u062d\u0628\u0627",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 Family",
        "e\u0301 combined",
        "a" * 200,
        "\U0001f600" * 200,
        "C# and C++",
        "50% off",
        "AT&T",
        "it's",
        'a "quoted" word',
        "R&D: the lab",
        "[draft] Acme",
        "{{ company }}",
        "- dash",
        "#hash",
    ],
)
def test_names(vendor_of: VendorOf, name: str) -> None:
    quoted = name.replace("'", "''")
    assert vendor_of(f"name: '{quoted}'\n").name == name


@pytest.mark.parametrize(
    "word",
    [
        "no",
        "yes",
        "on",
        "off",
        "y",
        "N",
        "true",
        "1.10",
        "1e3",
        "0x1F",
        "0o17",
        "012",
        "2026-01-31",
        "12:30:45",
        ".5",
        "1_000",
        "=",
        "NaN",
        ".inf",
    ],
)
def test_words_stay_as_they_were_typed(vendor_of: VendorOf, word: str) -> None:
    assert vendor_of(f"name: {word}\n").name == word
    assert vendor_of(f"name: Acme\ntags: [{word}, a {word}]\n").tags == (word, f"a {word}")


def test_no_and_yes_are_words_of_a_vocabulary(inventory_of: InventoryOf) -> None:
    found = inventory_of({"tools/crm.yml": f"{TOOL}ai_use:\n  uses_ai: false\n  trains_on_our_data: no\n"}).get(
        "tool", "crm"
    )
    assert isinstance(found, Tool)
    assert found.ai_use is not None
    assert (found.ai_use.uses_ai, found.ai_use.trains_on_our_data) == (False, "no")


def test_null_is_known_to_be_unknown(inventory_of: InventoryOf) -> None:
    text = f"{TOOL}data_steward:\nhosting: ~\ntags: null\nusers: Null\n"
    found = inventory_of({"tools/crm.yml": text}).get("tool", "crm")
    assert isinstance(found, Tool)
    unknown = (
        "vendor",
        "purpose",
        "business_owner",
        "technical_owner",
        "lifecycle",
        "data_steward",
        "hosting",
        "tags",
        "users",
    )
    assert found.known_unknown == unknown
    assert (found.vendor, found.hosting, found.tags, found.users) == (None, None, (), None)


def test_null_inside_a_group_says_no_more_than_leaving_it_out(inventory_of: InventoryOf) -> None:
    text = TOOL.replace("lifecycle: null", "lifecycle: {phase: active, plan: null}") + "access: {how: null}\n"
    found = inventory_of({"tools/crm.yml": text}).get("tool", "crm")
    assert isinstance(found, Tool)
    assert found.lifecycle is not None
    assert found.lifecycle.plan is None


def test_the_word_null_in_quotes_is_text(vendor_of: VendorOf) -> None:
    found = vendor_of("name: 'null'\nlegal_name: \"~\"\ntags: ['null', null-ish]\n")
    assert (found.name, found.legal_name, found.tags, found.known_unknown) == ("null", "~", ("null", "null-ish"), ())


def test_own_keys_are_read_as_yaml_1_2(vendor_of: VendorOf) -> None:
    text = """\
name: Acme
x-text: no
x-quoted: "12"
x-whole: -12
x-hex: 0x1F
x-octal: 0o17
x-number: 1.50
x-power: 1e3
x-flag: true
x-null: null
x-empty:
x-day: 2026-01-31
x-huge: 123456789012345678901234567890
x-infinite: .inf
x-list: [1, a, [true]]
x-group: {a: 1, b: {c: ~}}
x-: bare
"""
    assert vendor_of(text).extensions == {
        "x-text": "no",
        "x-quoted": "12",
        "x-whole": -12,
        "x-hex": 31,
        "x-octal": 15,
        "x-number": 1.5,
        "x-power": 1000.0,
        "x-flag": True,
        "x-null": None,
        "x-empty": None,
        "x-day": "2026-01-31",
        "x-huge": "123456789012345678901234567890",
        "x-infinite": ".inf",
        "x-list": [1, "a", [True]],
        "x-group": {"a": 1, "b": {"c": None}},
        "x-": "bare",
    }


def test_texts_over_lines(vendor_of: VendorOf) -> None:
    found = vendor_of("name: Acme\ndescription: >-\n  One\n  two: three\nnotes: |\n  - a\n  - b: c\n\n  # Heading\n")
    assert found.description == "One two: three"
    assert found.notes == "- a\n- b: c\n\n# Heading"


def test_own_words(load_files: LoadFiles) -> None:
    stack = """\
name: Acme
vocabulary:
  team_kind:
    - value: squad
      label: Squad
    - value: fusion
      description: Ours.
    - {value: crew, replaced_by: squad}
"""
    loaded = load_files(
        {"stack.yml": stack, "teams/a.yml": "name: A\nkind: squad\n", "teams/b.yml": "name: B\nkind: crew\n"}
    )
    words = loaded.inventory.vocabularies["team_kind"]
    assert [(d.code, d.location.path, d.help) for d in loaded.diagnostics] == [
        ("deprecated-value", "stack/teams/b.yml", "Use `squad` instead.")
    ]
    assert words.label("squad") == "Squad"
    assert words.values["fusion"].description == "Ours."
    assert words.label("fusion") == BUILT_IN["team_kind"].label("fusion")


def test_references_through_an_earlier_id(inventory_of: InventoryOf) -> None:
    files = {
        "vendors/new.yml": "name: New\naliases: [old]\n",
        "teams/crm.yml": "name: CRM\nkind: marketing\naliases: [mail]\n",
        "tools/crm.yml": TOOL.replace("vendor: null", "vendor: old").replace(
            "technical_owner: null", "technical_owner: team:mail"
        ),
    }
    found = inventory_of(files)
    assert {r.target for r in found.names("tool:crm")} == {"vendor:new", "team:crm"}
    assert [r.source for r in found.named_by("vendor:new")] == ["tool:crm"]
    assert found.get("vendor", "old") is found.get("vendor", "new")


def test_one_kind_may_be_written_before_the_colon(inventory_of: InventoryOf) -> None:
    files = {"vendors/acme.yml": "name: Acme\n", "tools/crm.yml": TOOL.replace("vendor: null", "vendor: vendor:acme")}
    assert [r.target for r in inventory_of(files).names("tool:crm")] == ["vendor:acme"]


def test_a_broken_file_can_still_be_referred_to(load_files: LoadFiles) -> None:
    files = {"vendors/acme.yml": "name: 'Acme\n", "tools/crm.yml": TOOL.replace("vendor: null", "vendor: acme")}
    loaded = load_files(files)
    assert [d.code for d in loaded.diagnostics] == ["unclosed-quote"]
    assert "vendor:acme" in loaded.inventory.declared


def test_what_stands_before_a_mistake_is_used(load_files: LoadFiles) -> None:
    loaded = load_files({"vendors/all.yml": "id: one\nname: One\n---\nid: two\nname: 'Two\n"})
    assert _ids(loaded.inventory, "vendor") == ["one"]


def test_one_wrong_entry_costs_only_itself(load_files: LoadFiles) -> None:
    text = "name: Acme\nhq_country: Germany\nlinks:\n  - {label: A, url: nowhere}\n  - {label: B, url: https://b.example}\n"
    loaded = load_files({"vendors/acme.yml": text})
    found = loaded.inventory.get("vendor", "acme")
    assert isinstance(found, Entity)
    assert [link.label for link in found.links] == ["B"]
    assert str(loaded.inventory.place(found, "links", 0, "label")) == "stack/vendors/acme.yml:5:13"
    assert ("vendor:acme", "hq_country") in loaded.inventory.flaws


def test_ten_thousand_entities_in_one_file(inventory_of: InventoryOf) -> None:
    text = "".join(
        f"- id: v{n}\n  name: Vendor {n}\n  legal_name: V {n}\n  hq_country: DE\n  tags: [a, b]\n  x-a: [1, 2, 3, 4]\n"
        for n in range(10_000)
    )
    assert len(inventory_of({"vendors/all.yml": text}).entities["vendor"]) == 10_000


def test_the_same_files_give_the_same_inventory(load_files: LoadFiles) -> None:
    files = {f"vendors/v{n}.yml": f"name: V{n % 3}\nlinks: [{{label: a}}]\n" for n in range(20)}
    first, second = load_files(files), load_files(files)
    assert first.diagnostics == second.diagnostics
    assert [e.ref for e in first.inventory.everything()] == [e.ref for e in second.inventory.everything()]
