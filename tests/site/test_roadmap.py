"""The roadmap: over time, on a board, in order; people promised; who waits; what has changed."""

from __future__ import annotations

import csv
import re
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from crawl import broken, links_of, read, target
from hostile import ATTACKS
from page_parts import article
from projects import Project, Site, once
from repository import Git
from roadmap_stack import AS_OF, initiative, milestone, promise, roadmap_stack
from small import small_stack

PAGE, BY_TEAM = "roadmap/index.html", "roadmap/by-team/index.html"
FILE, CAPACITY_FILE = "roadmap/roadmap.csv", "roadmap/capacity.csv"
SECRET = initiative(
    "Takeover", visibility="internal", rank=4, start="2027-01-01", capacity=[promise("crm", "2027-Q2", 7)]
)


def make(shared: Path, cache: Path, name: str, **plugin: object) -> Site:
    def build(folder: Path) -> None:
        project = Project(folder, cache).stack(roadmap_stack() | {"initiatives/takeover": SECRET})
        project.plugin |= plugin
        project.build()

    return Site(once(shared, f"roadmap-{name}", build) / "site")


@pytest.fixture(scope="session")
def site(shared: Path, cache: Path) -> Site:
    return make(shared, cache, "public", as_of=AS_OF)


@pytest.fixture(scope="session")
def inside(shared: Path, cache: Path) -> Site:
    return make(shared, cache, "internal", as_of=AS_OF, audience="internal")


@pytest.fixture(scope="session")
def dayless(shared: Path, cache: Path) -> Site:
    return make(shared, cache, "dayless")


def words(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


def part(site: Site, anchor: str, path: str = PAGE) -> str:
    """The HTML from one anchor to the next section of the page."""
    rest = article(site, path).partition(f'id="{anchor}"')[2].partition(">")[2]
    return rest.partition("<h2")[0]


def rows(html: str) -> list[list[str]]:
    """The rows of a table in words."""
    found = re.findall("<tr.*?</tr>", html, re.DOTALL)[1:]
    return [[words(one) for one in re.findall(r"<t[hd]\b.*?</t[hd]>", row, re.DOTALL)] for row in found]


def column(site: Site, key: str) -> str:
    """The words of a column of the board."""
    return words(article(site, PAGE).partition(f'id="board-{key}"')[2].partition("</section>")[0].partition(">")[2])


def table(site: Site, path: str = FILE) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO((site.folder / path).read_text("utf-8-sig"))))


def test_it_comes_first_in_its_tab_and_every_name_leads_somewhere(site: Site) -> None:
    assert site.warnings == []
    home = site.text("index.html")
    assert home.index("roadmap/") < home.index("initiatives/")
    assert broken(site.folder) == []
    leads = {found[0] for one in links_of(site.folder, PAGE).values() if (found := target(PAGE, one))}
    assert {"initiatives/consent/index.html", "teams/crm/index.html", BY_TEAM, FILE, CAPACITY_FILE} <= leads


def test_every_bar_is_a_link_that_tells_what_it_is(site: Site) -> None:
    svg = article(site, PAGE).partition('<svg class="sb-gantt__drawing"')[2].partition("</svg>")[0]
    bars = re.findall(r'<a class="sb-gantt__row"[^>]*href="([^"]*)" aria-label="([^"]*)"', svg)
    assert dict(bars)["../initiatives/consent/"] == (
        "Consent, In progress, from 2 November 2026 until 30 April 2027, 1 of 3 milestones with a day reached"
    )
    assert len(bars) == 7
    assert "Today, 15 Feb" in svg
    assert "Wallet, Proposed, no dates yet" in svg


def test_names_beside_the_picture_are_not_stepped_through_twice(site: Site) -> None:
    names = article(site, PAGE).partition('<div class="sb-gantt__names" aria-hidden="true">')[2].partition("</div>")[0]
    assert names.count("<a ") == 7
    assert names.count('tabindex="-1"') == 7


def test_the_picture_has_its_table(site: Site) -> None:
    found = {row[0]: row for row in rows(part(site, "time"))}
    assert found["Consent"][1:] == [
        *("Now", "In progress", "2 November 2026", "30 April 2027", "15 April 2027", "1 of 3"),
        "Beta test, 1 February 2027 (late)",
    ]
    assert found["Wallet"][3] == "\u2014 not shown here"


def test_a_card_stands_in_the_column_of_its_horizon(site: Site) -> None:
    now = column(site, "now")
    assert "Consent is there." in now
    assert "1 of 3 milestones" in now
    assert "Next: Beta test, 1 February 2027 (late)" in now
    assert "CRM , Platform" in now
    assert "Tasks: tasks.example.org" in now
    assert "Loyalty" in column(site, "next")
    assert "Wallet" in column(site, "later")
    assert "Unplaced" in column(site, "not-placed")
    assert "Live already: Live" in words(part(site, "board"))
    assert "Given up: Dropped" in words(part(site, "board"))


def test_the_tracker_is_where_tasks_live(site: Site) -> None:
    assert 'href="https://tasks.example.org/consent"' in part(site, "board")
    assert "Tasks and progress live in each project's tracker" in words(article(site, PAGE))


def test_the_order_says_how_it_was_worked_out_and_why(site: Site) -> None:
    found = rows(part(site, "order"))
    assert [row[1] for row in found] == ["Consent", "Loyalty", "Paused"]
    assert found[0][2] == "RICE 10,666.67 = 40,000 \u00d7 2 \u00d7 0.8 \u00f7 6"
    assert found[0][3] == "Because consent pays."
    assert found[1][2] == "ICE Not given: ease."
    assert "Without a place in the order: Live , Unplaced , Wallet" in words(part(site, "order"))


def test_what_it_should_bring_stands_on_an_internal_site_only(site: Site, inside: Site) -> None:
    assert "120,000 EUR" in words(part(inside, "order"))
    assert next(row for row in table(inside) if row["Initiative"] == "Consent")["Value a year"] == "120000"
    for text in site.files().values():
        assert b"120,000" not in text
        assert b"Twice the mails" not in text
    assert "Value a year" not in table(site)[0]


def test_an_overload_is_told_in_words_and_by_whom(site: Site) -> None:
    found = {row[0]: row[1:] for row in rows(part(site, "people"))}
    assert found["CRM"][0].endswith("3.5 of 3 0.5 too many")
    assert found["CRM"][1].endswith("4 of 4 all promised")
    assert found["Platform"][0].endswith("1.5 of ? how many there are is not recorded")
    said = words(part(site, "people"))
    assert "CRM , Q1 2027: 3.5 promised, 3 available: 0.5 too many . Promised to Consent (2), Loyalty (1.5)." in said
    assert "1 earlier quarter is in the file to download." in said


def test_who_waits_for_whom_and_what_comes_too_late(site: Site) -> None:
    found = {row[0]: row for row in rows(part(site, "waits"))}
    assert found["Loyalty"][1:] == [
        *("1 March 2027", "Consent", "15 April 2027"),
        "45 days too late: ready only after this begins.",
    ]
    assert found["Wallet"][4] == "Ready on 30 June 2027; nobody has said when this begins."
    assert "sb-gantt__way--late" in part(site, "time")


def test_by_team_each_team_has_what_its_people_are_promised_to(site: Site) -> None:
    found = [(row[0], row[1], row[5]) for row in rows(part(site, "teams", BY_TEAM))]
    assert ("CRM", "Loyalty", "1.5 in Q1 2027, 4 in Q2 2027") in found
    assert ("Platform", "Consent", "1 in Q1 2027") in found
    assert {name for team, name, _ in found if team == "Platform"} == {"Consent", "Live"}
    assert ("CRM", "Wallet", "\u2014 not shown here") in found


def test_the_files_hold_everything(site: Site) -> None:
    consent = next(row for row in table(site) if row["Initiative"] == "Consent")
    assert {key: consent[key] for key in ("Rank", "Status", "Horizon", "Launch", "Score by", "Worked out")} == {
        "Rank": "1",
        "Status": "In progress",
        "Horizon": "Now",
        "Launch": "2027-04-15",
        "Score by": "RICE",
        "Worked out": "40,000 \u00d7 2 \u00d7 0.8 \u00f7 6",
    }
    assert len(table(site)) == 7
    crm = [row for row in table(site, CAPACITY_FILE) if row["Team"] == "CRM"]
    assert [(row["Quarter"], row["Too many"]) for row in crm] == [("2026-Q4", ""), ("2027-Q1", "0.5"), ("2027-Q2", "")]


def test_of_a_hidden_initiative_nothing_is_seen_and_nothing_is_counted(site: Site, inside: Site) -> None:
    assert "Takeover" in words(article(inside, PAGE))
    assert "11 of 4 7 too many" in words(part(inside, "people"))
    for path in (PAGE, BY_TEAM, FILE, CAPACITY_FILE):
        assert "akeover" not in site.text(path)
    assert "Only what this site shows is counted." in words(article(site, PAGE))
    assert "Only what this site shows" not in words(article(inside, PAGE))


def test_without_a_day_nothing_is_late_and_there_is_no_today(dayless: Site) -> None:
    text = article(dayless, PAGE)
    assert "Today" not in words(text)
    assert "(late)" not in words(text)
    assert "sb-gantt__today" not in text
    assert "45 days too late" in words(text)  # between two days that are written, whatever day it is


def test_an_empty_stack_says_what_to_write(small: Site) -> None:
    assert 'stackbook new initiative "Loyalty programme"' in words(article(small, PAGE))
    assert not small.has(BY_TEAM)
    assert not small.has(FILE)
    assert 'href="roadmap/"' not in small.text("index.html")


def test_initiatives_that_say_nothing_yet_say_what_to_write(project: Project) -> None:
    bare = {"name": "Bare", "goal": None, "why": None, "status": None, "sponsor_marketing": None, "sponsor_it": None}
    text = words(article(project.stack({"initiatives/bare": bare}).build(), PAGE))
    assert "No initiative has a day yet. Write start: and end: in its file" in text
    assert "No initiative has a place in the order yet. Write rank: in its file" in text
    assert "Nobody has said how many people there are" in text
    assert "No initiative waits for another." in text


def test_nobody_can_write_more_than_text(project: Project) -> None:
    attacks = list(ATTACKS.values())
    for number, text in enumerate(attacks):
        one = initiative(
            text,
            why=text,
            goal=text,
            rank=number + 1,
            start="2027-01-01",
            milestones=[milestone("beta", "2027-02-01", name=text)],
            depends_on=["a-0"] if number else [],
            score={"method": "ice", "values": {text[:40]: 1}},
        )
        project.stack({f"initiatives/a-{number}": one})
    project.stack({"teams/crm": {"name": attacks[0], "kind": "marketing", "channel": "#crm"}})
    site = project.build()
    for path in (PAGE, BY_TEAM):
        seen = read(path, article(site, path))
        assert not [
            one for one in seen.elements if one.tag in ("script", "iframe", "img", "form", "base", "style", "link")
        ]
        assert not [key for one in seen.elements for key in one.attributes if key.startswith("on")]
    for row in csv.reader(StringIO((site.folder / FILE).read_text("utf-8-sig"))):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]


# --- What has changed ---------------------------------------------------------------------------------------------


def changed(site: Site, month: str) -> dict[str, str]:
    """Initiative to what is different since the end of a month."""
    rest = article(site, PAGE).partition(f'id="since-{month}"')[2].partition("<h3")[0].partition("<h2")[0]
    return {row[0]: row[1] for row in rows(rest)}


@pytest.fixture
def history(git: Git, cache: Path) -> Project:
    """Three months of a roadmap."""
    project = Project(git.folder, cache)
    project.plugin["as_of"] = AS_OF
    points = [milestone("kickoff", "2026-11-10"), milestone("launch", "2027-05-03")]
    project.stack(
        small_stack()
        | {
            "initiatives/consent": initiative("Consent", horizon="next", rank=2, milestones=points, end="2027-06-30"),
            "initiatives/old": initiative("Old plan", rank=1),
            "initiatives/quiet": initiative("Quiet"),
        }
    )
    git.commit("2026-11-20")
    git.commit("2026-12-20")
    points = [milestone("kickoff", "2026-11-10", "2027-01-12"), milestone("launch", "2027-05-31")]
    (git.folder / "stack/initiatives/old.yml").unlink()
    project.stack(
        {
            "initiatives/consent": initiative(
                "Consent first", status="in_progress", horizon="now", rank=1, milestones=points, end="2027-07-30"
            ),
            "initiatives/wallet": initiative("Wallet"),
        }
    )
    git.commit("2027-01-20")
    points.append(milestone("beta", "2027-04-01"))
    project.stack({"initiatives/wallet": initiative("Wallet", milestones=points[2:])})
    git.commit("2027-02-10")
    return project


def test_what_has_changed_is_told_in_words(history: Project) -> None:
    site = history.build()
    assert changed(site, "2027-01") == {"Wallet": "New milestone: Beta test, 1 April 2027."}
    assert changed(site, "2026-11") == {
        "Consent first": (
            "Was called Consent. Status: In progress, was Planned. Horizon: Now, was Next. Rank: 1, was 2. "
            "End: 30 July 2027, was 30 June 2027, 30 days later. Kick-off: reached on 12 January 2027. "
            "Launch: 31 May 2027, was 3 May 2027, 4 weeks later."
        ),
        "Wallet": "New on the roadmap.",
        "Old plan": "No longer on the roadmap.",
    }


def test_the_same_repository_gives_the_same_page_with_and_without_a_cache(history: Project, tmp_path: Path) -> None:
    first, again = (history.build(name).text(PAGE) for name in ("one", "two"))
    history.plugin["cache_dir"] = str(tmp_path / "kept")
    fresh = history.build("three").text(PAGE)
    kept = sorted((tmp_path / "kept/roadmap").iterdir())
    assert len(kept) == 2
    for file, damage in zip(kept, (b"", b'[{"ref": 1}]'), strict=True):
        file.write_bytes(damage)
    assert first == again == fresh == history.build("four").text(PAGE)


def test_what_is_kept_back_by_now_is_not_called_gone(history: Project) -> None:
    history.stack({"initiatives/quiet": initiative("Quiet", visibility="internal")})
    public = history.build("public")
    assert "Quiet" not in public.text(PAGE)
    history.plugin["audience"] = "internal"
    assert "Quiet" in words(article(history.build("internal"), PAGE))


def test_what_was_kept_back_is_not_told_of_earlier(git: Git, cache: Path) -> None:
    project = Project(git.folder, cache).stack(small_stack())
    project.stack({"initiatives/a": initiative("Spy", visibility="internal"), "initiatives/b": initiative("Open")})
    git.commit("2027-01-20")
    (git.folder / "stack/initiatives/a.yml").unlink()
    git.commit("2027-02-20")
    assert "Spy" not in project.build("public").text(PAGE)
    project.plugin["audience"] = "internal"
    assert changed(project.build("internal"), "2027-01") == {"Spy": "No longer on the roadmap."}


def test_where_nothing_can_be_told_the_page_says_why(git: Git, cache: Path, tmp_path: Path) -> None:
    project = Project(git.folder, cache).stack(small_stack() | {"initiatives/one": initiative("One")})
    git.commit("2027-01-20")
    assert "goes back to this month only" in words(part(project.build("young"), "changed"))
    git.commit("2027-02-20")
    project.plugin["trend"] = False
    assert "the option trend is switched off" in words(part(project.build("off"), "changed"))
    git("clone", "-q", "--depth", "1", git.folder.as_uri(), str(tmp_path / "shallow"))
    shallow = Project(tmp_path / "shallow", cache)
    assert "stands in no git repository, or in a shallow copy" in words(part(shallow.build(), "changed"))
    project.plugin["trend"] = True
    assert "Nothing." in words(part(project.build("calm"), "changed"))
