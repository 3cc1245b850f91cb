"""What a reader does with the site, in a real browser that cannot leave it."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

TOOL = "tools/braze/"
PAGES = {
    "home": "",
    "list of tools": "tools/",
    "list of integrations": "integrations/",
    "list of data sources": "data-sources/",
    "tool": TOOL,
    "tool with many flows": "tools/snowflake/",
    "vendor": "vendors/braze/",
    "integration": "integrations/hubspot-to-slack-leads/",
    "data source": "data-sources/braze-users/",
    "team": "teams/crm/",
    "personalisation": "personalisation/",
    "cheat sheet": "personalisation/braze/",
    "token": "tokens/braze-club-tier/",
    "field dictionary": "fields/",
    "field": "fields/talon-one-profiles.points_balance/",
    "journey": "journeys/loyalty-tier-change/",
    "glossary": "terms/",
    "category": "categories/email_marketing/",
    "landscape": "landscape/",
    "explorer": "explorer/",
    "flows": "flows/",
    "hubs": "hubs/",
    "regions": "regions/",
    "two steps around": "tools/braze/around/",
    "pictures in a page": "guide/in-your-pages/",
    "person": "people/crm-lead/",
    "directory": "people/",
    "findings": "findings/",
    "guide": "guide/",
    "reference": "guide/reference/fields/tools/",
    "not found": "nothing-here/",
}


@pytest.fixture(scope="session")
def address(example, serve_folder_all_session):
    """Where the example is served."""
    return serve_folder_all_session(example.folder)


@pytest.fixture
def visit(offline_page, address):
    def go(path: str = "", **options):
        seen = offline_page(address, **options)
        seen.page.goto(address + path)
        return seen

    return go


def search(page, words: str):
    """Type into the search and wait for what it finds."""
    page.keyboard.press("s")
    page.get_by_role("textbox", name="Search").press_sequentially(words)
    results = page.locator(".md-search-result__link")
    expect(results.first).to_be_visible()
    return results


@pytest.mark.parametrize(("words", "place"), [("Braze", TOOL), ("Discount codes used", "fields/")])
def test_the_search_finds_tools_by_name_and_by_the_label_of_a_field(visit, address, words, place):
    seen = visit()
    results = search(seen.page, words)
    places = [link.get_attribute("href") for link in results.all()[:8]]
    assert any(place in str(found) for found in places), places
    results.first.click()
    expect(seen.page.locator("h1").first).to_be_visible()
    assert seen.page.url.startswith(address)
    seen.assert_clean()


def test_the_button_on_home_opens_the_search(visit):
    seen = visit()
    seen.page.get_by_role("button", name=re.compile("Search tools")).click()
    query = seen.page.get_by_role("textbox", name="Search")
    expect(query).to_be_focused()
    query.press_sequentially("Braze")
    expect(seen.page.locator(".md-search-result__link").first).to_be_visible()
    seen.assert_clean()


def drawing(page):
    return page.locator("svg[role=group]").first


def test_a_box_and_a_flow_of_a_drawing_lead_to_their_pages(visit, address):
    seen = visit(TOOL)
    box = drawing(seen.page).locator("a[data-node]").filter(has_not_text="Braze").first
    place = box.evaluate("link => link.href.baseVal ?? link.href")
    box.click()
    expect(seen.page.locator("h1").first).to_be_visible()
    assert seen.page.url.split("#")[0] == address + str(place).lstrip("./").split("#")[0]
    seen.page.goto(address + TOOL)
    flow = drawing(seen.page).locator("a[data-edge]").first
    expect(flow).to_have_attribute("xlink:href", re.compile("integrations/"))
    flow.locator("rect, text").first.click()
    expect(seen.page).to_have_url(re.compile(r"/integrations/[a-z0-9-]+/$"))
    seen.assert_clean()


def test_every_box_and_flow_has_a_name(visit):
    seen = visit(TOOL)
    links = drawing(seen.page).get_by_role("link")
    assert links.count() > 10
    for link in links.all():
        assert link.get_attribute("aria-label")


def test_the_keyboard_reaches_the_search_and_walks_a_drawing_in_reading_order(visit, address):
    seen = visit(TOOL)
    wanted = drawing(seen.page).locator("a").evaluate_all("links => links.map(l => l.getAttribute('aria-label'))")
    drawing(seen.page).locator("a").first.focus()
    walked = []
    for _ in wanted:
        walked.append(seen.page.evaluate("document.activeElement.getAttribute('aria-label')"))
        seen.page.keyboard.press("Tab")
    assert walked == wanted
    boxes = drawing(seen.page).locator("a[data-node]")
    left = boxes.evaluate_all("links => links.map(l => l.getBoundingClientRect()).map(r => r.x + r.width / 2)")
    assert all(a <= b + 2 for a, b in pairwise(left))  # column by column, from left to right
    parts = drawing(seen.page).locator("a").evaluate_all("links => links.map(l => ({...l.dataset}))")
    at = ""
    for part in parts:
        at = part.get("node", at)
        assert part.get("from", at) == at
    seen.page.keyboard.press("Shift+Tab")
    place = seen.page.evaluate("document.activeElement.href.baseVal")
    seen.page.keyboard.press("Enter")
    expect(seen.page).to_have_url(re.compile(re.escape(str(place).lstrip("./")) + "$"))
    seen.assert_clean()


def test_tab_reaches_the_search(visit):
    seen = visit()
    for _ in range(40):
        seen.page.keyboard.press("Tab")
        name = seen.page.evaluate(
            "(document.activeElement.getAttribute('aria-label') || document.activeElement.textContent).trim()"
        )
        if "search" in str(name).lower():
            return
    pytest.fail("forty steps of Tab did not reach the search")


def test_the_switch_changes_the_palette_and_is_remembered(visit, address):
    seen = visit(TOOL, color_scheme="light")
    scheme = "document.body.getAttribute('data-md-color-scheme')"
    before = seen.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert seen.page.evaluate(scheme) == "default"
    seen.page.locator("label[title='Switch to dark']").click()
    assert seen.page.evaluate(scheme) == "slate"
    assert seen.page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    seen.page.goto(address + "tools/")
    assert seen.page.evaluate(scheme) == "slate"
    seen.assert_clean()


def test_the_palette_follows_the_system(visit):
    dark = visit(color_scheme="dark")
    assert dark.page.evaluate("document.body.getAttribute('data-md-color-scheme')") == "slate"
    dark.assert_clean()


def test_paper_is_light_in_the_dark_palette_too(visit):
    seen = visit(TOOL, color_scheme="dark")
    seen.page.emulate_media(media="print", color_scheme="dark")
    light = """element => {
        const [r, g, b, a] = getComputedStyle(element).backgroundColor.match(/[0-9.]+/g).map(Number);
        return a === 0 || (r + g + b) / 3 > 200;
    }"""
    for part in ("html", "body"):
        assert seen.page.locator(part).evaluate(light), part
    dark_words = """element => {
        const [r, g, b] = getComputedStyle(element).color.match(/[0-9.]+/g).map(Number);
        return (r + g + b) / 3 < 120;
    }"""
    assert seen.page.locator("h1").first.evaluate(dark_words)
    assert seen.page.locator("article p").first.evaluate(dark_words)
    assert len(seen.page.pdf()) > 10_000
    expect(seen.page.locator(".md-header")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 320])
def test_no_page_scrolls_sideways_on_a_phone(visit, address, width):
    seen = visit(viewport={"width": width, "height": 800}, is_mobile=True, has_touch=True)
    wide = {}
    for name, path in PAGES.items():
        seen.page.goto(address + path)
        sizes = seen.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        if sizes[0] > sizes[1]:
            wide[name] = sizes
    assert wide == {}


def test_pages_are_all_there_without_script(visit, address):
    seen = visit(TOOL, java_script_enabled=False)
    expect(seen.page.locator("h1")).to_have_text("Braze")
    expect(drawing(seen.page)).to_be_visible()
    seen.page.locator("summary", has_text="The same as a table").click()
    expect(seen.page.get_by_role("table").first).to_be_visible()
    crumbs = seen.page.get_by_role("navigation", name="You are here")
    crumbs.get_by_role("link", name="Tools").click()
    expect(seen.page.locator("h1")).to_have_text(re.compile("^Tools"))
    seen.page.get_by_role("table").get_by_role("link", name="Braze", exact=True).first.click()
    expect(seen.page.locator("h1")).to_have_text("Braze")
    seen.page.goto(address + "findings/")
    assert seen.page.get_by_role("listitem").count() > 3
    seen.assert_clean()


def test_every_kind_of_page_is_clean(visit, address):
    seen = visit()
    for name, path in PAGES.items():
        answer = seen.page.goto(address + path)
        assert answer.status == (404 if name == "not found" else 200), name
        expect(seen.page.locator("h1").first).to_be_visible()
    errors = [said for said in seen.errors if "404" not in said]
    assert (seen.outside, errors, seen.dialogs) == ([], [], [])


def test_the_site_opens_from_a_folder(example_files, offline_page):
    seen = offline_page("file://")
    seen.page.goto((example_files.folder / "index.html").as_uri())
    seen.page.get_by_role("link", name="Who do I ask?").first.click()
    expect(seen.page.locator("h1")).to_have_text(re.compile("^Who do I ask"))
    seen.page.get_by_role("table").get_by_role("link", name="Braze", exact=True).first.click()
    expect(seen.page.locator("h1")).to_have_text("Braze")
    drawing(seen.page).locator("a[data-node]").last.click()
    expect(seen.page).to_have_url(re.compile(r"^file:.*/tools/[a-z0-9-]+\.html"))
    assert seen.outside == []
    assert seen.dialogs == []


def test_the_site_works_below_a_path(example, serve_folder, offline_page):
    address = serve_folder(example.folder, "/some/base/")
    seen = offline_page(address)
    seen.page.goto(address)
    search(seen.page, "Braze").first.click()
    expect(seen.page).to_have_url(re.compile(r"/some/base/[a-z]"))
    seen.page.goto(address + TOOL)
    drawing(seen.page).locator("a[data-node]").last.click()
    expect(seen.page).to_have_url(re.compile(r"/some/base/tools/"))
    seen.page.get_by_role("navigation", name="You are here").get_by_role("link", name="Home").click()
    assert seen.page.url == address
    seen.assert_clean()


def test_an_earlier_address_leads_on_in_a_browser(small, serve_folder, offline_page):
    address = serve_folder(small.folder)
    seen = offline_page(address, java_script_enabled=False)
    seen.page.goto(f"{address}tools/old-mailer/")
    expect(seen.page.locator("h1")).to_have_text("Mailer")
    assert seen.page.url == f"{address}tools/mailer/"
    seen.assert_clean()
