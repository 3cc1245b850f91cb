"""Capabilities: the map, the table, what has no tool, and the page of each."""

from __future__ import annotations

from pathlib import Path

import pytest
from crawl import broken, read
from hostile import ATTACKS
from page_parts import article, section, words_of
from projects import Site
from together_stack import csv_rows, together_site, together_stack

PAGE, FILE = "capabilities/index.html", "capabilities/capabilities.csv"


@pytest.fixture(scope="session")
def together(shared: Path, cache: Path) -> Site:
    return together_site(shared, cache)


def boxes(site: Site) -> dict[str, tuple[str, str, str]]:
    """The name of each box to its gap, importance and tools, as it is coloured by them."""
    page = read(PAGE, article(site, PAGE))
    found = [e for e in page.all("li") if "sb-cap" in (e.get("class") or "").split()]
    assert found
    return {
        " ".join(e.text.split()).partition(" gap")[0].partition(" no gap")[0]: (
            e.get("data-gap"),
            e.get("data-importance"),
            e.get("data-tools"),
        )
        for e in found
    }


def test_every_box_is_coloured_by_its_gap_and_says_it_in_words(together):
    marks = list(boxes(together).values())
    assert marks == [
        ("0", "unknown", "none"),  # letters: better than wanted, and without a tool
        ("", "mission_critical", ""),  # it only holds others
        ("unknown", "unknown", "planned"),  # only a tool that is to come
        ("3", "business_critical", "several"),
        ("0", "unknown", "helped"),
    ]
    words = section(together, PAGE, "map")
    assert "Print letters no gap 4 of 5 No tool" in words
    assert "Send newsletters gap 3 2 → today, wanted 5 Business critical Mailer Other mailer 2 main tools" in words
    assert "Improved by Move" in words
    assert "Ask customers gap not known Future (planned)" in words
    assert "Mailer (also able)" in words


def test_boxes_stand_in_each_other(together):
    html = article(together, PAGE).partition("sb-capmap__boxes")[2].partition("</figure>")[0]
    wide = html.partition("Talk to customers")[2].partition('class="sb-cap__boxes"')[2]
    assert [name for name in ("Ask customers", "Send newsletters", "Send texts") if name in wide] == [
        "Ask customers",
        "Send newsletters",
        "Send texts",
    ]
    assert "Print letters" not in wide


def test_the_table_can_be_narrowed_down_and_downloaded(together):
    page = read(PAGE, article(together, PAGE))
    assert {e.get("name") for e in page.all("select")} == {"gap", "importance", "tools", "top"}
    found = {one["Capability"]: one for one in csv_rows(together, FILE)}
    assert found["Send newsletters"] == {
        "Capability": "Send newsletters",
        "Part of": "Talk to customers",
        "Importance": "Business critical",
        "How well today (1 to 5)": "2",
        "How well we want to (1 to 5)": "5",
        "Gap": "3",
        "What is missing": "Data",
        "Main tools": "Mailer, Other mailer",
        "Further tools": "",
        "Tools to come": "",
        "Initiatives that improve it": "Move",
        "Owner": "CRM",
    }
    assert found["Ask customers"]["Tools to come"] == "Future"
    assert found["Send texts"]["Initiatives that improve it"] == ""
    assert broken(together.folder) == []


def test_what_has_no_tool_and_which_tools_say_nothing(together):
    words = section(together, PAGE, "no-tool")
    assert "Print letters" in words
    assert "Ask customers" not in words  # a tool is planned
    assert "Tools that say nothing of what they let us do: 2" in words
    assert "Shop" in words
    assert "Move In progress Send newsletters (gap 3)" in section(together, PAGE, "initiatives")


def test_the_page_of_one_shows_tools_parts_and_initiatives(together):
    path = "capabilities/newsletters/index.html"
    words = words_of(article(together, path))
    assert "How well we do it today 2 of 5 How well we want to 5 of 5 Gap 3 steps or more What is missing Data" in words
    assert "Capability · part of Talk to customers" in words
    tools = section(together, path, "tools")
    assert "Mailer Main tool" in tools
    assert "2 tools are each the main tool for this: Mailer, Other mailer." in tools
    assert "Move In progress Move is done." in section(together, path, "improved")
    parts = section(together, "capabilities/messages/index.html", "parts")
    assert [parts.index(name) for name in ("Ask customers", "Send newsletters", "Send texts")]
    assert "No tool in use or planned is there for this" in section(together, "capabilities/print/index.html", "tools")


def test_a_tree_that_is_very_deep_can_be_built(project):
    deep = [{"id": f"c{n}", "name": f"C {n}", **({"parent": f"c{n - 1}"} if n else {})} for n in range(60)]
    site = project.stack({"capabilities/deep": deep}).build()
    assert len(boxes(site)) == 60


def test_no_capabilities_say_how_to_write_the_first(project):
    site = project.build()
    assert "There are no capabilities yet" in site.text(PAGE)
    assert not site.has(FILE)


def test_a_public_site_says_nothing_that_a_hidden_tool_would_prove_wrong(project):
    stack = together_stack()
    stack["tools/other-mailer"] |= {"visibility": "internal", "name": "Skunkworks"}
    stack["tools/shop"]["capabilities"] = [{"capability": "secret"}]
    stack["capabilities/secret"] = {"name": "Unheard of", "visibility": "internal"}
    stack["capabilities/print"]["parent"] = "secret"
    stack["initiatives/move"]["visibility"] = "internal"
    site = project.stack(stack).build()
    everything = b"".join(site.files().values()).decode("utf-8", "replace")
    for secret in ("Skunkworks", "Unheard of"):
        assert secret not in everything
    words = words_of(article(site, PAGE))
    assert "main tools" not in words.replace("Main tools stand first", "")
    row = next(one for one in csv_rows(site, FILE) if one["Capability"] == "Send newsletters")
    assert (row["Main tools"], row["Initiatives that improve it"]) == ("", "")
    assert section(site, "capabilities/newsletters/index.html", "tools").endswith("Not shown here.")
    assert "say nothing of what they let us do: 1" in words  # the shop says it, and may not be heard
    assert "Only what this site shows is counted" in words


def test_hostile_words_stay_words(project):
    made = {
        f"capabilities/c{n}": {"name": text[:200], "description": text, "parent": f"c{n - 1}" if n else None}
        for n, text in enumerate(ATTACKS.values())
    }
    site = project.stack(made).build()
    for path in (PAGE, *(f"capabilities/c{n}/index.html" for n in range(len(ATTACKS)))):
        html = article(site, path)
        assert "<script" not in html
        assert not [e for e in read(path, html).elements for name in e.attributes if name.startswith("on")]
