"""The board of completeness and seals, and the list of what waits for whom."""

from __future__ import annotations

import csv
import re
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from crawl import broken, read
from health_stack import AS_OF, MILD, health_stack
from hostile import ATTACKS
from projects import Project, Site, once
from small import small_stack, tool

from stackbook.diagnostics import Side
from stackbook.fields import by_key, fields_of
from stackbook.model import KINDS

TERM = {"name": "Lead", "definition": "Somebody who may buy.", "owner": "crm"}
"""A record that lacks nothing."""
BOARD, LIST = "completeness/index.html", "waiting/index.html"


@pytest.fixture(scope="session")
def upkeep(shared: Path, cache: Path) -> Site:
    def make(folder: Path) -> None:
        project = Project(folder, cache).stack(health_stack() | {"terms/lead": TERM})
        project.plugin |= {"as_of": AS_OF, "audience": "internal"}
        project.build()

    return Site(once(shared, "upkeep", make) / "site")


def words_of(html: str) -> str:
    """The words of a piece of a page, with a space between the parts."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def rows_of(site: Site, page: str) -> list[tuple[set[str], str]]:
    """The marks and words of each row."""
    rows = re.findall(r'<tr role="row" data-sb-is="([^"]*)"[^>]*>(.*?)</tr>', site.text(page), re.DOTALL)
    return [(set(marks.split()), words_of(html)) for marks, html in rows]


def records(site: Site, file: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO((site.folder / file).read_bytes().decode("utf-8-sig"), newline="")))


def test_weights_follow_from_the_model():
    tool_fields = by_key(KINDS["tool"])
    assert tool_fields["business_owner"].weight == tool_fields["technical_owner"].weight == 3
    assert tool_fields["purpose"].weight == 2
    assert tool_fields["description"].weight == 1
    assert tool_fields["training"].weight == 0
    for kind in KINDS.values():
        assert all(doc.weight >= 2 for doc in fields_of(kind) if doc.required)


def test_a_required_field_weighs_more_than_another(upkeep):
    score = {row["Record"]: int(row["Complete (%)"]) for row in records(upkeep, "completeness/completeness.csv")}
    assert score["Poor"] < score["Mailer"]
    possible = sum(doc.weight for doc in fields_of(KINDS["tool"]))
    lost = 3 + 2  # its technical owner and its purpose
    assert score["Poor"] == 100 * (score_points(upkeep, "gone") - lost) // possible


def score_points(site: Site, id_: str) -> int:
    """The points of a tool that has what a tool must have, and its keeper."""
    data = site.json(f"api/v1/tools/{id_}.json")["data"]
    return sum(doc.weight for doc in fields_of(KINDS["tool"]) if doc.key in data)


def test_each_number_of_the_board_is_the_length_of_its_list(upkeep):
    waiting = [marks for marks, _ in rows_of(upkeep, LIST)]
    board = rows_of(upkeep, BOARD)
    links = [(a.get("href"), a.text) for a in read(BOARD, upkeep.text(BOARD)).all("a") if "?" in a.get("href")]
    assert len(links) > 12
    for address, words in links:
        wanted = {part.replace("=", ":") for part in address.partition("?")[2].partition("#")[0].split("&")}
        number = int(re.search(r"[\d,]+", words)[0].replace(",", ""))  # type: ignore[index]
        rows = waiting if "waiting" in address else [marks for marks, _ in board]
        assert sum(wanted <= marks for marks in rows) == number, address
    assert broken(upkeep.folder) == []


def test_every_side_is_named_also_when_nothing_waits_for_it(upkeep):
    words = upkeep.text(BOARD).partition('id="sides"')[2].partition('id="teams"')[0]
    for side in Side:
        assert f"<span>{side.label}</span>" in words


def test_what_waits_says_what_to_do_and_where(upkeep):
    rows = rows_of(upkeep, LIST)
    marks, _ = next(row for row in rows if "Sso" in row[1] or "Sign-in" in row[1] or "sign in" in row[1])
    assert {"side:security", "what:field", "kind:tool"} <= marks
    late = next(words for _, words in rows if "Asked long ago" in words and "Security: requested" in words)
    assert "late: needed by 15 January 2027" in late
    assert "Guard" in late
    purpose = [words for _, words in rows if words.startswith("Poor ") and "Purpose" in words]
    assert len(purpose) <= 1


def test_a_field_that_a_finding_names_waits_once(upkeep):
    about = [(m, w) for m, w in rows_of(upkeep, LIST) if w.startswith("Poor ") and "technical owner" in w.casefold()]
    assert [next(one for one in marks if one.startswith("what:")) for marks, _ in about] == ["what:finding"]


def test_what_is_no_longer_used_waits_for_nobody(upkeep):
    assert not [words for marks, words in rows_of(upkeep, LIST) if words.startswith("Gone ") and "what:field" in marks]
    [gone] = [words for _, words in rows_of(upkeep, BOARD) if words.startswith("Gone")]
    assert "no longer in use" in gone


def test_a_review_waits_for_those_who_do_it(upkeep):
    rows = rows_of(upkeep, LIST)
    assert {"side:privacy", "what:review"} <= next(marks for marks, words in rows if "Asked lately" in words)
    assert {"side:security", "what:review", "team:guard"} <= next(m for m, words in rows if "Asked long ago" in words)
    architecture = [marks for marks, words in rows if words.startswith("Bound ")]
    assert architecture
    assert all("side:it" in marks for marks in architecture)


def test_a_seal_is_whole_or_has_lapsed_on_the_day(upkeep):
    seals = {
        words.partition("Tool")[0].strip(): words for marks, words in rows_of(upkeep, BOARD) if "kind:tool" in marks
    }
    assert "whole until 1 June 2027" in seals["Mailer"]
    assert "lapsed since 1 September 2026" in seals["Shop"]
    assert "no review planned" in seals["Poor"]
    assert "Seal: lapsed since" in words_of(upkeep.text("tools/shop/index.html"))


def test_without_a_day_no_seal_has_lapsed(project):
    site = project.stack(health_stack()).build()
    article = site.text(BOARD).partition("<article")[2]
    assert "lapsed" not in article.replace("which seals have lapsed", "").casefold()
    assert "as_of: today" in article
    assert "to be confirmed again by" in article
    assert {row["Seal"] for row in records(site, "completeness/completeness.csv")} == {"Planned", "No review planned"}


def test_the_least_complete_come_first_and_the_file_is_the_same(upkeep):
    rows = records(upkeep, "completeness/completeness.csv")
    percents = [int(row["Complete (%)"]) for row in rows]
    assert percents == sorted(percents)
    seen = [words for _, words in rows_of(upkeep, BOARD)]
    assert all(words.startswith(row["Record"]) for row, words in zip(rows, seen, strict=True))
    waits = records(upkeep, "waiting/waiting.csv")
    assert len(waits) == len(rows_of(upkeep, LIST))


def test_a_page_says_what_is_missing_by_side(upkeep):
    record = upkeep.text("tools/poor/index.html").partition('id="record"')[2]
    words = words_of(record)
    assert re.search(r"Not filled in yet: \d+ things, for Business \d+, IT \d+, Security \d+", words)
    assert "(asked, nobody knows)" in words


def test_public_and_internal_sites_agree_on_the_score_and_tell_nothing(project):
    owner = {"name": "Secret team", "kind": "marketing", "visibility": "internal"}
    contract = {
        "name": "Mailer 2027",
        "vendor": "postbox",
        "tools": ["mailer"],
        "owner": "crm",
        "start": "2026-01-01",
        "end": "2027-12-31",
        "auto_renew": False,
        "notice_period": "P3M",
    }
    value = {"amount": 7654321, "currency": "EUR"}
    project.stack(
        MILD
        | {
            "teams/secret": owner,
            "tools/mailer": tool("Mailer", vendor="postbox", data_steward="team:secret", business_owner="team:secret"),
            "contracts/known": contract | {"value": value},
            "contracts/open": contract | {"name": "Mailer 2028"},
        }
    )
    public = project.build("public")
    project.plugin["audience"] = "internal"
    internal = project.build("internal")

    def scores(site: Site) -> dict[str, str]:
        rows = records(site, "completeness/completeness.csv")
        return {row["Record"]: row["Complete (%)"] for row in rows if row["Record"] != "Secret team"}

    assert scores(public) == scores(internal)
    for name in ("tools/mailer", "contracts/known", "contracts/open"):
        told = [site.json(f"api/v1/{name}.json")["completeness"] for site in (public, internal)]
        assert told[0] == told[1]
    label = by_key(KINDS["contract"])["value"].label
    assert any(
        row["Record"] == "Mailer 2028" and label in row["To do"] for row in records(internal, "waiting/waiting.csv")
    )
    assert not [row for row in records(public, "waiting/waiting.csv") if row["To do"].startswith(f"{label}:")]
    assert not [row for row in records(public, "completeness/completeness.csv") if label in row["Not filled in"]]
    assert "Only what this site shows is counted" in public.text(BOARD)
    assert "Only what this site shows is counted" not in internal.text(BOARD)


def test_badges_tell_the_score_of_all_and_of_each_team(upkeep):
    board = read(BOARD, upkeep.text(BOARD))
    [overall] = [e.text for e in board.all("h1")]
    told = upkeep.json("api/v1/badges/completeness.json")
    assert told["message"] == re.search(r"\d+", overall)[0] + "%"  # type: ignore[index]
    team = upkeep.json("api/v1/badges/team-crm.json")
    assert team["label"] == "CRM"
    assert re.match(r"\d+% complete, \d+ (error|warning|hint)", team["message"])
    assert set(team) == {"schemaVersion", "label", "message", "color"}
    assert upkeep.has("api/v1/badges/team-guard.json")


def test_a_public_site_has_no_badge_of_a_hidden_team(project):
    site = project.stack({"teams/secret": {"name": "S", "kind": "marketing", "visibility": "internal"}}).build()
    assert not site.has("api/v1/badges/team-secret.json")
    assert site.has("api/v1/badges/team-crm.json")


def test_an_empty_stack_says_what_to_do(tmp_path, cache):
    site = Project(tmp_path, cache).stack({"stack": {"name": "Petals"}}).build(strict=True)
    assert "There are no records yet" in site.text(BOARD)
    assert "Nothing waits for anybody" in site.text(LIST)
    assert site.json("api/v1/badges/completeness.json")["message"] == "no records yet"
    assert not site.has("waiting/waiting.csv")


def test_home_and_the_tab_lead_to_what_waits_for_security_in_one_click(upkeep):
    home = upkeep.text("index.html")
    assert 'href="./waiting/?side=security"' in home
    assert "What waits for whom" in home


def test_hostile_words_stay_words(project):
    tools = {f"tools/t{n}": tool(text[:200], purpose=None) for n, text in enumerate(ATTACKS.values())}
    site = project.stack(small_stack() | tools).build()
    for page in (BOARD, LIST):
        article = site.text(page).partition("<article")[2].partition("</article")[0]
        assert "<script" not in article
        assert not [e for e in read(page, article).elements for name in e.attributes if name.startswith("on")]


def test_a_row_weighs_little(project):
    many = {f"tools/t{n}": tool(f"Tool {n}", owner="crm") for n in range(120)}
    site = project.stack(many).build()
    for page, most in ((BOARD, 800), (LIST, 800)):
        article = site.text(page).partition("<article")[2].partition("</article")[0]
        body = article.partition('data-sb-is="')[2]
        assert len(body) / len(rows_of(site, page)) < most
        assert "<svg" not in body


def test_what_waits_has_a_heading_for_each_side_and_says_it_once(upkeep):
    html = upkeep.text(LIST)
    sides = re.findall(r'<h2 id="for-(\w+)"', html)
    assert sides == [side.value for side in Side if f'"#for-{side.value}"' in html]
    assert len(sides) > 2
    for side, section in zip(sides, html.split('<h2 id="for-')[1:], strict=True):
        found = re.findall(r'data-sb-is="([^"]*)"', section)
        assert found
        assert all(f"side:{side}" in marks.split() for marks in found)
    assert not [words for _, words in rows_of(upkeep, LIST) if "Not filled in" in words]


def test_records_that_lack_nothing_are_folded(upkeep):
    open_, _, folded = upkeep.text(BOARD).partition('id="records"')[2].partition("<details")
    assert folded
    assert "score:all" not in open_.partition("<table")[2]
    assert set(re.findall(r"score:(\w+)", folded.partition("</details>")[0].partition("<table")[2])) == {"all"}
