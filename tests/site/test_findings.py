"""The page of findings, what is accepted, the badge and the months."""

from __future__ import annotations

import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from crawl import broken, read
from health_stack import AS_OF, MILD, health_stack
from hostile import ATTACKS
from projects import Project, Site, once
from repository import Git
from small import small_stack, tool

PAGE = "findings/index.html"
ROWS = "findings/findings.csv"


@pytest.fixture(scope="session")
def health(shared: Path, cache: Path) -> Site:
    def make(folder: Path) -> None:
        project = Project(folder, cache).stack(health_stack())
        project.plugin |= {"as_of": AS_OF, "audience": "internal"}
        project.settings |= {"repo_url": "https://code.example/acme/stack", "edit_uri": "edit/main/docs/"}
        project.build()

    return Site(once(shared, "health", make) / "site")


def found(site: Site) -> list[str]:
    """The words of each finding."""
    return [" ".join(e.text.split()) for e in read(PAGE, site.text(PAGE)).all("li") if e.get("data-sb-is")]


def records(site: Site, file: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO((site.folder / file).read_bytes().decode("utf-8-sig"), newline="")))


def test_a_finding_says_what_is_wrong_who_answers_and_where(health):
    one = next(row for row in found(health) if row.startswith("Poor tool") and "no technical owner" in row)
    for wanted in ("Business answers", "CRM keeps it", "stack/tools/poor.yml:"):
        assert wanted in one
    assert 'href="https://code.example/acme/stack/edit/main/stack/tools/poor.yml"' in health.text(PAGE)
    assert broken(health.folder) == []


def test_the_summary_counts_what_the_list_holds(health):
    page, rows = read(PAGE, health.text(PAGE)), found(health)
    marks = [set(e.get("data-sb-is").split()) for e in page.all("li") if e.get("data-sb-is")]
    counted = {
        a.get("href"): int(a.text.split()[0].replace(",", ""))
        for a in page.all("a")
        if a.get("href").startswith(("?severity", "?side"))
    }
    assert sum(n for address, n in counted.items() if "severity" in address) == len(rows)
    assert sum(n for address, n in counted.items() if "side" in address) == len(rows)
    for address, number in counted.items():
        name, _, value = address.removeprefix("?").partition("=")
        assert sum(f"{name}:{value}" in one for one in marks) == number > 0


def test_many_findings_of_a_rule_are_folded_and_do_not_drown_the_rest(project):
    lonely = {f"tools/t{n}": tool(f"Tool {n}", technical_owner=None) for n in range(40)}
    site = project.stack(MILD | lonely).build()
    folds = re.findall(
        r'<details class="sb-fold[^"]*" data-sb-fold( open)?>(.*?)</details>', site.text(PAGE), re.DOTALL
    )
    sizes = [(inside.count("data-sb-is="), bool(is_open)) for is_open, inside in folds]
    assert (40, False) in sizes
    assert all(is_open is (size <= 8) for size, is_open in sizes)
    assert sum(size for size, _ in sizes) == len(found(site))


def test_the_file_holds_the_rows_in_their_order(health):
    rows, seen = records(health, ROWS), found(health)
    assert len(rows) == len(seen)
    assert all(words.startswith(row["Record"]) for row, words in zip(rows, seen, strict=True))
    poor = next(row for row in rows if row["Record"] == "Poor" and row["Rule"] == "owner-missing")
    assert (poor["Who answers"], poor["Team"], poor["File"]) == ("Business", "CRM", "stack/tools/poor.yml")


def test_what_is_accepted_stands_apart_with_reason_day_and_who(health):
    article = health.text(PAGE)
    accepted = article.partition('id="accepted"')[2]
    for wanted in ("Waived", "The team is being formed.", "30 June 2027", ">CRM<"):
        assert wanted in accepted
    assert not [row for row in found(health) if row.startswith("Waived") and "business owner" in row]
    [row] = records(health, "findings/accepted.csv")
    assert (row["Record"], row["Accepted until"], row["Decided by"]) == ("Waived", "2027-06-30", "CRM")
    own = health.text("tools/waived/index.html")
    assert "Accepted for now" in own
    assert "The team is being formed." in own.partition('id="accepted"')[2]


def test_a_public_site_names_nobody_who_accepted_in_secret(project):
    by = {"rule": "owner-missing", "until": "2099-12-31", "reason": "Known.", "by": "person:jane-doe"}
    project.stack(
        MILD
        | {
            "people/jane-doe": {"name": "Jane Doe", "title": "Head of growth", "role": "leader", "team": "crm"},
            "teams/secret": {"name": "Skunkworks", "kind": "marketing", "visibility": "internal"},
            "tools/hidden": tool("Hidden", visibility="internal", business_owner=None, waivers=[by]),
            "tools/waived": tool("Waived", business_owner=None, waivers=[by]),
            "tools/also": tool("Also", business_owner=None, waivers=[by | {"by": "team:secret"}]),
        }
    )
    public = project.build("public")
    everything = b"".join(public.files().values()).decode("utf-8", "replace")
    for secret in ("jane-doe", "Jane Doe", "Skunkworks"):
        assert secret not in everything
    assert "Head of growth" in public.text(PAGE).partition('id="accepted"')[2]
    assert {row["Record"] for row in records(public, "findings/accepted.csv")} == {"Waived", "Also"}
    assert "Hidden" not in public.text(PAGE)


def test_nothing_to_put_right_says_what_was_looked_at(tmp_path, cache):
    site = Project(tmp_path, cache).stack({"stack": {"name": "Petals"}}).build(strict=True)
    article = site.text(PAGE)
    assert "Nothing to put right" in article
    assert "stackbook check" in article
    assert "data-sb-facets" not in article
    assert not site.has(ROWS)
    assert site.json("api/v1/badges/findings.json") == {
        "schemaVersion": 1,
        "label": "findings",
        "message": "none",
        "color": "brightgreen",
    }


def test_the_badge_counts_and_takes_the_colour_of_the_gravest(health, project):
    rows = records(health, ROWS)
    told = health.json("api/v1/badges/findings.json")
    errors = sum(row["Severity"] == "Error" for row in rows)
    warnings = sum(row["Severity"] == "Warning" for row in rows)
    assert told["schemaVersion"] == 1
    assert told["message"].startswith(f"{errors} error{'s' if errors > 1 else ''}" if errors else f"{warnings} warning")
    assert told["color"] == ("red" if errors else "orange")


def test_a_rule_leads_to_its_place_in_the_reference(project):
    project.plugin["reference"] = True
    site = project.stack(MILD | {"tools/poor": tool("Poor", technical_owner=None)}).build()
    assert "guide/reference/rules/#owner-missing" in site.text(PAGE)
    assert broken(site.folder) == []


def test_hostile_words_stay_words(project):
    by = {"rule": "owner-missing", "until": "2099-12-31"}
    tools = {
        f"tools/t{n}": tool(text[:200], business_owner=None, waivers=[by | {"reason": text}] if n % 2 else [])
        for n, text in enumerate(ATTACKS.values())
    }
    site = project.stack(MILD | tools).build()
    article = site.text(PAGE).partition("<article")[2].partition("</article")[0]
    assert "<script" not in article
    page = read(PAGE, site.text(PAGE))
    assert not [e for e in page.elements for name in e.attributes if name.startswith("on")]
    for row in (*records(site, ROWS), *records(site, "findings/accepted.csv")):
        assert not [text for text in row.values() if text.startswith(("=", "+", "-", "@", "\t"))]


# --- Month by month -----------------------------------------------------------------


def _months(git: Git, cache: Path) -> Project:
    """Three months: two tools without an owner, then one, then none; the last one is not committed yet."""
    project = Project(git.folder, cache).stack(small_stack() | MILD)
    project.stack({f"tools/t{n}": tool(f"T{n}", technical_owner=None) for n in range(2)})
    git.commit("2026-12-20")
    project.stack({"tools/t0": tool("T0")})
    git.commit("2027-01-20")
    project.stack({"tools/t1": tool("T1")})
    git.commit("2027-02-20")
    return project


def _table(site: Site) -> list[list[str]]:
    part = site.text(PAGE).partition('id="trend"')[2]
    rows = [read("", row) for row in re.findall("<tr.*?</tr>", part, re.DOTALL)]
    return [[e.text.strip() for e in row.elements if e.tag in ("th", "td")] for row in rows if row.all("td")]


def test_the_months_are_told_as_a_picture_and_as_a_table(git, cache):
    site = _months(git, cache).build()
    table = _table(site)
    assert [row[0] for row in table] == ["Feb 2027", "Jan 2027", "Dec 2026"]
    totals = [int(row[-1]) for row in table]
    assert totals == sorted(totals)
    assert totals[2] - totals[0] == 2
    assert totals[0] == len(found(site))
    assert "findings at the end of Dec 2026" in site.text(PAGE)


def test_the_same_repository_gives_the_same_bytes_with_and_without_a_cache(git, cache, tmp_path):
    project = _months(git, cache)
    first = project.build("one").files()
    again = project.build("two").files()
    project.plugin = {"reference": False, "cache_dir": str(tmp_path / "empty")}
    fresh = project.build("three").files()
    assert first[PAGE] == again[PAGE] == fresh[PAGE]


def test_a_damaged_cache_is_counted_anew(git, cache, tmp_path):
    project = _months(git, cache)
    project.plugin = {"reference": False, "cache_dir": str(tmp_path / "kept")}
    first = _table(project.build("one"))
    kept = sorted((tmp_path / "kept/trend").iterdir())
    assert len(kept) == 3
    for file, damage in zip(kept, (b"", b"[]", b'{"error": "many"}'), strict=True):
        file.write_bytes(damage)
    assert _table(project.build("two")) == first


def test_months_of_a_public_site_count_only_what_it_may_show(git, cache):
    project = Project(git.folder, cache).stack(small_stack() | MILD)
    git.commit("2027-01-20")
    project.stack({"tools/hidden": tool("Hidden", visibility="internal", technical_owner=None)})
    git.commit("2027-02-20")
    shown = [int(row[-1]) for row in _table(project.build("public"))]
    project.plugin["audience"] = "internal"
    whole = [int(row[-1]) for row in _table(project.build("internal"))]
    assert shown[0] == shown[1]
    assert whole[0] > whole[1] == shown[1]


def test_without_a_history_nothing_is_said_of_months(git, cache, tmp_path):
    project = _months(git, cache)
    project.plugin["trend"] = False
    assert "Month by month" not in project.build("off").text(PAGE)
    git("clone", "-q", "--depth", "1", git.folder.as_uri(), str(tmp_path / "shallow"))
    shallow = Project(tmp_path / "shallow", cache)
    assert "Month by month" not in shallow.build().text(PAGE)
    alone = Project(tmp_path / "alone", cache).stack(small_stack())
    assert "Month by month" not in alone.build().text(PAGE)
