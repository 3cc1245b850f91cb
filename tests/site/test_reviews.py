"""Reviews: the queue, the page of each, and on the pages of what they are about."""

from __future__ import annotations

import csv
import re
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from crawl import broken, read
from health_stack import AS_OF, health_stack, review
from hostile import ATTACKS
from projects import Project, Site, once
from small import tool

PAGE, FILE = "reviews/index.html", "reviews/reviews.csv"


@pytest.fixture(scope="session")
def queue(shared: Path, cache: Path) -> Site:
    def make(folder: Path) -> None:
        project = Project(folder, cache).stack(health_stack())
        project.plugin |= {"as_of": AS_OF, "audience": "internal"}
        project.build()

    return Site(once(shared, "queue", make) / "site")


def words_of(html: str) -> str:
    """The words of a piece of a page, with a space between the parts."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def rows(site: Site, id_: str) -> list[str]:
    """The words of the rows of a section."""
    html = site.text(PAGE).partition(f'id="{id_}"')[2].partition("<h2")[0]
    return [words_of(row) for row in re.findall("<tr[^>]*data-sb-is.*?</tr>", html, re.DOTALL)]


def name_of(row: str) -> str:
    """The name of a review, out of its row: what it looks at stands below it."""
    return re.split(" (?:Security|Privacy|Architecture|Impact assessment|Legitimate interest)", row)[0]


def test_what_waits_stands_by_side_the_oldest_first_and_late_is_marked(queue):
    waits = rows(queue, "waiting")
    assert [name_of(row) for row in waits] == ["Asked long ago", "Asked lately"]
    assert "15 January 2027 late" in waits[0]
    assert "2027 late" not in waits[1]


def test_conditions_that_are_not_met_stand_by_day(queue):
    conditions = rows(queue, "conditions")
    assert [row.split(".")[0] for row in conditions] == ["Switch the second factor on", "Write it down"]
    assert "1 February 2027 late" in conditions[0]
    assert "CRM" in conditions[0]
    assert "late" not in conditions[1]


def test_what_stops_counting_next_leaves_out_what_a_later_review_has_replaced(queue):
    text = queue.text(PAGE)
    assert 'id="within-30"' not in text  # the first look; the second counts longer
    assert 'id="within-60"' in text
    assert 'id="within-90"' in text
    soon = rows(queue, "next")
    assert [name_of(row) for row in soon] == ["Second look", "Shop look"]


def test_decided_reviews_say_until_when_they_count(queue):
    decided = rows(queue, "decided")
    assert len(decided) == 5
    assert "31 December 2026 expired" in next(row for row in decided if row.startswith("Over"))
    assert "2 conditions open" in next(row for row in decided if row.startswith("Bound"))


def test_without_a_day_nothing_is_late_or_over(project):
    site = project.stack(health_stack()).build()
    text = site.text(PAGE)
    for word in ('sb-under">late', 'sb-under">expired', 'id="next"', "within-"):
        assert word not in text
    assert "as_of: today" in text
    states = {row["On the day"] for row in csv.DictReader(StringIO(site.text(FILE).lstrip("\ufeff"), newline=""))}
    assert states == {"Waiting", "Valid"}


def test_it_can_be_narrowed_down_and_downloaded(queue):
    page = read(PAGE, queue.text(PAGE))
    assert {e.get("name") for e in page.all("select")} == {"side", "type", "state"}
    marks = [set(e.get("data-sb-is").split()) for e in page.all("tr") if e.get("data-sb-is")]
    assert sum({"side:security", "state:late"} <= one for one in marks) == 1
    found = list(csv.DictReader(StringIO(queue.text(FILE).lstrip("\ufeff"), newline="")))
    assert [row["Review"] for row in found][:2] == ["Asked long ago", "Asked lately"]
    assert {row["On the day"] for row in found} == {"Late", "Waiting", "Valid", "Expired"}
    assert next(row for row in found if row["Review"] == "Bound")["Conditions not met"] == "2"
    assert broken(queue.folder) == []


def test_the_page_of_a_review_leads_to_its_subject_and_tells_its_conditions(queue):
    html = queue.text("reviews/bound/index.html").partition("<article")[2]
    words = words_of(html)
    assert 'href="../../tools/mailer/"' in html
    for wanted in ("Approved with conditions", "Switch the second factor on. Late", "Write it down. Open"):
        assert wanted in words
    assert "Tell the team. Done 10 January 2027" in words
    assert "it was needed by 15 January 2027" in words_of(queue.text("reviews/old/index.html"))


def test_the_page_of_a_subject_lists_its_reviews(queue):
    section = queue.text("tools/mailer/index.html").partition('id="reviews"')[2].partition("<h2")[0]
    names = [e.text.strip() for e in read("", section).all("th") if e.get("scope") == "row"]
    assert names == ["Asked long ago", "Asked lately", "First look", "Second look", "Bound"]
    assert "late" in section
    assert 'id="reviews"' in queue.text("vendors/postbox/index.html")
    assert 'id="reviews"' not in queue.text("tools/warehouse/index.html")


def test_a_public_site_shows_no_review_of_what_is_hidden(project):
    project.stack(
        {
            "tools/hidden": tool("Hidden", visibility="internal"),
            "reviews/secret": review(
                "Looking at Skunkworks", subject="tool:hidden", evidence_url="https://x.example/s"
            ),
            "reviews/known": review("Looking at the mailer", evidence_url="https://papers.example/secret"),
        }
    )
    site = project.build()
    everything = b"".join(site.files().values()).decode("utf-8", "replace")
    assert "Skunkworks" not in everything
    assert "papers.example" not in everything
    assert [name_of(row) for row in rows(site, "waiting")] == ["Looking at the mailer"]
    assert "Only what this site shows is counted" in site.text(PAGE)


def test_no_reviews_say_what_to_do(project):
    assert "There are no reviews yet" in project.build().text(PAGE)


def test_hostile_words_stay_words(project):
    made = {}
    for n, text in enumerate(ATTACKS.values()):
        conditions = [{"text": text}]
        made[f"reviews/r{n}"] = review(
            text[:200], state="done", outcome="approved_with_conditions", conditions=conditions
        )
        made[f"reviews/w{n}"] = review(text[:200])
    site = project.stack(made).build()
    article = site.text(PAGE).partition("<article")[2].partition("</article")[0]
    assert "<script" not in article
    assert not [e for e in read(PAGE, article).elements for name in e.attributes if name.startswith("on")]
    for line in csv.reader(StringIO(site.text(FILE).lstrip("\ufeff"), newline="")):
        assert not [one for one in line if one.startswith(("=", "+", "-", "@", "\t"))]
