"""The explorer in a real browser: the map, what can be done with it, and what is there without it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from hostile import ATTACKS, hostile_stack
from playwright.sync_api import Page, expect
from projects import Project, Site, once, public_ids

WCAG = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
APP = "document.querySelector('.sb-explorer').explorer"
SAVE = 'a[download="explorer.png"]'
TOOLS = len(public_ids("tools"))
"""So many tools of the example are for everybody."""


@pytest.fixture(scope="session")
def address(example, serve_folder_all_session):
    return serve_folder_all_session(example.folder)


@pytest.fixture
def open_explorer(offline_page, address):
    """Opens the explorer with what stands behind its address; gives the visit once the map is there."""

    def opened(query: str = "", **options: Any) -> Any:
        seen = offline_page(
            address, **{"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"} | options
        )
        seen.page.goto(f"{address}explorer/{query}")
        expect(seen.page.locator(".sb-explorer--ready")).to_be_visible()
        seen.page.wait_for_timeout(400)
        return seen

    return opened


def said(page: Page) -> Any:
    return page.locator(".sb-explorer__said")


def card(page: Page) -> Any:
    return page.locator(".sb-explorer__card")


def rows(page: Page) -> list[str]:
    return [text.strip() for text in page.locator("[data-thing]:visible th").all_inner_texts()]


def place(page: Page, ref: str) -> tuple[float, float]:
    """Where on the screen a thing is drawn."""
    x, y = page.evaluate(
        f"""(ref) => {{
          const {{ data, map, stage }} = {APP}
          const at = map.renderer.graphToViewport(data.byRef.get(ref))
          const box = stage.getBoundingClientRect()
          return [box.left + at.x, box.top + at.y]
        }}""",
        ref,
    )
    return x, y


def shown(page: Page) -> set[str]:
    """The things that are on the map."""
    return set(
        page.evaluate(
            f"""() => {{
              const {{ data, map }} = {APP}
              const visible = (one) => !map.renderer.getNodeDisplayData(one).hidden
              return map.renderer.getGraph().filterNodes(visible).map((one) => data.things[one].ref)
            }}"""
        )
    )


def painted(page: Page) -> int:
    """How many pixels of the map's nodes are painted."""
    return int(
        page.evaluate(
            f"""() => {{
              const {{ renderer }} = {APP}.map
              const canvas = document.createElement("canvas")
              const nodes = renderer.getCanvases().nodes
              canvas.width = nodes.width
              canvas.height = nodes.height
              renderer.render()
              const context = canvas.getContext("2d")
              context.drawImage(nodes, 0, 0)
              const {{ data }} = context.getImageData(0, 0, canvas.width, canvas.height)
              return data.filter((value, at) => at % 4 === 3 && value).length
            }}"""
        )
    )


def test_everything_is_on_the_map_at_first_and_really_drawn(open_explorer):
    seen = open_explorer()
    tools = {f"tool:{one}" for one in public_ids("tools")}
    assert shown(seen.page) == tools
    assert painted(seen.page) > 20 * len(tools)
    expect(said(seen.page)).to_contain_text(f"{len(tools)} tools, {len(public_ids('integrations'))} flows")
    assert len(rows(seen.page)) == len(tools)
    for word in ("Advertising & Promotion", "Content & Experience", "Data"):
        expect(seen.page.locator(".sb-explorer__legend").get_by_text(word, exact=True)).to_be_visible()
    seen.assert_clean()


def test_data_sources_vendors_and_teams_are_switched_on(open_explorer):
    page = open_explorer().page
    for label, kind, folder in (
        ("Data sources", "data_source", "data-sources"),
        ("Vendors", "vendor", "vendors"),
        ("Teams", "team", "teams"),
    ):
        page.get_by_label(label, exact=True).check()
        page.wait_for_timeout(200)
        assert {one for one in shown(page) if one.startswith(f"{kind}:")} == {
            f"{kind}:{one}" for one in public_ids(folder)
        }
    assert "show=flow,data_source,vendor,team" in page.url
    page.get_by_label("Flows between tools").uncheck()
    expect(said(page)).to_contain_text("0 flows")


def test_filters_narrow_the_map_and_the_table_and_say_how_many(open_explorer):
    seen = open_explorer()
    page = seen.page
    page.get_by_role("checkbox", name="Email Marketing").check()
    expect(said(page)).to_contain_text(f"2 of {TOOLS} tools")
    assert rows(page) == ["Klaviyo", "Mailchimp"]
    assert shown(page) == {"tool:klaviyo", "tool:mailchimp"}
    page.get_by_role("checkbox", name="Data Warehouse").check()
    assert len(rows(page)) == 3
    # Only what would leave something can be chosen: the counts of the other filters follow.
    page.locator("[data-facet=lifecycle] summary").click()
    page.locator("[data-facet=lifecycle] label:not(.sb-explorer__tick--none)").first.click()
    assert 0 < len(rows(page)) < 3
    page.get_by_role("button", name="Clear all filters").click()
    assert len(rows(page)) == TOOLS
    assert page.url.endswith("/explorer/")
    seen.assert_clean()


@pytest.mark.parametrize("facet", ["category", "team", "lifecycle", "approved", "holds"])
def test_each_choice_leaves_as_many_tools_as_it_says(open_explorer, facet):
    page = open_explorer().page
    box = page.locator(f"[data-facet={facet}]")
    if not box.evaluate("one => one.open"):
        box.locator("summary").click()
    choices = [one for one in box.locator("label").all() if one.is_visible()]
    assert choices
    for choice in choices[:6]:
        number = int(choice.locator(".sb-explorer__number").inner_text())
        choice.get_by_role("checkbox").check()
        assert len(rows(page)) == number
        choice.get_by_role("checkbox").uncheck()


def test_how_data_travels_filters_the_flows(open_explorer):
    page = open_explorer().page
    page.locator("[data-facet=pattern] summary").click()
    choice = page.locator("[data-facet=pattern] label").first
    number = int(choice.locator(".sb-explorer__number").inner_text())
    choice.get_by_role("checkbox").check()
    expect(said(page)).to_contain_text(f"{number} flow")
    assert 0 < len(rows(page)) < TOOLS


def test_neighbours_of_what_was_found_can_be_shown_too(open_explorer):
    page = open_explorer("?category=email_marketing").page
    alone = shown(page)
    page.get_by_label("With the tools they exchange data with").check()
    page.wait_for_timeout(200)
    assert alone < shown(page)
    assert rows(page) == ["Klaviyo", "Mailchimp"]  # the table keeps to what was asked for
    assert "near=1" in page.url


def test_nothing_fits_says_what_to_do(open_explorer):
    page = open_explorer("?category=seo&team=privacy").page
    expect(page.locator(".sb-explorer__empty")).to_be_visible()
    page.locator(".sb-explorer__empty").get_by_role("button", name="Clear all filters").click()
    assert len(rows(page)) == TOOLS


def test_search_goes_there_by_keyboard(open_explorer):
    seen = open_explorer()
    page = seen.page
    box = page.get_by_role("combobox", name="Find on the map")
    box.fill("snow")
    expect(page.get_by_role("option", name="Snowflake").first).to_be_visible()
    box.press("Enter")
    expect(card(page).get_by_role("heading", name="Snowflake")).to_be_focused()
    assert "at=tool:snowflake" in page.url
    box.fill("zzz")
    expect(page.get_by_text("No name like that")).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    # What is switched off is switched on when somebody looks for it.
    box.fill("privacy office")
    box.press("ArrowDown")
    box.press("Enter")
    expect(card(page).get_by_role("heading", name="Privacy office")).to_be_visible()
    expect(page.get_by_label("Teams", exact=True)).to_be_checked()
    lines = card(page).inner_text().split("\n")
    assert [line for line in lines if line in ("0", "false", "null", "undefined")] == []
    seen.assert_clean()


def test_a_click_on_a_tool_shows_its_card(open_explorer, address):
    seen = open_explorer()
    page = seen.page
    page.mouse.click(*place(page, "tool:braze"))
    expect(card(page).get_by_role("heading", name="Braze")).to_be_visible()
    expect(card(page)).to_contain_text("Sends newsletters, journeys, push and text messages")
    expect(card(page)).to_contain_text("Marketing Automation & Campaign Management")
    expect(card(page).get_by_role("link", name="Open its page")).to_have_attribute("href", "../tools/braze/")
    sources = card(page).locator(".sb-explorer__near--in button.sb-explorer__name")
    expect(sources.first).to_be_visible()
    card(page).get_by_role("button", name="Contentful").click()
    expect(card(page).get_by_role("heading", name="Contentful")).to_be_visible()
    page.go_back()
    expect(card(page).get_by_role("heading", name="Braze")).to_be_visible()
    page.go_back()
    expect(card(page)).to_have_count(0)
    for link in ("tools/braze/", "tools/braze/around/"):
        assert page.request.get(address + link).ok
    seen.assert_clean()


def test_long_lists_of_neighbours_open_when_asked_to(open_explorer):
    page = open_explorer("?at=tool:snowflake").page
    inside = card(page).locator(".sb-explorer__near--in")
    number = int(inside.locator("h4 .sb-count").inner_text())
    assert inside.locator("li").count() < number
    inside.get_by_role("button", name="Show all").click()
    assert inside.locator("li").count() == number


def test_a_click_on_an_arrow_lists_its_integrations(open_explorer):
    seen = open_explorer("?category=data_warehouse,dashboards_visualization")
    page = seen.page
    (left, top), (right, bottom) = place(page, "tool:snowflake"), place(page, "tool:tableau")
    page.mouse.click((left + right) / 2, (top + bottom) / 2)
    link = card(page).get_by_role("link", name="Dashboards on Snowflake")
    expect(link).to_have_attribute("href", "../integrations/snowflake-to-tableau-dashboards/")
    assert "flow=snowflake..tableau" in page.url
    page.reload()
    expect(link).to_be_visible()
    seen.assert_clean()


def test_what_is_pointed_at_lights_up_with_its_neighbours(open_explorer):
    page = open_explorer().page
    lit = f"""() => {{
      const {{ data, map }} = {APP}
      return map.look.near ? [...map.look.near].map((at) => data.things[at].ref) : []
    }}"""
    page.mouse.move(*place(page, "tool:tableau"))
    page.wait_for_timeout(300)
    assert {"tool:tableau", "tool:snowflake", "tool:slack"} <= set(page.evaluate(lit))
    assert "tool:mailchimp" not in page.evaluate(lit)
    box = page.locator(".sb-explorer__stage").bounding_box()
    page.mouse.move(box["x"] + 4, box["y"] + 4)
    page.wait_for_timeout(300)
    assert page.evaluate(lit) == []


def test_the_path_between_two_tools(open_explorer):
    seen = open_explorer()
    page = seen.page
    page.get_by_text("Path between two tools").click()
    for label, typed in (("Path from", "shopify"), ("Path to", "tableau")):
        page.get_by_role("combobox", name=label).fill(typed)
        page.get_by_role("combobox", name=label).press("Enter")
    expect(card(page)).to_contain_text("Data gets there in 2 steps.")
    steps = card(page).locator(".sb-explorer__way > li")
    assert [step.split("\n")[0] for step in steps.all_inner_texts()] == [
        "Shopify Plus → Snowflake",
        "Snowflake → Tableau Cloud",
    ]
    expect(steps.first.get_by_role("link").first).to_have_attribute(
        "href", "../integrations/shopify-to-snowflake-orders/"
    )
    assert "from=tool:shopify-plus" in page.url
    assert "to=tool:tableau" in page.url
    seen.assert_clean()


def test_a_path_that_only_goes_the_other_way_is_said_in_words(open_explorer):
    page = open_explorer("?from=tool:semrush&to=tool:google-analytics").page
    expect(card(page)).to_contain_text(
        "No data flows this way. It flows the other way, from Google Analytics 4 to Semrush"
    )
    page.get_by_role("button", name="Swap").click()
    expect(card(page)).to_contain_text("Data gets there in 1 step.")


def test_a_path_that_is_not_live_is_said_in_words(open_explorer):
    page = open_explorer("?from=tool:mailchimp&to=tool:semrush").page
    expect(card(page)).to_contain_text("Data does not get there today")


def test_no_path_is_said_in_words(open_explorer):
    page = open_explorer("?from=tool:semrush&to=tool:tableau").page
    expect(card(page)).to_contain_text("No data gets from the one to the other")


def test_a_copied_link_opens_the_same_view(open_explorer):
    first = open_explorer("?h=keep").page
    first.get_by_label("Teams", exact=True).check()
    first.get_by_role("checkbox", name=re.compile("^CRM ")).check()
    first.get_by_role("checkbox", name="Data Warehouse").check()
    first.get_by_role("combobox", name="Find on the map").fill("snowflake")
    first.get_by_role("combobox", name="Find on the map").press("Enter")
    first.get_by_role("button", name="Zoom in").click()
    first.wait_for_timeout(700)
    link = first.url
    assert "h=keep" in link  # what belongs to others stays
    second = open_explorer("?" + link.partition("?")[2]).page
    assert second.url == link
    assert (shown(second), rows(second)) == (shown(first), rows(first))
    expect(card(second).get_by_role("heading", name="Snowflake")).to_be_visible()
    for here, there in zip(place(first, "tool:snowflake"), place(second, "tool:snowflake"), strict=True):
        assert here == pytest.approx(there, abs=6)


def test_back_undoes_a_filter(open_explorer):
    page = open_explorer().page
    page.get_by_role("checkbox", name="Email Marketing").check()
    expect(said(page)).to_contain_text(f"2 of {TOOLS}")
    page.go_back()
    expect(said(page)).to_contain_text(f"{TOOLS} tools")
    expect(page.get_by_role("checkbox", name="Email Marketing")).not_to_be_checked()
    page.go_forward()
    expect(page.get_by_role("checkbox", name="Email Marketing")).to_be_checked()


def test_an_address_with_nonsense_shows_everything(open_explorer):
    seen = open_explorer("?at=tool:nobody&flow=a..b&from=x&to=y&category=nothing&view=a,b&show=what")
    expect(seen.page.locator(".sb-explorer__empty")).to_be_visible()  # no tool has such a category
    seen.page.locator(".sb-explorer__empty button").click()
    assert len(rows(seen.page)) == TOOLS
    seen.assert_clean()


def test_zoom_fit_and_keys(open_explorer):
    page = open_explorer().page
    ratio = f"() => {APP}.map.renderer.getCamera().getState().ratio"
    whole = page.evaluate(ratio)
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(300)
    assert page.evaluate(ratio) < whole
    page.get_by_role("button", name="Zoom out").click()
    page.wait_for_timeout(300)
    assert page.evaluate(ratio) == pytest.approx(whole)
    stage = page.locator(".sb-explorer__stage")
    stage.focus()
    before = place(page, "tool:braze")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    page.wait_for_timeout(700)
    assert place(page, "tool:braze") != before
    assert "view=" in page.url
    page.get_by_role("button", name="Show everything").click()
    page.wait_for_timeout(300)
    assert place(page, "tool:braze") == pytest.approx(before, abs=2)
    assert "view=" not in page.url


def test_full_screen_and_picture(open_explorer):
    seen = open_explorer()
    page = seen.page
    page.get_by_role("button", name="Full screen").click()
    expect(page.locator(".sb-explorer--full")).to_be_visible()
    page.get_by_role("button", name="Leave full screen").click()
    expect(page.locator(".sb-explorer--full")).to_have_count(0)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download as picture (PNG)").click()
    content = Path(waiting.value.path()).read_bytes()
    assert waiting.value.suggested_filename == "explorer.png"
    assert content.startswith(b"\x89PNG")
    assert len(content) > 20_000
    seen.assert_clean()


def test_the_palette_can_be_switched_while_it_is_open(open_explorer):
    page = open_explorer(color_scheme="light").page
    colour = f"() => {APP}.map.renderer.getNodeDisplayData('0').color"
    light = page.evaluate(colour)
    page.locator("label[for=__palette_1]").first.click()
    page.wait_for_timeout(400)
    dark = page.evaluate(colour)
    assert dark != light
    assert sum(bytes.fromhex(dark[1:])) > sum(bytes.fromhex(light[1:]))  # light dots on a dark ground


@pytest.mark.parametrize("palette", ["light", "dark"])
@pytest.mark.parametrize(
    "query", ["", "?at=tool:braze&show=flow,data_source,vendor,team", "?from=tool:shopify-plus&to=tool:tableau"]
)
def test_nothing_is_in_the_way(open_explorer, palette, query):
    seen = open_explorer(query, color_scheme=palette)
    seen.page.locator(".sb-explorer details").evaluate_all("all => all.forEach((one) => { one.open = true })")
    problems = axe(seen.page)
    assert problems == []
    seen.assert_clean()


def axe(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]})
    return [
        f"{one['id']}: {one['help']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found.response["violations"]
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize("query", ["", "?at=tool:braze"])
def test_on_a_phone_it_fits(open_explorer, query):
    seen = open_explorer(query, viewport={"width": 390, "height": 844}, has_touch=True)
    page = seen.page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    stage = page.locator(".sb-explorer__stage").bounding_box()
    assert stage["width"] >= 340
    expect(page.get_by_role("checkbox", name="Email Marketing")).not_to_be_visible()
    page.locator(".sb-explorer__filters > summary").click()
    page.get_by_role("checkbox", name="Email Marketing").check()
    assert rows(page)[0].startswith("Klaviyo")
    assert axe(page) == []
    seen.assert_clean()


def test_without_javascript_there_is_a_sentence_and_the_table(offline_page, address):
    seen = offline_page(address, java_script_enabled=False)
    seen.page.goto(f"{address}explorer/")
    expect(seen.page.get_by_text("The map needs JavaScript.")).to_be_visible()
    expect(seen.page.locator("[data-thing]")).to_have_count(TOOLS)
    expect(seen.page.locator(".sb-explorer__side")).to_have_count(0)


def test_without_webgl_everything_but_the_map_works(offline_page, address):
    seen = offline_page(address, viewport={"width": 1440, "height": 900})
    seen.page.add_init_script(
        """const before = HTMLCanvasElement.prototype.getContext
        HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
          return kind.startsWith("webgl") ? null : before.call(this, kind, ...more)
        }"""
    )
    page = seen.page
    page.goto(f"{address}explorer/")
    expect(page.get_by_text("Your browser cannot draw the map")).to_be_visible()
    page.get_by_role("checkbox", name="Email Marketing").check()
    assert rows(page) == ["Klaviyo", "Mailchimp"]
    page.get_by_role("combobox", name="Find on the map").fill("braze")
    page.get_by_role("combobox", name="Find on the map").press("Enter")
    expect(card(page).get_by_role("heading", name="Braze")).to_be_visible()
    seen.assert_clean()


def test_it_works_from_a_folder(example_files, offline_page):
    seen = offline_page("file://", viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = seen.page
    page.goto((example_files.folder / "explorer.html").as_uri())
    expect(page.locator(".sb-explorer--ready")).to_be_visible()
    assert len(shown(page)) == TOOLS
    page.get_by_role("combobox", name="Find on the map").fill("braze")
    page.get_by_role("combobox", name="Find on the map").press("Enter")
    card(page).get_by_role("link", name="Open its page").click()
    expect(page.get_by_role("heading", name="Braze", level=1)).to_be_visible()
    assert (seen.outside, seen.dialogs) == ([], [])
    # The site's search wants a server, and says so on every page; nothing else may go wrong.
    assert [one for one in seen.errors if "search" not in one and "ERR_FILE_NOT_FOUND" not in one] == []


@pytest.fixture(scope="session")
def hostile_site(shared: Path, cache: Path) -> Site:
    def make(folder: Path) -> None:
        Project(folder, cache).stack(hostile_stack()).build()

    return Site(once(shared, "hostile-explorer", make) / "site")


def test_whatever_was_written_is_shown_as_text(hostile_site, serve_folder, offline_page):
    address = serve_folder(hostile_site.folder)
    seen = offline_page(address, viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = seen.page
    for entity_id in ("script", "image", "long", "right-to-left", "iframe"):
        page.goto(f"{address}explorer/?at=tool:{entity_id}&show=flow,data_source,vendor,team")
        expect(card(page).get_by_role("heading", level=3)).to_contain_text(
            " ".join(ATTACKS[entity_id].split())[:100].strip()
        )
        page.wait_for_timeout(200)
        assert page.evaluate("document.documentElement.scrollWidth") <= 1440
        assert page.locator(".sb-explorer :is(script, img, iframe, form)").count() == 0
    page.get_by_role("combobox", name="Find on the map").fill("<script>")
    expect(page.get_by_role("option").first).to_contain_text("<script>")
    seen.assert_clean()


def test_the_script_may_run_again_and_starts_what_is_new(open_explorer):
    """With instant navigation Material runs a page's scripts again, and puts new pages in without loading them."""
    seen = open_explorer()
    page = seen.page
    page.evaluate(
        """async () => {
          const again = () => new Promise((done) => {
            const script = document.createElement("script")
            script.src = document.querySelector("script[src$='explorer.js']").src
            script.onload = done
            document.body.append(script)
          })
          window.first = document.querySelector(".sb-explorer").explorer
          await again()
          window.same = document.querySelector(".sb-explorer").explorer === window.first
          const fresh = document.createElement("div")
          fresh.className = "sb-explorer"
          for (const key of ["sbExplorer", "file", "root"]) fresh.dataset[key] = window.first.root.dataset[key]
          window.first.root.replaceWith(fresh)
          await again()
        }"""
    )
    expect(page.locator(".sb-explorer--ready .sb-explorer__stage canvas").first).to_be_visible()
    assert page.evaluate("window.same")
    assert page.evaluate(f"{APP} !== window.first")
    assert len(shown(page)) == TOOLS
    seen.assert_clean()
