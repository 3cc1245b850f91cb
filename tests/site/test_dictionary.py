"""The field dictionary."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from crawl import broken, links_of, read, target
from hostile import ATTACKS
from projects import Project, Site, once
from small import source
from tokens_stack import field, tokens_stack

PAGE = "fields/index.html"


@pytest.fixture(scope="session")
def values(shared: Path, cache: Path) -> Site:
    def make(folder: Path) -> None:
        Project(folder, cache).stack(tokens_stack()).build()

    return Site(once(shared, "values", make) / "site")


def rows_of(site: Site) -> list[str]:
    """The words of each row."""
    return [" ".join(e.text.split()) for e in read(PAGE, site.text(PAGE)).all("tr") if e.get("data-sb-is")]


def test_every_field_of_every_data_source_has_a_row(values):
    rows = rows_of(values)
    assert len(rows) == 5 + 4 + 1
    bank = next(row for row in rows if row.startswith("Bank account") and "Shop customers" in row)
    for wanted in ("iban", "Text", "Restricted", "Bank Account Information"):
        assert wanted in bank, wanted
    assert "Green, silver or gold." in next(row for row in rows if row.startswith("Loyalty tier"))
    assert "No longer used" in next(row for row in rows if row.startswith("Old code"))
    labels = [e.text.casefold() for e in read(PAGE, values.text(PAGE)).all("th") if e.get("scope") == "row"]
    assert labels == sorted(labels)


def test_a_row_says_what_uses_the_field(values):
    rows = rows_of(values)
    first = next(row for row in rows if row.startswith("First name") and "Shop customers" in row)
    assert "92 %" in first
    assert "2 tokens, 2 integrations" in first
    tier = next(row for row in rows if row.startswith("Loyalty tier"))
    assert "4 tokens, 1 integration, 1 term" in tier


def test_a_row_leads_to_its_field(values):
    article = values.text(PAGE).partition("<article")[2]
    assert "shop-customers" in article
    assert broken(values.folder) == []
    found = links_of(values.folder, PAGE)["Given name"]
    path, _ = target(PAGE, found)
    assert "texter-profiles" in path


def test_it_can_be_narrowed_down_by_tool_sensitivity_and_category(values):
    page = read(PAGE, values.text(PAGE))
    marks = [set(e.get("data-sb-is").split()) for e in page.all("tr") if e.get("data-sb-is")]
    assert sum("tool:texter" in one for one in marks) == 1
    assert sum("sensitivity:restricted" in one for one in marks) == 2
    assert sum("category:user.financial" in one for one in marks) == 1
    assert {e.get("name") for e in page.all("select")} == {"tool", "sensitivity", "category"}
    offered = {e.get("value") for e in page.all("option")}
    assert {"mailer", "restricted", "user.contact", "user.name"} <= offered
    assert all("hidden" in e.attributes for e in page.elements if "data-sb-facets" in e.attributes)


def test_the_file_holds_the_same_rows_in_the_same_order(values):
    text = (values.folder / "fields/fields.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbfField,")
    rows = list(csv.DictReader(StringIO(text.decode("utf-8-sig"), newline="")))
    seen = [e.text for e in read(PAGE, values.text(PAGE)).all("th") if e.get("scope") == "row"]
    assert len(rows) == len(seen)
    assert all(
        words.startswith(row["Field"]) and words.endswith(row["Id"]) for row, words in zip(rows, seen, strict=True)
    )
    email = next(row for row in rows if row["Id"] == "email" and row["Data source"] == "Mailer contacts")
    assert email["Tool"] == "Mailer"
    assert email["Used by"] == "1 integration"
    assert email["What it says about a person"]


def test_a_stack_without_fields_says_what_to_do(tmp_path, cache):
    site = Project(tmp_path, cache).stack({"stack": {"name": "Petals"}}).build(strict=True)
    assert "There are no fields yet" in site.text(PAGE)
    assert not site.has("fields/fields.csv")


def test_hostile_words_stay_words(project):
    fields = [
        field(f"f{n}", text[:200], description=text, physical_name=text[:200])
        for n, text in enumerate(ATTACKS.values())
    ]
    site = (
        project.stack({"data-sources/shop-customers": source("Shop customers", "shop", fields=fields)})
        .stack(
            {
                "integrations/shop-to-mailer": {
                    **tokens_stack()["integrations/shop-to-texter"],
                    "to": "mailer",
                    "fields": [],
                }
            }
        )
        .build()
    )
    article = site.text(PAGE).partition("<article")[2].partition("</article")[0]
    assert "<script" not in article
    page = read(PAGE, site.text(PAGE))
    assert not [e for e in page.elements for name in e.attributes if name.startswith("on")]
    assert len([e for e in page.all("tr") if e.get("data-sb-is")]) == len(ATTACKS) + 1


def test_a_row_weighs_little(project):
    """With thousands of fields the page must stay one that a browser opens at once."""
    stack = tokens_stack()
    many = [field(f"f{n}", f"Field {n}", description="What it means here.") for n in range(500)]
    stack["data-sources/warehouse-facts"] = source("Warehouse facts", "warehouse", fields=many)
    site = project.stack(stack).build()
    article = site.text(PAGE).partition("<article")[2].partition("</article")[0]
    assert len(article) / 510 < 700
    assert "<svg" not in article.partition("<tbody")[2]
