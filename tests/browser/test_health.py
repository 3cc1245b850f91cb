"""What security, a team and a coordinator do with findings, the board, the list of what waits and the reviews."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from health_stack import AS_OF, health_stack
from playwright.sync_api import expect
from projects import Project, Site, once
from small import tool

TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
TERM = {"name": "Lead", "definition": "Somebody who may buy.", "owner": "crm"}  # a record that lacks nothing
PAGES = ("findings/", "waiting/", "waiting/?side=security", "completeness/", "reviews/", "reviews/bound/")


@pytest.fixture(scope="session")
def health_site(shared: Path, cache: Path) -> Site:
    def make(folder: Path) -> None:
        many = {f"tools/t{n}": tool(f"Tool {n}", owner="crm", technical_owner=None) for n in range(12)}
        project = Project(folder, cache).stack(health_stack() | many | {"terms/lead": TERM})
        project.plugin |= {"as_of": AS_OF, "audience": "internal"}
        project.settings["theme"]["palette"] = {"scheme": "default", "primary": "custom", "accent": "custom"}
        project.build()

    return Site(once(shared, "health-in-a-browser", make) / "site")


@pytest.fixture(scope="session")
def address(health_site, serve_folder_all_session):
    return serve_folder_all_session(health_site.folder)


@pytest.fixture
def visit(offline_page, address):
    def go(path: str = "", **options):
        seen = offline_page(address, **options)
        seen.page.goto(address + path)
        return seen

    return go


def test_security_sees_what_waits_for_it_one_click_from_home(visit, address):
    page = visit().page
    page.locator(".sb-waiting-for").get_by_role("link", name=re.compile("Security")).click()
    expect(page).to_have_url(f"{address}waiting/?side=security")
    rows = page.locator("tr[data-sb-is]:visible")
    expect(page.locator("output")).to_contain_text(" of ")
    expect(page.locator("output")).to_have_text(re.compile(rf"^{rows.count()} of \d+ things$"))
    [side] = page.locator(".sb-waiting h2:visible").all_inner_texts()
    assert side.startswith("Security")
    expect(rows.filter(has_text="Asked long ago").first).to_contain_text("late: needed by 15 January 2027")


def test_a_number_of_the_board_leads_to_so_many_things(visit):
    page = visit("completeness/").page
    link = page.locator(".sb-sides a").filter(has_text="not filled in").first
    number = int(link.inner_text().split()[0])
    link.click()
    expect(page.locator("tr[data-sb-is]:visible")).to_have_count(number)


def test_complete_records_are_folded_and_narrowing_down_opens_them(visit):
    page = visit("completeness/").page
    fold = page.locator("details").filter(has=page.locator("summary", has_text="Complete:"))
    expect(fold).to_have_count(1)
    expect(fold).not_to_have_attribute("open", "")
    page.locator("select[name=score]").select_option("all")
    expect(fold).to_have_attribute("open", "")
    expect(page.locator("tr[data-sb-is]:visible").first).to_contain_text("100 %")


def test_folded_findings_count_what_is_left_and_open_when_few_are(visit):
    page = visit("findings/").page
    fold = page.locator("details.sb-fold").filter(has_text="no business owner or no technical")
    expect(fold).not_to_have_attribute("open", "")
    expect(fold.locator("summary b")).to_have_text("13")
    page.get_by_role("searchbox", name="Find in the findings").fill("tool 1")
    expect(fold).to_have_attribute("open", "")
    expect(fold.locator("summary b")).to_have_text("3")
    expect(page.locator("output")).to_have_text(
        re.compile(rf"^{page.locator('li.sb-found:not([hidden])').count()} of ")
    )
    expect(page.get_by_role("heading", name=re.compile("Hints"))).to_be_hidden()
    page.locator(".sb-facets__clear").click()
    expect(fold.locator("summary b")).to_have_text("13")


def test_what_is_seen_of_the_findings_can_be_downloaded(visit):
    page = visit("findings/?rule=owner-missing").page
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("these 13 as CSV")).click()
    text = download.value.path().read_text("utf-8-sig")
    assert text.count("owner-missing") == 13


def test_reviews_are_narrowed_down_with_their_sections(visit):
    page = visit("reviews/?state=late").page
    expect(page.locator("tr[data-sb-is]:visible")).to_have_count(1)
    expect(page.get_by_role("heading", name="Decided")).to_be_hidden()
    expect(page.get_by_role("heading", name=re.compile("Waiting"))).to_contain_text("1")


def test_without_script_everything_is_there(visit):
    page = visit("findings/", java_script_enabled=False).page
    fold = page.locator("details.sb-fold").filter(has_text="no business owner or no technical")
    fold.locator("summary").click()
    expect(fold.locator("li")).to_have_count(13)
    expect(page.locator("[data-sb-facets]")).to_be_hidden()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("options", [{"color_scheme": "light"}, {"viewport": {"width": 390, "height": 800}}])
def test_nothing_is_in_the_way(visit, path, options):
    seen = visit(path, reduced_motion="reduce", **options)
    seen.page.evaluate("document.querySelectorAll('article details').forEach(one => one.open = true)")
    found = Axe().run(seen.page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
    problems = [
        f"{one['id']}: {node['html'][:160]}" for one in found.response["violations"] for node in one["nodes"][:3]
    ]
    assert problems == []
    wide = seen.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    seen.assert_clean()
