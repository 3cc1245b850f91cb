"""One view of the customer: by plain facts, which words, which identifiers, and whose value counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from measures_stack import customers, measures_stack, person_field
from together_stack import work_of

from stackbook.work.customer import Customer, KeyLine


@pytest.fixture
def customer(tmp_path: Path) -> Customer:
    return work_of(tmp_path, measures_stack()).customer


def key(customer: Customer, name: str) -> KeyLine:
    return next(one for one in customer.keys if one.name == name)


def test_a_word_is_about_customers_when_its_field_says_something_about_a_person(customer):
    assert [one.term.id for one in customer.words] == ["customer"]  # a colleague is none


def test_a_word_without_a_field_counts_when_it_belongs_to_one(customer):
    assert [one.term.id for one in customer.unplaced] == ["active"]  # a lead is named by no word


def test_the_field_whose_value_counts_is_followed_to_its_end(customer):
    [field] = customer.words[0].fields
    assert (field.place.key, field.counts.key) == ("mailer-contacts.external", "shop-customers.user_id")
    assert (field.business.id, field.technical.id) == ("crm-lead", "crm")


def test_fields_that_follow_another_stand_with_it(customer):
    assert [one.place.key for one in key(customer, "user_id").fields] == [
        "mailer-contacts.external",
        "shop-customers.user_id",
    ]
    assert key(customer, "user_id").state == "one"


def test_who_does_not_say_which_value_counts_is_told(customer):
    found = key(customer, "email")
    assert (found.state, [one.place.key for one in found.unsaid]) == ("one", ["warehouse-people.email"])
    assert key(customer, "phone").state == "nobody"


def test_what_no_data_source_matches_by_is_left_out_and_so_are_our_own_people(customer):
    assert {one.name for one in customer.keys} == {"email", "user_id", "phone"}


def test_two_that_count_are_told(tmp_path):
    email = person_field("email", "user.contact.email", system_of_record="warehouse-people.email")
    stack = measures_stack() | {"data-sources/other": customers("Other", "shop", [email], ["email"])}
    found = key(work_of(tmp_path, stack).customer, "email")
    assert (found.state, [one.key for one in found.counts]) == (
        "several",
        ["shop-customers.email", "warehouse-people.email"],
    )


def test_one_place_needs_nobody_to_decide(tmp_path):
    stack = measures_stack()
    del stack["data-sources/warehouse-people"]
    found = key(work_of(tmp_path, stack).customer, "phone")
    assert (found.state, found.unsaid) == ("alone", ())


def test_fields_that_name_each_other_round_and_round_end_somewhere(tmp_path):
    stack = measures_stack()
    for one, other in (("shop-customers", "mailer-contacts"), ("mailer-contacts", "shop-customers")):
        for field in stack[f"data-sources/{one}"]["fields"]:
            if field["id"] == "email":
                field["system_of_record"] = f"{other}.email"
    found = key(work_of(tmp_path, stack).customer, "email")
    assert [one.key for one in found.counts] == ["mailer-contacts.email"]


def test_flows_that_match_by_it_are_named(tmp_path):
    stack = measures_stack()
    stack["integrations/shop-to-mailer"]["match_keys"] = ["Email"]
    stack["integrations/mailer-to-warehouse"] |= {"match_keys": ["email"], "status": "inactive"}
    found = key(work_of(tmp_path, stack).customer, "email")
    assert [one.id for one in found.flows] == ["shop-to-mailer"]


def test_other_names_and_two_meanings(customer):
    assert [one.term.id for one in customer.several_names] == ["customer"]
    assert {words: [one.id for one in terms] for words, terms in customer.two_meanings.items()} == {
        "buyer": ["customer", "lead"]
    }
