"""Who does what for each tool: the matrix, what follows from owners, and exactly one who answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from crawl import broken, read
from page_parts import article, section, words_of
from projects import Site
from small import tool
from together_stack import csv_rows, together_site, together_stack

PAGE, FILE = "raci/index.html", "raci/raci.csv"


@pytest.fixture(scope="session")
def together(shared: Path, cache: Path) -> Site:
    return together_site(shared, cache)


def row(site: Site, name: str) -> str:
    """The HTML of a tool's row."""
    rows = article(site, PAGE).split('<tr role="row" data-sb-is')
    return next(one for one in rows if f">{name}</a>" in one)


def test_letters_stand_under_the_team_of_who_has_them(together):
    page = read(PAGE, article(together, PAGE))
    heads = [e.text.strip() for e in page.all("th") if e.get("scope") == "col"]
    assert heads == ["Tool", "CRM", "IT systems"]  # marketing's teams first
    cells = row(together, "Mailer").split('<td role="cell">')[1:]
    assert words_of(cells[0]).startswith("CRM A I CRM lead")
    assert words_of(cells[1]).startswith("IT systems R Engineer C IT systems")
    assert "<i" not in row(together, "Mailer")


def test_where_a_tool_says_nothing_its_owners_do_in_italics(together):
    shop = row(together, "Shop")
    assert '<i class="sb-a">A</i>' in shop
    assert "<i>R</i>" in shop
    assert "<b" not in shop
    assert "follow from the owners of 4 tools" in words_of(article(together, PAGE))


def test_all_of_it_as_a_file(together):
    found = {one["Tool"]: one for one in csv_rows(together, FILE)}
    mailer = found["Mailer"]
    assert mailer["Accountable"] == "CRM lead (CRM)"
    assert mailer["Responsible"] == "Engineer (IT systems)"
    assert mailer["Consulted"] == "IT systems"
    assert (mailer["From the owners"], mailer["Accountable is"]) == ("", "Exactly one")
    assert found["Shop"]["From the owners"] == "Yes"
    assert {e.get("name") for e in read(PAGE, article(together, PAGE)).all("select")} >= {"team", "said"}
    assert broken(together.folder) == []


def test_more_than_one_and_nobody_are_marked(project):
    several = {"accountable": ["person:crm-lead", "team:crm"], "responsible": ["team:crm"]}
    stack = {
        "tools/several": tool("Several", raci=several),
        "tools/nobody": tool("Without", raci={"responsible": ["team:crm"]}),
        "tools/gone": tool("Gone", lifecycle={"phase": "end_of_life"}),
    }
    project.plugin["audience"] = "internal"
    site = project.stack(stack).build()
    assert "2 are accountable" in row(site, "Several")
    assert "nobody is accountable" in row(site, "Without")
    assert "accountable" not in words_of(row(site, "Shop")).partition("Accountable")[0]
    assert ">Gone</a>" not in article(site, PAGE)
    page = read(PAGE, article(site, PAGE))
    assert "answers" in {e.get("name") for e in page.all("select")}


def test_a_team_shows_its_part_in_each_tool(together):
    words = section(together, "teams/it/index.html", "raci")
    assert "Mailer Engineer IT systems" in words
    assert "All teams in one matrix" in words
    assert "Who does what (RACI)" not in section(together, "teams/it/index.html", "named-by")


def test_a_public_site_does_not_make_up_what_it_may_not_tell(project):
    stack = together_stack()
    stack["people/secret"] = {"name": "Gundula Geheim", "role": "engineer", "team": "it", "visibility": "internal"}
    stack["tools/shop"]["raci"] = {"accountable": ["person:secret"], "responsible": ["person:secret"]}
    stack["tools/mailer"]["raci"]["accountable"] = ["person:secret"]
    site = project.stack(stack).build()
    everything = b"".join(site.files().values()).decode("utf-8", "replace")
    assert "Gundula" not in everything
    found = {one["Tool"]: one for one in csv_rows(site, FILE)}
    assert (found["Shop"]["Accountable"], found["Shop"]["From the owners"]) == ("", "")
    assert found["Mailer"]["Accountable is"] == ""
    assert "nobody is accountable" not in words_of(article(site, PAGE))


def test_without_owners_it_says_what_to_write(project):
    bare = tool("Bare", lifecycle={"phase": "plan"}, business_owner=None, technical_owner=None)
    for file in ("tools/mailer", "tools/shop", "tools/warehouse"):
        project.stack({file: bare})
    assert "No tool says who does what for it" in project.build().text(PAGE)
