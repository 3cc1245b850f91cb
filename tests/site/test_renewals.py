"""Renewals, the pages of contracts, and what Home says is due."""

from __future__ import annotations

import csv
import re
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from buying_stack import AS_OF, buying_stack, contract
from crawl import broken, links_of, read, target
from hostile import ATTACKS
from page_parts import article
from projects import Project, Site, once

PAGE = "contracts/index.html"
FILE = "contracts/contracts.csv"


def make(shared: Path, cache: Path, name: str, **plugin: object) -> Site:
    def build(folder: Path) -> None:
        project = Project(folder, cache).stack(buying_stack())
        project.plugin |= plugin
        project.build()

    return Site(once(shared, f"buying-{name}", build) / "site")


@pytest.fixture(scope="session")
def bought(shared: Path, cache: Path) -> Site:
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
    """The words from one anchor to the next heading."""
    rest = article(site, path).partition(f'id="{anchor}"')[2].partition(">")[2]
    ends = [at for tag in ("<h2", "<h3 id") if (at := rest.find(tag)) >= 0]
    return words(rest[: min(ends)] if ends else rest)


def rows(site: Site) -> list[dict[str, str]]:
    text = (site.folder / FILE).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def test_what_must_be_cancelled_stands_by_how_near_it_is(bought):
    near = part(bought, "within-30")
    assert "Shop plan" in near
    assert "1 July 2026 in 30 days" in near
    assert "Cancel No notice given yet" in near
    assert near.index("Fixed plan") < near.index("Shop plan")  # the nearest first
    assert "Ends on 20 June 2026" in near
    assert "IT" in near
    assert "Mailer plan" in part(bought, "within-180")
    noted = part(bought, "within-90")
    assert "Ends on 15 August 2026 Notice given" in noted
    assert "Nothing." in part(bought, "within-60")


def test_what_was_missed_stands_first(bought):
    late = part(bought, "too-late")
    assert "Late plan" in late
    assert "2 May 2026" not in late
    assert "1 May 2026" in late
    assert "Renews for 6 months after 30 June 2026" in late
    assert "Not decided yet" in late
    assert article(bought, PAGE).index('id="too-late"') < article(bought, PAGE).index('id="within-30"')


def test_who_decides_is_a_link_to_the_team(bought):
    path, _ = target(PAGE, links_of(bought.folder, PAGE)["CRM"])
    assert path == "teams/crm/index.html"
    mine = ("contracts/", "tools/", "vendors/", "teams/", "rationalisation/", "access/", "index.html")
    assert [one for one in broken(bought.folder) if one.startswith(mine)] == []


def test_a_contract_that_is_over_or_not_signed_waits_for_nobody(bought):
    for anchor in ("too-late", "within-30", "within-60", "within-90", "within-180"):
        said = part(bought, anchor)
        assert "Old plan" not in said
        assert "Draft plan" not in said
    months = part(bought, "months")
    assert "Old plan" not in months


def test_the_calendar_goes_month_by_month(bought):
    html = article(bought, PAGE)
    july = words(html.partition("July 2026</h3>")[2].partition("</div>")[0])
    assert july.startswith("1 Shop plan Last day to cancel")
    assert "decided: cancel" in july
    assert "31 Shop plan Ends" in july  # it was decided to cancel it
    december = words(html.partition("December 2026</h3>")[2].partition("</div>")[0])
    assert "31 Mailer plan Renews automatically" in december
    assert "April 2026</h3>" not in html  # past
    assert "September 2026</h3>" not in html  # nothing happens


def test_one_that_was_renewed_automatically_shows_its_next_end(bought):
    row = next(one for one in rows(bought) if one["Contract"] == "Rolling plan")
    assert (row["Last day"], row["Last day to cancel"]) == ("2027-03-31", "2027-03-01")
    said = words(article(bought, "contracts/rolling-plan/index.html"))
    assert (
        "Runs until 31 March 2027, then renews automatically for 1 year unless it is cancelled by 1 March 2027." in said
    )
    assert "It has renewed automatically 3 times since 31 March 2024." in said


@pytest.mark.parametrize(
    ("id_", "sentence"),
    [
        ("shop-plan", "Runs until 31 July 2026, then renews automatically unless it is cancelled by 1 July 2026."),
        ("late-plan", "then renews automatically for 6 months: the last day to cancel was 1 May 2026."),
        ("fixed-plan", "Runs until 20 June 2026 and then ends, unless it is renewed."),
        ("unknown-plan", "Runs until 31 December 2026. Whether it renews automatically then is not recorded."),
        ("open-plan", "Runs until one side ends it, at any time."),
        ("noted-plan", "Cancelled: it runs until 15 August 2026."),
        ("old-plan", "Ended on 31 May 2025."),
        ("draft-plan", "Not signed yet. It is to run from 1 January 2025 until 31 January 2028."),
    ],
)
def test_a_contracts_page_says_how_long_it_runs_in_a_sentence(bought, id_, sentence):
    assert sentence in words(article(bought, f"contracts/{id_}/index.html"))


def test_a_contracts_page_shows_tools_and_what_is_used(bought):
    said = words(article(bought, "contracts/mailer-plan/index.html"))
    assert "125 % 1,250 of 1,000 profiles" in said
    assert "Mailer" in said
    assert "To cancel within 180 days" in said
    said = words(article(bought, "contracts/shop-plan/index.html"))
    assert "It was decided to cancel it, and no notice has been given yet." in said


def test_the_list_can_be_narrowed_down_and_downloaded_in_the_same_order(bought):
    page = read(PAGE, bought.text(PAGE))
    marked = [set(e.get("data-sb-is").split()) for e in page.all("tr") if e.get("data-sb-is")]
    assert sum("team:it" in one for one in marked) == 2
    assert sum("decided:open" in one for one in marked) == 5
    assert sum("auto:unknown" in one for one in marked) == 1
    assert {e.get("name") for e in page.all("select")} == {"team", "vendor", "status", "auto", "decided"}
    names = [row["Contract"] for row in rows(bought)]
    rest = bought.text(PAGE).partition('id="all"')[2]
    seen = [e.text for e in read(PAGE, rest).all("th") if e.get("scope") == "row"]
    assert len(seen) == len(names) == 10
    assert all(said.startswith(name) for said, name in zip(seen, names, strict=True))


def test_without_a_day_nothing_is_late_or_near(dayless):
    said = words(article(dayless, PAGE))
    assert "as_of: today" in said
    assert "within-30" not in article(dayless, PAGE)
    assert "days ago" not in said
    assert "Too late" not in said
    assert "Last day to cancel" in said
    assert "1 Shop plan" in words(article(dayless, PAGE).partition("July 2026</h3>")[2].partition("</div>")[0])
    assert "Late plan" in words(article(dayless, PAGE).partition("May 2026</h3>")[2].partition("</div>")[0])
    home = words(article(dayless, "index.html"))
    assert "Due within" not in home
    assert "What must be cancelled by when?" in home


def test_home_says_what_is_due_and_leads_there(bought):
    html = article(bought, "index.html")
    said = words(html.partition('class="sb-due"')[2].partition("</section")[0])
    assert "3 contracts to cancel or keep" in said
    assert "3 dates of reviews, conditions and agreements" in said
    assert "Too late to cancel, renews after 30 June 2026: Late plan CRM" in said
    assert "20 May 2026 late Review needed: Mailer security IT" in said
    assert "20 June 2026 Ends: Fixed plan IT" in said
    path, anchor = target("index.html", links_of(bought.folder, "index.html")["3 contracts to cancel or keep"])
    assert (path, anchor) == (PAGE, "next")


def test_costs_are_for_the_inside_only(bought, inside):
    assert "Per year" in words(article(inside, PAGE))
    assert "24,000 USD" in words(article(inside, PAGE))
    row = next(one for one in rows(inside) if one["Contract"] == "Rolling plan")
    assert (row["Price"], row["Currency"], row["Per year"]) == ("300", "EUR", "1200")
    for path, content in bought.files().items():
        if path.startswith(("contracts/", "costs", "calendar/", "tools/", "vendors/", "rationalisation")):
            assert b"24,000" not in content, path
            assert b"12,000 EUR" not in content, path
    assert "Per year" not in words(article(bought, PAGE))
    assert "Price" not in rows(bought)[0]
    assert not bought.has("costs/index.html")
    assert not bought.has("costs/costs.csv")


def test_pages_of_tools_and_vendors_show_their_contracts(bought):
    tool = words(article(bought, "tools/mailer/index.html"))
    assert "Mailer plan" in tool
    assert "Rolling plan" in tool
    assert "Shop plan" in words(article(bought, "vendors/shopco/index.html"))


def test_a_stack_without_contracts_says_what_to_do(tmp_path, cache):
    site = Project(tmp_path, cache).stack({"stack": {"name": "Petals"}}).build(strict=True)
    assert "stackbook new contract" in words(article(site, PAGE))
    assert not site.has(FILE)
    assert not [path for path in site.files() if path.endswith(".ics")]


def test_contracts_without_days_are_shown_as_well(project):
    bare = {"name": "Bare", "vendor": "postbox", "tools": ["mailer"], "owner": None}
    bare |= {"start": None, "end": None, "auto_renew": None, "notice_period": None}
    project.plugin["as_of"] = AS_OF
    site = project.stack({"contracts/bare": bare}).build()
    assert "No contract in force has a last day." in words(article(site, PAGE))
    assert "Its last day is not recorded." in words(article(site, "contracts/bare/index.html"))
    assert rows(site)[0]["Contract"] == "Bare"


def test_hostile_words_stay_words(project):
    many = {
        f"contracts/c{n}": contract(text[:200], "postbox", ["mailer"], pricing_metric=text, exit_terms=text)
        for n, text in enumerate(ATTACKS.values())
    }
    project.plugin |= {"as_of": AS_OF, "audience": "internal"}
    site = project.stack(many).build()
    for path in (PAGE, "contracts/c0/index.html", "tools/mailer/index.html", "index.html", "costs/index.html"):
        assert "<script" not in article(site, path)
        page = read(path, site.text(path))
        assert not [e for e in page.elements for name in e.attributes if name.startswith("on")], path
    assert not [cell for row in rows(site) for cell in row.values() if cell[:1] in "=+-@" and cell[:1]]
