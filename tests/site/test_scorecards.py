"""Scorecards: are both sides aligned, where is the gap, and what changed."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from crawl import broken, read
from hostile import ATTACKS
from measures_stack import card, measures_stack
from page_parts import article, section, words_of
from projects import Project, Site, once

LIST, THIRD, FILE = "scorecards/index.html", "scorecards/third/index.html", "scorecards/answers.csv"


@pytest.fixture(scope="session")
def asked(shared: Path, cache: Path) -> Site:
    def make(folder: Path) -> None:
        Project(folder, cache).stack(measures_stack()).build()

    return Site(once(shared, "scorecards", make) / "site")


def above(site: Site) -> str:
    return words_of(article(site, LIST).partition('id="gaps"')[0])


def test_the_answer_stands_first(asked):
    words = above(asked)
    assert "On average marketing says 3.33 and IT 2.43 of 5: some way apart." in words
    assert "Where you differ most Early (marketing 4.5, IT 2)." in words
    assert "What got better Roadmap (up 0.8)." in words
    assert "What got worse Candour (down 0.9)." in words
    assert "What both find weak Candour (2.1)." in words
    assert "Compared with Asked 2026-08-01" in words


def test_the_widest_gap_comes_first_with_both_sides_and_the_change_in_words(asked):
    gaps = section(asked, LIST, "gaps")
    assert gaps.index("Early") < gaps.index("Roadmap") < gaps.index("Candour") < gaps.index("Half")
    assert "Marketing 2.5 above IT" in gaps
    assert "IT 0.2 above marketing" in gaps
    assert "IT has not answered" in gaps
    assert "Marketing up 1 IT up 0.6" in gaps
    assert "The means are over the 3 questions that both sides answered." in gaps


def test_a_picture_says_what_it_shows(asked):
    html = article(asked, LIST)
    assert html.partition('id="gap-1-d">')[2].partition("<")[0] == (
        "Marketing: 4.5, IT: 2, 2.5 apart, on a scale from 1 to 5."
    )
    ids = read("", html).ids
    assert len(ids) == len(set(ids))


def test_the_trend_is_drawn_and_written(asked):
    html = article(asked, LIST)
    over_time = section(asked, LIST, "over-time")
    assert "The means of both sides over time" in over_time
    assert {"trend-t", "trend-1-t", "trend-2-t"} <= set(read("", html).ids)
    assert "trend-3-t" not in read("", html).ids  # asked once only
    assert "Roadmap 2 / 2 2.5 / 2.5 3.5 / 3.1" in over_time
    assert "Half — not recorded — not recorded 4 / -" in over_time


def test_scales_that_differ_are_told_and_compared_by_their_share(project):
    project.write("stack/scorecards/one.yml", card("2026-05-01", {"a": (3.0, 5.0)}))
    project.write("stack/scorecards/two.yml", card("2026-08-01", {"a": (6.0, 6.0)}, scale=11))
    site = project.build()
    over_time = section(site, LIST, "over-time")
    assert "The scorecards have different scales. What is compared is the share of the scale" in over_time
    assert "50\u00a0% / 100\u00a0%" in site.text(LIST)
    assert "What got worse A (down 2.5)." in above(site)


def test_one_scorecard_has_no_trend_and_the_page_says_what_comes(project):
    project.write("stack/scorecards/one.yml", card("2026-05-01", {"a": (3.0, 3.1)}))
    site = project.build()
    assert "From the second scorecard on" in section(site, LIST, "over-time")
    assert "Nowhere much" in above(site)
    assert "What got better" not in above(site)


def test_a_scorecard_that_nobody_answered_says_what_to_do(project, asked):
    assert "Nobody has answered yet" in section(asked, LIST, "all")
    assert "Nobody has answered yet. Ask both sides each question" in words_of(
        article(asked, "scorecards/planned/index.html")
    )
    project.write("stack/scorecards/one.yml", card(None, {"a": (None, None)}, scale=None))
    site = project.build()
    assert "Nobody has answered yet. Ask both sides the questions of" in above(site)
    assert "The best score is not recorded" in words_of(article(site, "scorecards/one/index.html"))


def test_the_page_of_a_scorecard(asked):
    words = words_of(article(asked, THIRD))
    assert "Scorecard · asked on 1 November 2026" in words
    assert "Before: Asked 2026-08-01" in words
    questions = section(asked, THIRD, "questions")
    assert "Early How good is early?" in questions
    assert questions.index("Roadmap") < questions.index("Candour") < questions.index("Early")  # as asked
    assert "After: Asked 2026-11-01." in words_of(article(asked, "scorecards/second/index.html"))


def test_the_file_holds_every_answer(asked):
    lines = list(csv.DictReader(StringIO(asked.text(FILE).removeprefix("\ufeff"))))
    assert len(lines) == 3 + 2 + 4 + 1
    early = next(one for one in lines if one["Id"] == "early")
    assert (early["Marketing"], early["IT"], early["Marketing above IT by"]) == ("4.5", "2", "2.5")
    assert (early["How far apart"], early["Marketing, share of the scale (%)"]) == ("far apart", "87.5")


def test_no_link_leads_nowhere(asked):
    assert broken(asked.folder) == []


def test_without_scorecards_the_page_says_how_to_begin(small):
    assert 'stackbook new scorecard "Q1 2027"' in words_of(article(small, LIST))
    assert not small.has(FILE)


def test_a_hidden_scorecard_is_no_step_between_two(project):
    project.write("stack/scorecards/one.yml", card("2026-05-01", {"a": (2.0, 2.0)}))
    hidden = card("2026-08-01", {"a": (4.9, 4.9)}, visibility="internal")
    project.write("stack/scorecards/two.yml", hidden)
    project.write("stack/scorecards/three.yml", card("2026-11-01", {"a": (3.0, 3.0)}))
    site = project.build()
    assert "What got better A (up 1)." in above(site)
    assert "4.9" not in words_of(article(site, LIST))
    assert "Asked 2026-08-01" not in b"".join(site.files().values()).decode("utf-8", "replace")


def test_hostile_words_stay_words(project):
    for n, text in enumerate(ATTACKS.values()):
        one = card(f"2026-05-{n + 1:02}", {"a": (1.0, 5.0)}, name=text)
        one["dimensions"][0] |= {"name": text[:150], "question": text, "evidence": text}
        project.write(f"stack/scorecards/s{n}.yml", one)
    site = project.build()
    for path in (LIST, *(f"scorecards/s{n}/index.html" for n in range(len(ATTACKS)))):
        found = read(path, article(site, path))
        assert {e.tag for e in found.elements}.isdisjoint({"script", "iframe", "img", "base", "style", "form"})
        assert not [e for e in found.elements if any(name.startswith("on") for name in e.attributes)]
