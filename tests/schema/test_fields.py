"""Fields as data: order, sections, sides, and the way to values."""

from __future__ import annotations

from stackbook.diagnostics import Side
from stackbook.fields import Shape, by_key, derived_of, describe, fields_of, walk
from stackbook.model import KINDS
from stackbook.model.data import DataSource


def test_each_field_is_described() -> None:
    for kind, model in KINDS.items():
        doc = describe(kind)
        assert doc.help
        assert [f for _, fields in doc.sections for f in fields] == list(doc.fields)
        assert len(doc.sections) == len(dict(doc.sections))
        for one in doc.fields:
            assert all((one.label, one.help, one.section, one.side)), (kind, one.key)
            assert one.shape is not Shape.ANY, (kind, one.key)
            assert one.type_in_words
            assert all(inner.help and inner.side for inner in one.inner)
        assert {f.attribute for f in (*fields_of(model), *derived_of(model))} == set(model.model_fields)


def test_the_header_stands_round_the_kinds_own_fields() -> None:
    for kind in KINDS:
        keys = [one.key for one in describe(kind).fields]
        assert keys[:2] == ["name", "description"]
        assert keys[-1] == "notes"


def test_a_field_that_a_kind_takes_over_stands_with_its_own() -> None:
    sections = dict(describe("integration").sections)
    assert "owner" in [one.key for one in sections["Who to ask"]]
    assert next(one.key for one in sections["About this record"]) == "tags"
    assert describe("person").sections[0][0] == "Who it is"
    assert not by_key(KINDS["person"])["name"].required


def test_what_the_markers_say() -> None:
    tool = by_key(KINDS["tool"])
    assert tool["vendor"].refs
    assert tool["vendor"].refs.words == ("in_house",)
    assert tool["technical_owner"].side is Side.IT
    assert tool["name"].side is Side.BUSINESS
    assert tool["subcategories"].many
    assert tool["subcategories"].vocabulary == "category"
    assert tool["sso"].label == "Single sign-on"
    assert tool["description"].prose
    assert tool["description"].counts
    flow = by_key(KINDS["integration"])
    assert flow["from"].attribute == "from_"
    assert flow["from"].required
    assert not flow["from"].nullable
    account = next(one for one in flow["auth"].inner if one.key == "account")
    assert account.internal
    assert account.side is Side.SECURITY
    words = by_key(KINDS["organisation"])["vocabulary"]
    assert words.mapping
    assert words.many
    assert words.part


def test_walk_finds_every_value() -> None:
    source = DataSource.model_validate(
        {
            "name": "Contacts",
            "tool": None,
            "kind": "table",
            "external_ids": {"cmdb": "7"},
            "fields": [
                {
                    "id": "mail",
                    "label": "Mail",
                    "type": "string",
                    "classification": "public",
                    "data_categories": ["user.contact.email"],
                    "system_of_record": "crm.mail",
                }
            ],
        }
    )
    found = {path: (doc, value) for path, doc, value in walk(source)}
    doc, value = found["fields", 0, "system_of_record"]
    assert doc.is_field_ref
    assert value == "crm.mail"
    assert found["fields", 0, "data_categories", 0][1] == "user.contact.email"
    assert found["external_ids", "cmdb"][1] == "7"
    assert ("tool",) not in found
