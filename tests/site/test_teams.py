"""The page of a team: who is in it, what it works on, and how many of its people are promised."""

from __future__ import annotations

from pathlib import Path

import pytest
from crawl import read
from page_parts import article, section, words_of
from projects import Site
from together_stack import together_site, together_stack

CRM, IT = "teams/crm/index.html", "teams/it/index.html"


@pytest.fixture(scope="session")
def together(shared: Path, cache: Path) -> Site:
    return together_site(shared, cache)


def test_who_left_stands_apart_with_who_took_over(together):
    words = section(together, CRM, "members")
    assert "CRM lead Leader" in words
    assert "Earlier: Designer, ux designer until 30 June 2026 (now CRM lead)." in words
    tiles = article(together, CRM).partition('id="members"')[2].partition("</ul>")[0]
    assert "Designer" not in tiles


def test_without_a_day_everybody_is_in_it(project):
    site = project.stack(together_stack()).build()
    words = section(site, CRM, "members")
    assert "Designer UX designer" in words
    assert "Earlier" not in words


def test_initiatives_with_what_the_team_does_in_them(together):
    words = section(together, CRM, "initiatives")
    assert "Move In progress Sponsor in marketing: CRM lead; People promised" in words
    assert words.index("Move") < words.index("Dropped")  # what was given up comes last
    assert "Sponsor in IT; Engineer: Engineer" in section(together, IT, "initiatives")
    assert "Sponsor in IT" not in section(together, IT, "named-by")  # not a second time


def test_people_by_quarter_and_what_is_too_much(together):
    words = section(together, CRM, "capacity")
    assert "Q1 2027 2 3 1 too many promised Move 3" in words
    assert 'id="capacity"' not in article(together, IT)


def test_what_waits_for_it_is_counted_with_a_way_there(together):
    links = [e.get("href") for e in read(CRM, article(together, CRM)).all("a")]
    assert any(link and link.endswith("waiting/?team=crm") for link in links)
    assert "Waiting for this team:" in words_of(article(together, CRM))


def test_a_public_site_names_nobody_and_shows_no_hidden_project(project):
    stack = together_stack()
    stack["people/crm-lead"]["name"] = "Gundula Geheim"
    stack["initiatives/move"] |= {"visibility": "internal", "name": "Skunkworks"}
    site = project.stack(stack).build()
    everything = b"".join(site.files().values()).decode("utf-8", "replace")
    assert "Gundula" not in everything
    assert "Skunkworks" not in everything
    # Who is free nobody can tell where an initiative may be hidden.
    assert "Q1 2027 2 0 \u2014 not shown here" in section(site, CRM, "capacity")
