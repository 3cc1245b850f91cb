"""The page of all values, cheat sheets, and what is downloaded."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from crawl import broken, links_of, read
from hostile import ATTACKS
from projects import Project, Site, once
from tokens_stack import FORMULA, LONG, token, tokens_stack

from stackbook.exchange.tables import Table, cell, csv_bytes

PAGE, SHEET = "personalisation/index.html", "personalisation/mailer/index.html"


@pytest.fixture(scope="session")
def values(shared: Path, cache: Path) -> Site:
    def make(folder: Path) -> None:
        Project(folder, cache).stack(tokens_stack()).build()

    return Site(once(shared, "values", make) / "site")


def row_of(site: Site, token_id: str, path: str = PAGE) -> str:
    """The words of a row."""
    return " ".join(
        next(e for e in read(path, site.text(path)).all("tr") if e.get("id") == f"token-{token_id}").text.split()
    )


def table(site: Site, path: str) -> list[dict[str, str]]:
    text = (site.folder / path).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def test_a_row_says_what_is_needed_while_writing(values):
    words = row_of(values, "mailer-first-name")
    for wanted in (
        "First name",
        "Mailer",
        "{{ first_name | default: 'there' }}",
        "Such as Ada",
        "Shows a default: “there”",
        "At most 1 day old",
        "Read when the message is sent",
        "Marketing by email",
        "92 % of newsletter subscribers",
        "First name of Shop customers in Shop",
        "CRM",
    ):
        assert wanted in words, wanted


def test_what_a_value_must_not_be_used_for_stands_in_its_row(values):
    assert "Not in: Email subject line" in row_of(values, "mailer-tier")
    bank = row_of(values, "mailer-iban")
    assert "Never to be shown" in bank
    assert "Not for people in: Denmark" in bank
    assert "restricted" in bank


def test_warnings_that_have_a_column_are_not_said_twice(values):
    everything = read(PAGE, values.text(PAGE)).all("table")[0].text
    assert "gave their consent" not in everything
    assert "Use it only to choose" not in everything


def test_an_external_call_is_said_to_fail(values):
    assert "or it fails" in row_of(values, "mailer-offer")
    assert "or it fails" not in row_of(values, "mailer-tier")


def test_what_is_pasted_is_there_letter_by_letter(values):
    codes = [e.text for e in read(PAGE, values.text(PAGE)).all("code")]
    assert LONG in codes
    assert '@@x\tand, "more"' in codes


def test_the_state_of_a_value_is_marked_and_retired_ones_stand_apart_at_the_end(values):
    assert "Proposed" in row_of(values, "mailer-soon")
    page = values.text(PAGE).partition("<article")[2]
    assert page.index('id="token-mailer-old"') > page.index("No longer works")
    assert all(page.index(f'id="token-{one["Id"]}"') < page.index("No longer works")
               for one in table(values, "personalisation/tokens.csv") if one["Status"] != "Retired")  # fmt: skip


def test_a_channel_offers_what_works_there(values):
    page = read(PAGE, values.text(PAGE))
    marks = {
        e.get("id").removeprefix("token-"): set(e.get("data-sb-is").split()) for e in page.all("tr") if e.get("id")
    }
    subject = {one for one, found in marks.items() if "channel:email_subject" in found}
    assert subject == {"mailer-first-name", "mailer-formula", "mailer-soon", "mailer-old"}
    assert {one for one, found in marks.items() if "channel:sms" in found} == subject | {
        "texter-first-name",
        "mailer-tier",
    }
    assert not any(mark.startswith("channel:") for mark in marks["mailer-iban"])


def test_the_page_needs_no_script(values):
    page = read(PAGE, values.text(PAGE))
    for element in page.elements:
        if element.tag in ("button", "select", "input") and "data-sb" in " ".join(element.attributes):
            hidden = "hidden" in element.attributes or "data-sb-clear" in element.attributes
            assert hidden, element.attributes
    assert all("hidden" in e.attributes for e in page.elements if "data-sb-facets" in e.attributes)
    assert len([e for e in page.all("tr") if e.get("id").startswith("token-")]) == 8


def test_it_is_the_list_of_tokens_and_first_of_its_tab(values):
    assert not values.has("tokens/index.html")
    assert values.has("tokens/mailer-first-name/index.html")
    data = next(e for e in read("x", values.text("index.html")).all("nav") if "md-tabs" in e.get("class"))
    assert "Data" in data.text
    assert links_of(values.folder, "index.html")["Data"].rstrip("/").endswith("personalisation")
    assert broken(values.folder) == []


def test_the_doors_to_it(values):
    home = links_of(values.folder, "index.html")
    assert home["Personalise a message"].endswith("personalisation/")
    assert 'href="./personalisation/?tool=texter"' in values.text("index.html")
    mailer = values.text("tools/mailer/index.html")
    assert "What you can personalise with" in mailer
    assert 'href="../../personalisation/mailer/"' in mailer
    assert "What you can personalise with" not in values.text("tools/shop/index.html")


def test_the_search_finds_a_value_by_label_tool_and_syntax(values):
    docs = {d["location"]: f"{d['title']} {d['text']}" for d in values.json("search/search_index.json")["docs"]}
    found = docs["tokens/texter-first-name/"]
    assert all(word in found for word in ("First name", "Texter", "[[given_name]]"))
    assert "personalisation/" in docs
    assert "personalisation/mailer/" in docs


def test_words_of_the_glossary_find_the_value_of_their_field(values):
    row = next(e for e in read(PAGE, values.text(PAGE)).all("tr") if e.get("id") == "token-mailer-tier")
    assert "VIP level" in row.get("data-find")
    assert "loyalty" in row.get("data-find")


def test_a_cheat_sheet_holds_what_can_be_used_in_its_tool(values):
    words = " ".join(read(SHEET, values.text(SHEET)).all("article")[0].text.split())
    assert "First name" in words
    assert "[[given_name]]" not in words
    assert "{{ old }}" not in words
    assert "{{ birthday }}" not in words
    assert "2 more are not on this sheet" in words
    assert not values.has("personalisation/shop/index.html")


def test_the_file_holds_every_value_in_the_order_of_the_page(values):
    rows = table(values, "personalisation/tokens.csv")
    page = values.text(PAGE)
    places = [page.index(f'id="token-{row["Id"]}"') for row in rows]
    assert len(rows) == 8
    assert places == sorted(places)
    first = next(row for row in rows if row["Id"] == "mailer-first-name")
    assert first["Paste this"] == "{{ first_name | default: 'there' }}"
    assert first["Filled (%)"] == "92"
    assert first["Comes from"] == "First name"
    assert first["Looked after in"] == "Shop"
    assert next(row for row in rows if row["Id"] == "mailer-iban")["Works in"] == "Nowhere"
    only = table(values, "personalisation/texter/tokens.csv")
    assert [row["Id"] for row in only] == ["texter-first-name"]


def test_no_cell_is_a_formula(values):
    rows = table(values, "personalisation/tokens.csv")
    formula = next(row for row in rows if row["Id"] == "mailer-formula")
    assert formula["Value"] == f"'{FORMULA}"
    assert formula["Paste this"].startswith("'@@x")
    for row in rows:
        assert not any(value.startswith(("=", "+", "-", "@", "\t")) for value in row.values())


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1", "\n-1", "\uff1d1"])
def test_a_cell_that_a_spreadsheet_would_work_out_is_text(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=b", "{{ x }}", "%%=v(@x)=%%", "5", "'x", "a\nb"])
def test_other_cells_stay_as_they_are(text):
    assert cell(text) == text


def test_the_bytes_of_a_file_are_what_spreadsheets_want():
    made = csv_bytes(Table(("Größe", "b"), (('say "x", y', "two\nlines"), ("", "z"))))
    assert made == '\ufeffGröße,b\r\n"say ""x"", y","two\nlines"\r\n,z\r\n'.encode()


def test_values_of_one_label_in_one_tool_are_told_apart(project):
    project.stack(tokens_stack())
    twin = token("First name", "mailer", "{{ nickname }}", "shop-customers.first_name", name="Nickname in Mailer")
    project.stack({"tokens/twin": twin})
    site = project.build()
    assert "Nickname in Mailer" in row_of(site, "twin")
    assert "First name in mailer" in row_of(site, "mailer-first-name")


def test_without_values_the_page_says_what_to_do(small):
    assert "stackbook new token" in small.text(PAGE)
    assert not small.has("personalisation/tokens.csv")
    assert "Personalise a message" not in small.text("index.html")
    assert 'href="./personalisation/"' not in small.text("index.html")


def test_hostile_words_stay_words(project):
    stack = tokens_stack()
    hostile = []
    for key, text in ATTACKS.items():
        more = {
            "name": f"{text[:180]} {key}",
            "example": text[:200],
            "fallback": {"strategy": "default_value", "value": text},
            "tags": [text[:200]],
            "fill_rate": {"pct": 5, "population": text[:200]},
        }
        hostile.append({"id": f"t-{key}", **token(text[:200], "mailer", text, "shop-customers.tier", **more)})
    stack["tokens/all"] = hostile
    site = project.stack(stack).build()
    for path in (PAGE, SHEET):
        page = read(path, site.text(path))
        article = site.text(path).partition("<article")[2].partition("</article")[0]
        assert "<script" not in article
        assert not [e for e in page.elements for name in e.attributes if name.startswith("on")]
        codes = {e.text.strip() for e in page.all("code")}
        assert {text.strip() for text in ATTACKS.values()} <= codes, path
    assert len(table(site, "personalisation/tokens.csv")) == len(ATTACKS)


def test_what_is_internal_is_not_in_the_files(project):
    stack = tokens_stack()
    stack["tokens/all"][0]["visibility"] = "internal"
    stack["tools/texter"]["visibility"] = "internal"
    site = project.stack(stack).build()
    text = (site.folder / "personalisation/tokens.csv").read_text(encoding="utf-8-sig")
    assert "mailer-first-name" not in text
    assert "Texter" not in text
    assert not site.has("personalisation/texter/index.html")
    assert "exter" not in site.text(PAGE).partition("<article")[2]
