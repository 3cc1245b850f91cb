"""The list of KPIs, the page of one, and the files with all readings."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from crawl import broken, read
from hostile import ATTACKS
from measures_stack import AS_OF, kpi, measures_stack, readings
from page_parts import article, section, words_of
from projects import Project, Site, once
from small import tool

LIST, KNOWN = "kpis/index.html", "kpis/known/index.html"


@pytest.fixture(scope="session")
def measured(shared: Path, cache: Path) -> Site:
    def make(folder: Path) -> None:
        project = Project(folder, cache).stack(measures_stack())
        project.plugin |= {"as_of": AS_OF}
        project.build()

    return Site(once(shared, "measures", make) / "site")


def rows(site: Site, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(site.text(path).removeprefix("\ufeff"))))


def row(site: Site, id_: str) -> str:
    html = article(site, LIST)
    [found] = [one for one in html.split("<tr ") if "data-sb-is" in one and f'href="../kpis/{id_}/"' in one]
    return words_of(f"<{found.partition('</tr>')[0]}")


def test_kpis_stand_by_side(measured):
    html = article(measured, LIST)
    for side, names in (("marketing", {"mails", "unmeasured"}), ("it", {"delay"}), ("shared", {"known", "aimless"})):
        part = html.partition(f'id="side-{side}"')[2].partition("</section")[0]
        assert {e.get("href") for e in read("", part).all("a") if "kpis/" in e.get("href")} == {
            f"../kpis/{one}/" for one in names
        }


def test_a_row_says_where_it_stands_in_words(measured):
    assert "64\u00a0%" in article(measured, LIST)
    known = row(measured, "known")
    for wanted in ("30 November 2026", "at least 75 %", "Off target", "Worse from 66 %", "Better from 52 %"):
        assert wanted in known.replace("\u00a0", " "), wanted
    assert "On target" in row(measured, "delay")
    assert "Within its range" in row(measured, "mails")
    assert "As good as before" in row(measured, "mails")
    assert "No target" in row(measured, "aimless")
    assert "Changed" in row(measured, "aimless")
    assert "Nobody has measured it yet" in row(measured, "unmeasured")
    assert "Not measured yet" in row(measured, "unmeasured")


def test_a_value_that_is_too_old_is_told_with_a_day_only(measured, project):
    assert "too old: next was due on 31 December 2026" in row(measured, "known")
    site = project.stack(measures_stack()).build()
    words = words_of(article(site, LIST))
    assert "too old:" not in words
    assert "as_of: today" in words


def test_what_got_worse_stands_above(measured):
    above = words_of(article(measured, LIST).partition('id="side-marketing"')[0])
    assert "Worse than the reading before: Known orders." in above
    assert "2 On target 1 Off target 1 No target 1 Not measured yet" in above


def test_the_list_can_be_narrowed_down(measured):
    html = article(measured, LIST)
    marks = [e.get("data-sb-is") for e in read("", html).all("tr") if e.get("data-sb-is")]
    assert sorted(marks) == [
        "side:it team:it state:on way:better",
        "side:marketing state:unmeasured",
        "side:marketing team:crm state:on way:same",
        "side:shared team:crm state:off way:worse",
        "side:shared team:crm state:open way:other",
    ]
    assert {e.get("name") for e in read("", html).all("select")} == {"side", "team", "state", "way"}


def test_a_small_chart_says_everything_to_those_who_do_not_see_it(measured):
    html = article(measured, LIST)
    picture = html.partition('id="spark-known-d">')[2].partition("<")[0]
    assert picture == "63 on 1 September 2026, 64 on 30 November 2026. Lowest 63, highest 66. Target 75."
    ids = read("", html).ids
    assert len(ids) == len(set(ids))


def test_the_files_hold_every_kpi_and_every_reading(measured):
    lines = rows(measured, "kpis/kpis.csv")
    assert [one["KPI"] for one in lines] == ["Mails", "Unmeasured", "Delay", "Aimless", "Known orders"]
    known = lines[-1]
    assert (known["Last value"], known["Measured on"], known["State"]) == ("64", "2026-11-30", "Off target")
    assert known["Initiatives that should move it"] == "Club"
    every = rows(measured, "kpis/readings.csv")
    assert len(every) == 10
    assert every[-1] == {
        "KPI": "Known orders", "Id": "known", "Day": "2026-11-30", "Value": "64", "Unit": "%", "State": "Off target",
        "Note": "Black Friday.",
    }  # fmt: skip


def test_the_page_of_a_kpi(measured):
    words = words_of(article(measured, KNOWN)).replace("\u00a0", " ")
    for wanted in (
        "KPI · Marketing and IT",
        "Known orders, counted.",
        "Worse than the reading before",
        "Last value 64 % 30 November 2026",
        "Should be at least 75 % 11 % to go",
        "Was to be measured again by 31 December 2026",
        "Who measures it CRM",
        "Measured in Shop customers",
    ):
        assert wanted in words, wanted
    every = section(measured, KNOWN, "readings").replace("\u00a0", " ")
    assert "30 November 2026 64 % Off target Worse Black Friday. 1 October 2026 66 % Off target Better" in every
    moved = section(measured, KNOWN, "moved-by")
    assert "Club In progress" in moved
    assert "Welcome" in moved
    assert "Gone" not in moved
    assert "We count it" in section(measured, KNOWN, "decisions")
    assert 'id="named-by"' not in article(measured, KNOWN)  # it is all said above


def test_the_large_chart_says_every_value_and_what_it_is_held_against(measured):
    html = article(measured, KNOWN)
    assert html.partition('id="kpi-d">')[2].partition("<")[0] == (
        "63 % on 1 September 2026, 66 % on 1 October 2026, 64 % on 30 November 2026. Target 75 %. At the start 52 %."
    )
    band = article(measured, "kpis/mails/index.html").partition('id="kpi-d">')[2].partition("<")[0]
    assert band.endswith("At most 8 mails. At least 4 mails.")


def test_what_is_missing_on_a_page_says_what_to_do(measured):
    words = words_of(article(measured, "kpis/unmeasured/index.html"))
    assert "Measure it once and add it to its file" in words
    assert "Write unmeasured under kpis: of those that should move it" in words
    assert "Nobody has said which way is better." in words_of(article(measured, "kpis/aimless/index.html"))


def test_no_link_leads_nowhere(measured):
    assert broken(measured.folder) == []


def test_without_kpis_the_page_says_how_to_begin(small):
    assert "stackbook new kpi" in words_of(article(small, LIST))
    assert not small.has("kpis/kpis.csv")
    assert ">KPIs<" not in small.text("index.html")  # an empty list is in no menu


def test_what_is_internal_leaves_no_trace(project):
    hidden = {"visibility": "internal"}
    project.write("stack/kpis/secret.yml", kpi("Kanary", readings=readings(98761, 2), **hidden))
    project.write(
        "stack/kpis/open.yml", kpi("Open", owner="hush", source="tool:hushed", target=1, readings=readings(1))
    )
    project.write("stack/tools/hushed.yml", tool("Kanary tool", **hidden))
    project.write("stack/teams/hush.yml", {"name": "Kanary team", "kind": "it", **hidden})
    project.write("stack/decisions/quiet.yml", {
        "name": "Kanary decision", "status": "accepted", "date": "2026-05-01", "context": "x", "outcome": "x",
        "affects": ["kpi:open"], **hidden,
    })  # fmt: skip
    site = project.build()
    everything = b"".join(site.files().values()).decode("utf-8", "replace")
    assert "Kanary" not in everything
    assert "98761" not in everything
    words = words_of(article(site, "kpis/open/index.html"))
    assert "Only what this site shows is counted." in words_of(article(site, LIST))
    assert "Nothing that this site shows." in words  # whoever moves it may be hidden
    assert "Who measures it — not shown here" in words


def test_hostile_words_stay_words(project):
    for n, text in enumerate(ATTACKS.values()):
        project.write(f"stack/kpis/k{n}.yml", kpi(text, definition=text, unit=text[:150], formula=text, readings=[
            {"on": "2026-09-30", "value": 1, "note": text}, {"on": "2026-10-31", "value": -1e15}]))  # fmt: skip
    site = project.build()
    for path in (LIST, *(f"kpis/k{n}/index.html" for n in range(len(ATTACKS)))):
        found = read(path, article(site, path))
        assert {e.tag for e in found.elements}.isdisjoint({"script", "iframe", "img", "base", "style", "form"})
        assert not [e for e in found.elements if any(name.startswith("on") for name in e.attributes)]
