"""The page of an initiative, the list of all, and what other pages say about them."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from crawl import broken, read
from hostile import ATTACKS
from initiatives_stack import AS_OF, initiative, initiatives_stack, requirement
from page_parts import article, section, words_of
from projects import Project, Site, once
from small import tool

LIST, CLUB, FILE = "initiatives/index.html", "initiatives/club/index.html", "initiatives/initiatives.csv"


def _built(shared: Path, cache: Path, name: str, **plugin: str) -> Site:
    def make(folder: Path) -> None:
        project = Project(folder, cache).stack(initiatives_stack())
        project.plugin |= plugin
        project.build()

    return Site(once(shared, name, make) / "site")


@pytest.fixture(scope="session")
def inside(shared: Path, cache: Path) -> Site:
    return _built(shared, cache, "initiatives", as_of=AS_OF, audience="internal")


@pytest.fixture(scope="session")
def outside(shared: Path, cache: Path) -> Site:
    return _built(shared, cache, "initiatives-public")


def test_the_page_tells_everything_about_a_project(inside):
    words = words_of(article(inside, CLUB))
    for wanted in (
        "number 1 in the order",
        "2 of 5 reached",
        "Talks with customers 1 February 2027, late",
        "1 of 5 checked",
        "RICE 2",
        "Everybody gets it on one day.",
        "It may burn. Grave",
        "with the launch",
        "31 %",
        "40 %",
        "Waits for Base",
        "Points are counted.",
        "Security of the club",
    ):
        assert wanted in words, wanted
    assert 'href="https://tracker.example/club"' in article(inside, CLUB)
    assert broken(inside.folder) == []


def test_what_is_missing_before_launch_leads_to_where_it_is_told(inside):
    html = article(inside, CLUB)
    box = html.partition('id="missing"')[2].partition("</section")[0]
    words = words_of(box)
    assert "What is missing before launch?" in words_of(html)
    for wanted in (
        "Data review: not planned",
        "User test signed off: planned after the launch on 1 June 2027",
        "Requirements: 1 must-have has no acceptance criteria: r-02",
        "People: CRM has promised 0.5 too many in Q2 2027",
        "Waits for Base, which is on hold",
        "the review did not approve it",
    ):
        assert wanted in words, wanted
    ids = set(read("", html).ids)
    targets = [e.get("href") for e in read("", box).all("a") if e.get("href").startswith("#")]
    assert len(targets) > 8
    assert {target.removeprefix("#") for target in targets} <= ids


def test_risks_stand_the_worst_first(inside):
    risks = section(inside, CLUB, "risks")
    assert risks.index("It may burn.") < risks.index("It may rain.")


def test_requirements_stand_by_priority_and_can_be_linked_to(inside):
    html = article(inside, CLUB)
    needs = section(inside, CLUB, "requirements")
    order = [needs.index(label) for label in ("Must have", "Should have", "Could have", "Won't have", "Dropped")]
    assert order == sorted(order)
    ids = read("", html).ids
    assert {"r-01", "r-06", "requirement-risks", "risks"} <= set(ids)
    assert len(ids) == len(set(ids))


def test_money_is_only_inside(inside, outside):
    for site, there in ((inside, True), (outside, False)):
        everything = b"".join(site.files().values()).decode("utf-8", "replace")
        for sum_ in ("4,321,000", "4321000", "98,765", "98765"):
            assert (sum_ in everything) is (there and sum_ in ("4,321,000", "4321000", "98,765", "98765"))
    assert "Budget" not in words_of(article(outside, CLUB))
    assert "28,765 more than agreed" in words_of(article(inside, CLUB))


def test_without_a_day_nothing_is_late(outside):
    words = words_of(article(outside, CLUB)).replace("does not say what is late", "")
    assert "late" not in words.replace("dependency-too-late", "")  # the name of a finding that needs no day
    assert "as_of: today" in words
    assert "as_of: today" in words_of(article(outside, LIST))


def test_empty_parts_are_one_line_with_the_keys_to_fill_in(inside):
    words = words_of(article(inside, "initiatives/base/index.html"))
    assert "Not recorded yet:" in words
    for key in ("sponsor_it", "requirements", "risks", "monitoring", "budget"):
        assert f"({key}" in words
    assert "asked, nobody knows" in words  # its sponsor in IT
    html = article(inside, "initiatives/base/index.html")
    assert not {"capacity", "risks", "requirements", "users", "kpis"} & set(read("", html).ids)


def test_of_what_was_given_up_nothing_is_missing(inside):
    assert 'id="missing"' not in article(inside, "initiatives/old/index.html")


def test_the_list_stands_by_horizon_and_can_be_narrowed_down_and_downloaded(inside):
    page = read(LIST, inside.text(LIST))
    html = article(inside, LIST)
    assert html.index('id="now"') < html.index('id="next"') < html.index('id="given-up"')
    names = {e.get("name") for e in page.all("select")}
    assert {"status", "horizon", "open"} <= names
    marks = {e.text.split()[0]: set(e.get("data-sb-is").split()) for e in page.all("tr") if e.get("data-sb-is")}
    wanted = {"status:in_progress", "horizon:now", "tool:clubber", "capability:loyalty", "team:crm", "team:it"}
    assert wanted <= marks["1"]
    rows = list(csv.DictReader(StringIO(inside.text(FILE).lstrip("\ufeff"), newline="")))
    assert [row["Initiative"] for row in rows] == ["New club", "Base", "Old plan"]
    assert rows[0]["Milestones reached"] == "2"
    assert "Data review: not planned" in rows[0]["What is missing"]
    assert rows[2]["Missing"] == "0"


def test_what_changes_says_which_initiative_changes_it(inside):
    words = section(inside, "tools/clubber/index.html", "initiatives")
    for wanted in ("New club", "Added", "1 May 2027", "Points are counted."):
        assert wanted in words
    assert 'id="initiatives"' not in article(inside, "tools/shop/index.html")  # its project was given up
    related = section(inside, "tools/clubber/index.html", "named-by")
    assert "What it changes" not in related


def test_a_public_site_says_nothing_is_missing_that_may_only_be_hidden(project):
    done = {"state": "done", "outcome": "approved", "subject": "initiative:one", "visibility": "internal"}
    project.stack(
        {
            "teams/it": {"name": "Engineers", "kind": "it"},
            "teams/secret": {"name": "Skunkworks", "kind": "it", "visibility": "internal"},
            "tools/hidden": tool("Moonshot", visibility="internal"),
            "initiatives/one": initiative(
                "One",
                sponsor_it="team:secret",
                capacity=[{"team": "secret", "period": "2027-Q1", "fte": 7}],
                changes=[{"entity": "tool:hidden", "action": "add", "description": "Liftoff."}],
                requirements=[requirement("r-01", "Works.", traces={"tools": ["hidden", "mailer"]})],
            ),
            "initiatives/quiet": initiative("Whisper", visibility="internal", depends_on=["one"]),
            "reviews/look": {"name": "Peekaboo", "type": "security", **done},
        }
    )
    site = project.build()
    everything = b"".join(site.files().values()).decode("utf-8", "replace")
    for word in ("Skunkworks", "Moonshot", "Liftoff", "Whisper", "Peekaboo"):
        assert word not in everything
    page = words_of(article(site, "initiatives/one/index.html"))
    for wrong in ("Sponsor in IT:", "People: none", "Security review Missing", "Security review:", "sponsor_it"):
        assert wrong not in page
    assert "Only what this site shows is counted" in words_of(article(site, LIST))


def test_no_initiatives_say_what_to_do(small):
    assert "stackbook new initiative" in small.text(LIST)


def test_hostile_words_stay_words(project):
    made = {"teams/it": {"name": "Engineers", "kind": "it"}}
    for n, text in enumerate(ATTACKS.values()):
        milestones = [{"kind": "beta", "name": text[:150], "due": "2027-01-01"}]
        milestones += [{"kind": "security_review", "not_needed": text}]
        made[f"initiatives/i{n}"] = initiative(
            text[:200],
            goal=text,
            why=text,
            channels=[text],
            milestones=milestones,
            requirements=[requirement("r-01", text, acceptance=[text], rationale=text, traces={"tools": ["mailer"]})],
            changes=[{"entity": "tool:mailer", "action": "change", "description": text}],
            risks=[{"text": text, "mitigation": text}],
            uat={"entry": [text]},
            user_insight=text,
        )
    site = project.stack(made).build()
    paths = [LIST, "tools/mailer/index.html", "requirements/index.html", "requirements/matrix/index.html"]
    for path in (*paths, *(f"{one}/index.html" for one in made if one != "teams/it")):
        html = article(site, path)
        assert "<script" not in html
        assert not [e for e in read(path, html).elements for name in e.attributes if name.startswith("on")]
    for line in csv.reader(StringIO(site.text(FILE).lstrip("\ufeff"), newline="")):
        assert not [one for one in line if one.startswith(("=", "+", "-", "@", "\t"))]
    assert broken(site.folder) == []
