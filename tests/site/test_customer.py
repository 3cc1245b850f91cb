"""One view of the customer: the page and its files, and what they leave unsaid where records are hidden."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from crawl import broken, read
from hostile import ATTACKS
from measures_stack import measures_stack, person_field
from page_parts import article, section, words_of
from projects import Project, Site, once
from small import source

PAGE, WORDS, KEYS = "one-view/index.html", "one-view/words.csv", "one-view/identifiers.csv"


@pytest.fixture(scope="session")
def seen(shared: Path, cache: Path) -> Site:
    def make(folder: Path) -> None:
        Project(folder, cache).stack(measures_stack()).build()

    return Site(once(shared, "one-view", make) / "site")


def rows(site: Site, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(site.text(path).removeprefix("\ufeff"))))


def test_it_stands_under_data(seen):
    assert "One view of the customer" in seen.text("terms/index.html")


def test_what_is_missing_stands_first(seen):
    missing = section(seen, PAGE, "missing")
    for wanted in (
        "What it means is not written down: Active customer.",
        "Nobody decides what it means: Active customer.",
        "No field is named for it: Active customer.",
        "“buyer” means more than one thing: Customer, Lead.",
        "“phone” is kept in several places, and nobody has said which counts: Mailer contacts, Warehouse people.",
        "“Mail address” is kept without saying whose value counts: Warehouse people.",
        "A shared measure does not say where its numbers come from: Aimless.",
    ):
        assert wanted in missing, wanted


def test_words_stand_with_their_fields_and_who_answers(seen):
    words = section(seen, PAGE, "words")
    assert (
        "Customer decided by CRM Somebody who bought. external Mailer contacts Profile number Shop customers" in words
    )
    assert "CRM lead, CRM" in words
    assert "Active customer belongs to Customer" in words
    assert "Customer is also called Buyer" in words
    assert "Colleague" not in words


def test_what_customers_are_matched_by(seen):
    keys = section(seen, PAGE, "keys")
    assert "Mail address email One source of truth Mail address Shop customers" in keys
    assert "Warehouse people (does not say)" in keys
    assert "phone phone Nobody has said which counts" in keys
    assert "badge" not in keys


def test_shared_measures(seen):
    measures = section(seen, PAGE, "measures")
    assert "Known orders" in measures
    assert "Shop customers" in measures
    assert "Delay" not in measures


def test_the_files(seen):
    [customer, active] = rows(seen, WORDS)
    assert (customer["Word"], customer["Source of truth"]) == ("Customer", "Shop customers: Profile number")
    assert (active["Word"], active["Field"]) == ("Active customer", "")
    keys = rows(seen, KEYS)
    assert {one["Matched by"] for one in keys} == {"Mail address", "Profile number", "phone"}
    assert len(keys) == 7


def test_no_link_leads_nowhere(seen):
    assert broken(seen.folder) == []
    ids = read("", article(seen, PAGE)).ids
    assert len(ids) == len(set(ids))


def test_where_nothing_is_known_the_page_says_how_to_begin(small):
    words = words_of(article(small, PAGE))
    for wanted in ("stackbook new term", "identifiers:", "system_of_record:", "side: shared"):
        assert wanted in words


def test_without_words_and_data_there_is_no_page(tmp_path, cache):
    site = Project(tmp_path, cache).stack({"stack": {"name": "Bare"}}).build()
    assert not site.has(PAGE)


def test_nothing_is_called_missing_that_may_be_hidden(project):
    stack = measures_stack()
    stack["teams/quiet"] = {"name": "Kanary", "kind": "it", "visibility": "internal"}
    secret = source("Kanary data", "shop", visibility="internal")
    secret["fields"] = [person_field("secret", "user.unique_id")]
    stack["data-sources/vault"] = secret
    stack["terms/customer"]["owner"] = "quiet"
    stack["terms/vip"] = {
        "name": "Best customer", "definition": "Buys much.", "broader": "customer", "owner": "crm",
        "fields": ["vault.secret"],
    }  # fmt: skip
    for field in stack["data-sources/warehouse-people"]["fields"]:
        field["system_of_record"] = "vault.secret"
    site = project.stack(stack).build()
    words = words_of(article(site, PAGE))
    assert "Best customer" not in words.partition("Words and where they are recorded")[0]
    assert "Best customer belongs to" not in words
    missing = section(site, PAGE, "missing")
    assert "Nobody decides what it means: Active customer." in missing  # not the word whose team is hidden
    for unsaid in ("counts", "does not say)", "obody has said which"):
        assert unsaid not in missing
        assert unsaid not in section(site, PAGE, "keys")
    assert "Kanary" not in b"".join(site.files().values()).decode("utf-8", "replace")
    assert "Only what this site shows is counted." in words


def test_hostile_words_stay_words(project):
    stack = measures_stack()
    for n, text in enumerate(ATTACKS.values()):
        stack[f"terms/t{n}"] = {
            "name": text, "definition": text, "synonyms": [text[:150]], "owner": "crm", "fields": [f"d{n}.f"],
        }  # fmt: skip
        one = source(text, "shop", identifiers=["f"], system_of_record_for=[text[:150]])
        one["fields"] = [person_field("f", "user.unique_id") | {"label": text[:150]}]
        stack[f"data-sources/d{n}"] = one
    site = project.stack(stack).build()
    found = read(PAGE, article(site, PAGE))
    assert {e.tag for e in found.elements}.isdisjoint({"script", "iframe", "img", "base", "style", "form"})
    assert not [e for e in found.elements if any(name.startswith("on") for name in e.attributes)]
    for one in rows(site, WORDS):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in one.values() if cell)
