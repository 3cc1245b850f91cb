"""The landscape map: what a reader colours, switches and finds again, in a real browser that cannot leave the site."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PAGE = "landscape/"
OVERLAYS = ("Owner", "Lifecycle", "Criticality", "Classification", "Health", "Hosting")
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def address(example, serve_folder_all_session):
    """Where the example is served."""
    return serve_folder_all_session(example.folder)


@pytest.fixture
def visit(offline_page, address):
    def go(query: str = "", **options):
        seen = offline_page(address, reduced_motion="reduce", **options)
        seen.page.goto(address + PAGE + query)
        return seen

    return go


def tile(page, name):
    return page.locator(".sb-map .sb-shelf a.sb-tile-link").filter(has=page.get_by_text(name, exact=True))


def legend(page):
    """The labels of the legend that is shown, with their counts."""
    entries = page.locator(".sb-map__legend:visible button")
    return {e.locator("bdi").inner_text(): int(e.locator("b").inner_text()) for e in entries.all()}


def words(page):
    """What each tile says below its name."""
    return page.locator(".sb-map .sb-said").all_inner_texts()


def test_a_choice_colours_every_tile_says_the_value_in_words_and_counts_them(visit):
    seen = visit()
    tiles = seen.page.locator(".sb-map .sb-shelf a.sb-tile-link")
    assert words(seen.page) == []
    plain = tile(seen.page, "Braze").evaluate("e => getComputedStyle(e).backgroundColor")
    for name in OVERLAYS:
        seen.page.get_by_role("radio", name=name, exact=True).check(force=True)
        expect(seen.page.locator(".sb-map__legend:visible")).to_have_count(1)
        assert len(words(seen.page)) == tiles.count()
        assert sum(legend(seen.page).values()) == tiles.count()
        expect(seen.page.locator(".sb-map__question")).to_have_text(re.compile(r"\?$"))
        assert tile(seen.page, "Braze").evaluate("e => getComputedStyle(e).backgroundColor") != plain
    seen.page.get_by_role("radio", name="Nothing", exact=True).check(force=True)
    assert words(seen.page) == []
    expect(seen.page.locator(".sb-map__legend:visible")).to_have_count(0)
    assert tile(seen.page, "Braze").evaluate("e => getComputedStyle(e).backgroundColor") == plain
    seen.assert_clean()


def test_tiles_of_one_value_have_one_colour_and_others_another(visit):
    seen = visit("?overlay=criticality")
    found = {}
    for link in seen.page.locator(".sb-map .sb-shelf a.sb-tile-link").all():
        said = link.locator(".sb-said").inner_text()
        found.setdefault(said, set()).add(link.evaluate("e => getComputedStyle(e).backgroundColor"))
    assert {said: len(colours) for said, colours in found.items()} == dict.fromkeys(found, 1)
    assert len({next(iter(colours)) for colours in found.values()}) == len(found) > 2


def test_every_tile_of_the_teams_that_share_a_colour_says_its_own_team(visit):
    seen = visit("?overlay=owner")
    assert "Other teams" in legend(seen.page)
    assert "Other teams" not in words(seen.page)
    seen.page.get_by_role("radio", name="Lifecycle", exact=True).check(force=True)
    assert set(words(seen.page)) == set(legend(seen.page))


def test_the_address_keeps_what_was_chosen_and_nothing_is_loaded_again(visit, address):
    seen = visit("?filter=br")
    seen.page.evaluate("window.still = true")
    seen.page.get_by_role("radio", name="Health", exact=True).check(force=True)
    seen.page.get_by_role("checkbox", name=re.compile("empty categories")).check()
    seen.page.get_by_role("checkbox", name=re.compile("overlaps")).check()
    expect(seen.page).to_have_url(address + PAGE + "?filter=br&overlay=health&show=gaps,overlaps")
    assert seen.page.evaluate("window.still")
    seen.page.reload()
    expect(seen.page.get_by_role("radio", name="Health", exact=True)).to_be_checked()
    expect(seen.page.get_by_role("checkbox", name=re.compile("empty categories"))).to_be_checked()
    assert "Degraded" in legend(seen.page)
    seen.page.get_by_role("radio", name="Nothing", exact=True).check(force=True)
    seen.page.get_by_role("checkbox", name=re.compile("empty categories")).uncheck()
    seen.page.get_by_role("checkbox", name=re.compile("overlaps")).uncheck()
    expect(seen.page).to_have_url(address + PAGE + "?filter=br")


def test_a_word_in_the_address_that_means_nothing_is_passed_over(visit):
    seen = visit("?overlay=<script>&show=all,gap")
    expect(seen.page.get_by_role("radio", name="Nothing", exact=True)).to_be_checked()
    expect(seen.page.get_by_role("checkbox", name=re.compile("empty categories"))).not_to_be_checked()
    seen.assert_clean()


def test_empty_categories_are_shown_on_request(visit):
    seen = visit()
    switch = seen.page.get_by_role("checkbox", name=re.compile("empty categories"))
    empty = seen.page.locator(".sb-shelf--empty:visible")
    expect(empty).to_have_count(0)
    switch.check()
    assert empty.count() == int(re.search(r"\d+", switch.evaluate("e => e.parentElement.innerText"))[0])
    assert "Influencers" in " ".join(empty.all_inner_texts())
    switch.uncheck()
    expect(empty).to_have_count(0)
    seen.assert_clean()


def test_overlaps_are_marked_on_request_as_a_question(visit):
    seen = visit()
    marks = seen.page.locator(".sb-shelf__ask:visible")
    expect(marks).to_have_count(0)
    seen.page.get_by_role("checkbox", name=re.compile("overlaps")).check()
    shelf = seen.page.locator(".sb-shelf", has=seen.page.locator("#category-events_webinars"))
    expect(shelf.locator(".sb-shelf__ask")).to_have_text("2 for one job?")
    # Of Braze, HubSpot and Salesforce Marketing Cloud one is on its way out.
    shelf = seen.page.locator(".sb-shelf", has=seen.page.locator("#category-marketing_automation_campaign_management"))
    expect(shelf.locator(".sb-shelf__ask")).to_have_text("2 for one job?")
    assert marks.count() < seen.page.locator(".sb-shelf:visible").count()
    seen.assert_clean()


def test_pointing_at_the_legend_dims_the_rest_and_a_click_holds_it(visit):
    seen = visit("?overlay=criticality")
    entry = seen.page.locator(".sb-map__legend:visible button", has_text="Mission critical")
    other = tile(seen.page, "Klaviyo")
    lit = seen.page.locator(".sb-map a.sb-lit")
    entry.hover()
    assert lit.count() == legend(seen.page)["Mission critical"]
    expect(other).to_have_css("opacity", "0.2")
    seen.page.mouse.move(5, 5)
    expect(other).to_have_css("opacity", "1")
    entry.focus()
    expect(other).to_have_css("opacity", "0.2")
    entry.click()
    seen.page.mouse.move(5, 5)
    seen.page.locator("h1").click()
    expect(entry).to_have_attribute("aria-pressed", "true")
    expect(other).to_have_css("opacity", "0.2")
    entry.focus()
    seen.page.keyboard.press("Escape")
    expect(entry).to_have_attribute("aria-pressed", "false")
    seen.page.get_by_role("radio", name="Owner", exact=True).check(force=True)
    expect(other).to_have_css("opacity", "1")
    seen.assert_clean()


def test_the_keyboard_alone_chooses_switches_and_walks_on(visit, address):
    seen = visit()
    seen.page.get_by_role("radio", name="Nothing", exact=True).focus()
    seen.page.keyboard.press("ArrowRight")
    expect(seen.page.get_by_role("radio", name="Owner", exact=True)).to_be_checked()
    assert "Performance marketing" in legend(seen.page)
    outline = "getComputedStyle(document.activeElement.nextElementSibling).outlineStyle"
    assert seen.page.evaluate(outline) == "solid"
    seen.page.keyboard.press("Tab")
    seen.page.keyboard.press("Space")
    expect(seen.page.get_by_role("checkbox", name=re.compile("empty categories"))).to_be_checked()
    seen.page.keyboard.press("Tab")
    seen.page.keyboard.press("Tab")
    expect(seen.page.locator(".sb-map__legend:visible button").first).to_be_focused()
    seen.page.keyboard.press("Enter")
    expect(seen.page.locator(".sb-map__legend:visible button").first).to_have_attribute("aria-pressed", "true")
    expect(seen.page).to_have_url(address + PAGE + "?overlay=owner&show=gaps")
    seen.assert_clean()


def test_typing_finds_tools_on_the_map_and_keeps_their_colours(visit):
    seen = visit("?overlay=owner")
    seen.page.get_by_role("searchbox", name="Find on the map").fill("marketing hub")
    expect(tile(seen.page, "Braze")).to_be_hidden()
    expect(tile(seen.page, "HubSpot Marketing Hub")).to_be_visible()
    assert seen.page.locator(".sb-map .sb-group:visible h3").count() == 1
    assert seen.page.locator(".sb-map .sb-shelf:visible").count() == 1
    expect(tile(seen.page, "HubSpot Marketing Hub").locator(".sb-said")).to_have_text("Trade sales")
    seen.page.keyboard.press("Escape")
    expect(tile(seen.page, "Braze")).to_be_visible()
    seen.assert_clean()


def test_tiles_lead_to_tools_and_headings_to_categories(visit, address):
    seen = visit()
    braze = tile(seen.page, "Braze")
    assert braze.get_attribute("title").startswith("Braze: Sends newsletters")
    heading = seen.page.locator("#category-crm a")
    expect(heading).to_have_attribute("href", "../categories/crm/")
    braze.click()
    expect(seen.page).to_have_url(address + "tools/braze/")
    seen.assert_clean()


def test_the_table_says_the_same_as_the_tiles(visit):
    seen = visit("?overlay=owner")
    said = {}
    for link in seen.page.locator(".sb-map .sb-shelf a.sb-tile-link").all():
        said[link.locator("bdi").inner_text()] = link.locator(".sb-said").inner_text()
    seen.page.locator("summary", has_text="The same as a table").click()
    table = seen.page.get_by_role("table", name="The landscape")
    heads = table.get_by_role("columnheader").all_inner_texts()
    assert heads == ["Tool", "Category", *OVERLAYS]
    rows = table.locator("tbody tr").all()
    assert {r.locator("th").inner_text().strip(): r.locator("td").nth(1).inner_text() for r in rows} == said


def test_without_script_the_map_is_there_with_links_and_what_is_empty_can_be_read(visit, address):
    seen = visit("?overlay=owner", java_script_enabled=False)
    expect(seen.page.locator(".sb-map__controls")).to_be_hidden()
    expect(tile(seen.page, "Braze")).to_be_visible()
    expect(seen.page.locator(".sb-map .sb-phase", has_text="Phasing out")).to_be_visible()
    assert words(seen.page) == []
    seen.page.locator("summary", has_text="Empty categories").click()
    expect(seen.page.locator("#gaps")).to_contain_text("Influencers")
    seen.page.locator("summary", has_text="The same as a table").click()
    expect(seen.page.get_by_role("table", name="The landscape")).to_be_visible()
    tile(seen.page, "Braze").click()
    expect(seen.page).to_have_url(address + "tools/braze/")
    seen.assert_clean()


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("query", ["", "?overlay=owner&show=gaps,overlaps"])
def test_on_a_phone_nothing_scrolls_sideways_and_the_table_stays_closed(visit, width, query):
    seen = visit(query, viewport={"width": width, "height": 800}, is_mobile=True, has_touch=True)
    sizes = seen.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert sizes[0] <= sizes[1]
    expect(tile(seen.page, "Braze")).to_be_visible()
    expect(seen.page.get_by_role("table", name="The landscape")).to_be_hidden()
    seen.assert_clean()


def violations(page, options):
    found = Axe().run(page, context=".md-content", options={**options, "resultTypes": ["violations"]})
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found.response["violations"]
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize("palette", ["light", "dark"])
def test_nothing_is_in_the_way_in_any_colours(visit, palette):
    seen = visit("?show=gaps,overlaps", color_scheme=palette)
    assert violations(seen.page, {"runOnly": {"type": "tag", "values": TAGS}}) == []
    for name in OVERLAYS:
        seen.page.get_by_role("radio", name=name, exact=True).check(force=True)
        assert violations(seen.page, {"runOnly": {"type": "rule", "values": ["color-contrast"]}}) == []
    seen.assert_clean()


def test_no_two_tiles_cover_each_other_and_no_text_leaves_its_tile(visit):
    for width in (1440, 800):
        seen = visit("?overlay=owner&show=overlaps", viewport={"width": width, "height": 900})
        seen.page.wait_for_timeout(300)
        wrong = seen.page.evaluate("""() => {
          const tiles = [...document.querySelectorAll('.sb-map .sb-shelf a.sb-tile-link')]
          const areas = tiles.map(tile => tile.getBoundingClientRect())
          const found = []
          tiles.forEach((tile, at) => {
            const a = areas[at]
            areas.slice(at + 1).forEach(b => {
              if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) {
                found.push(['covers', tile.textContent])
              }
            })
            for (const part of tile.querySelectorAll('b, small')) {
              const words = part.getBoundingClientRect()
              if (words.right > a.right + 1 || words.bottom > a.bottom + 1) found.push(['leaves', part.textContent])
            }
          })
          return found
        }""")
        assert wrong == []


def test_on_paper_it_is_one_sheet_that_lies_with_its_colours_and_without_controls(visit):
    seen = visit("?overlay=owner", color_scheme="dark")
    seen.page.wait_for_timeout(300)
    paper = seen.page.pdf(prefer_css_page_size=True)
    sheets = re.findall(rb"/MediaBox \[0 0 (\d+) (\d+)\]", paper)
    assert len(sheets) == 1
    assert int(sheets[0][0]) > int(sheets[0][1])
    seen.page.emulate_media(media="print")
    expect(seen.page.locator(".sb-map__controls")).to_be_hidden()
    expect(seen.page.locator(".sb-map__legend:visible")).to_have_count(1)
    assert tile(seen.page, "Braze").evaluate("e => getComputedStyle(e).printColorAdjust") == "exact"
    light = tile(seen.page, "Braze").evaluate("e => getComputedStyle(e).backgroundColor.match(/\\d+/g).map(Number)")
    assert sum(light[:3]) / 3 > 180


def test_home_leads_to_the_map_and_its_categories(visit, address):
    seen = visit()
    seen.page.goto(address)
    home = seen.page.locator(".sb-home .sb-landscape")
    assert home.locator("a.sb-tile-link").count() > 40
    assert home.locator("[data-sb-in], .sb-shelf--empty").count() == 0
    seen.page.get_by_role("link", name="Open the map").click()
    expect(seen.page).to_have_url(address + PAGE)
    seen.assert_clean()
