"""Decisions: the log, the page of each, and what is said of them on the pages of what they are about."""

from __future__ import annotations

from pathlib import Path

import pytest
from crawl import broken, read
from hostile import ATTACKS
from page_parts import article, section, words_of
from projects import Site
from together_stack import csv_rows, decision, together_site, together_stack

PAGE, FILE = "decisions/index.html", "decisions/decisions.csv"


@pytest.fixture(scope="session")
def together(shared: Path, cache: Path) -> Site:
    return together_site(shared, cache)


def rows(site: Site) -> list[str]:
    """The words of each row of the log."""
    return [words_of(f"<tr {row}") for row in article(site, PAGE).split("<tr ")[2:]]


def test_the_log_begins_with_the_newest(together):
    names = [one["Decision"] for one in csv_rows(together, FILE)]
    assert names == ["Fourth way", "Third way", "Second way", "Alone", "First way"]
    said = rows(together)
    assert [row[: len(name)] for row, name in zip(said, names, strict=True)] == names
    assert "We do Third way." in said[1]
    assert "Replaced by Third way" in said[2]
    assert "look at it again since 1 October 2026" in said[1]
    assert "look at it again on 1 May 2027" in said[3]
    assert "1 March 2024" in said[4]


def test_it_can_be_narrowed_down_and_downloaded(together):
    page = read(PAGE, together.text(PAGE))
    assert {e.get("name") for e in page.all("select")} == {"status", "side", "team", "about", "again"}
    marks = {e.text.split("\n")[0]: set(e.get("data-sb-is").split()) for e in page.all("tr") if e.get("data-sb-is")}
    third = next(of for text, of in marks.items() if text.startswith("Third way"))
    assert {"status:accepted", "side:both", "team:crm", "team:it", "about:tool", "tool:mailer", "again:past"} <= third
    found = {one["Decision"]: one for one in csv_rows(together, FILE)}
    assert found["Third way"]["Decided by"] == "CRM lead, IT systems"
    assert found["Third way"]["Asked before"] == "CRM"
    assert found["Third way"]["About"] == "Tool Mailer, Capability Send newsletters"
    assert found["Third way"]["Takes the place of"] == "Second way"
    assert found["Third way"]["On the day"] == "Look at it again"
    assert found["Second way"]["Replaced by"] == "Third way"
    assert broken(together.folder) == []


def test_a_page_tells_everything_in_the_order_in_which_it_was_thought(together):
    page = read("", article(together, "decisions/third/index.html"))
    assert [e.get("id") for e in page.all("h2")][:8] == [
        "context",
        "drivers",
        "options",
        "outcome",
        "consequences",
        "who",
        "affects",
        "chain",
    ]
    options = section(together, "decisions/third/index.html", "options")
    assert "Stay For it Nothing to do Against it It ends Go Chosen For it New" in options
    who = section(together, "decisions/third/index.html", "who")
    assert "Decided CRM lead Leader IT systems Asked before CRM Told after Engineer" in who


def test_the_chain_leads_back_to_the_first_and_on_to_what_holds(together):
    for id_ in ("first", "second", "third"):
        chain = section(together, f"decisions/{id_}/index.html", "chain")
        assert chain.index("First way") < chain.index("Second way") < chain.index("Third way")
        assert "Fourth way" not in chain
    first = words_of(article(together, "decisions/first/index.html"))
    assert "This no longer holds. Second way took its place on 1 March 2025. What holds today: Third way." in first
    second = words_of(article(together, "decisions/second/index.html"))
    assert "This no longer holds. Third way took its place on 1 March 2026." in second
    third = words_of(article(together, "decisions/third/index.html"))
    assert "no longer holds" not in third
    assert "Fourth way would take its place. That is not decided yet." in third
    assert "This is a proposal." in words_of(article(together, "decisions/maybe/index.html"))
    assert 'id="chain"' not in article(together, "decisions/alone/index.html")


def test_what_it_is_about_tells_of_it(together):
    told = section(together, "tools/mailer/index.html", "decisions")
    assert told.index("Third way") < told.index("Second way") < told.index("First way")
    assert "Third way 1 March 2026 Accepted We do Third way." in told
    assert "First way 1 March 2024 Replaced" in told
    assert "Third way" in section(together, "capabilities/newsletters/index.html", "decisions")
    shop = article(together, "tools/shop/index.html")
    assert 'id="decisions"' not in shop
    assert "What it affects" not in words_of(article(together, "tools/mailer/index.html"))  # not a second time


def test_without_a_day_nothing_is_to_be_looked_at_by_now(project):
    site = project.stack(together_stack()).build()
    said = words_of(article(site, PAGE))
    assert "look at it again on 1 October 2026" in said
    assert "again since" not in said
    assert "as_of: today" in said
    assert {one["On the day"] for one in csv_rows(site, FILE)} == {""}


def test_no_decisions_say_how_to_write_the_first(project):
    site = project.build()
    assert "There are no decisions yet" in site.text(PAGE)
    assert not site.has(FILE)


def test_a_public_site_tells_nothing_of_what_is_hidden(project):
    stack = together_stack()
    stack["decisions/third"]["visibility"] = "internal"
    stack["decisions/third"]["name"] = "Skunkworks"
    stack["people/crm-lead"]["name"] = "Gundula Geheim"
    site = project.stack(stack).build()
    everything = b"".join(site.files().values()).decode("utf-8", "replace")
    for secret in ("Skunkworks", "Gundula", "decisions/third"):
        assert secret not in everything
    second = words_of(article(site, "decisions/second/index.html"))
    assert "This no longer holds. A later decision took its place." in second
    assert "Only what this site shows is counted" in site.text(PAGE)


def test_hostile_words_stay_words(project):
    made = {
        f"decisions/d{n}": decision(
            text[:200],
            "2026-01-01",
            context=text,
            outcome=text,
            drivers=[text],
            consequences=[text],
            options=[{"name": text[:200], "good": [text], "bad": [text]}],
            affects=["tool:mailer"],
        )
        for n, text in enumerate(ATTACKS.values())
    }
    site = project.stack(made).build()
    for path in (PAGE, "tools/mailer/index.html", *(f"decisions/d{n}/index.html" for n in range(len(ATTACKS)))):
        html = article(site, path)
        assert "<script" not in html
        assert not [e for e in read(path, html).elements for name in e.attributes if name.startswith("on")]
