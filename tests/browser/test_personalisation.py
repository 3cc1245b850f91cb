"""What a marketer does with the page of all values, and with the field dictionary, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from hostile import ATTACKS
from playwright.sync_api import expect
from projects import Project, Site, once
from tokens_stack import LONG, token, tokens_stack

PAGE, SHEET, FIELDS = "personalisation/", "personalisation/mailer/", "fields/"
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def values(shared: Path, cache: Path) -> Site:
    def make(folder: Path) -> None:
        project = Project(folder, cache).stack(tokens_stack())
        project.settings["theme"]["palette"] = {"scheme": "default", "primary": "custom", "accent": "custom"}
        project.build()

    return Site(once(shared, "values-in-a-browser", make) / "site")


@pytest.fixture(scope="session")
def address(values, serve_folder_all_session):
    return serve_folder_all_session(values.folder)


@pytest.fixture
def visit(offline_page, address):
    def go(path: str = "", **options):
        seen = offline_page(address, **options)
        seen.page.goto(address + path)
        return seen

    return go


def shown(page) -> list[str]:
    """The ids of the values that are seen."""
    rows = page.locator("tr[id^=token-]:visible").evaluate_all("rows => rows.map(row => row.id.slice(6))")
    return sorted(rows)


def choose(page, label: str) -> None:
    page.locator("label", has=page.get_by_role("radio")).filter(has_text=label).click()


def test_from_home_the_right_value_is_two_clicks_away(visit, address):
    seen = visit()
    page = seen.page
    page.get_by_role("list", name="Sending tools").get_by_role("link", name="Mailer").click()
    expect(page).to_have_url(f"{address}{PAGE}?tool=mailer")
    expect(page.locator("#token-texter-first-name")).to_be_hidden()
    row = page.locator("#token-mailer-first-name")
    expect(row).to_contain_text("Shows a default: “there”")
    expect(row).to_contain_text("Marketing by email")
    row.get_by_role("link", name="First name").click()
    expect(page).to_have_url(re.compile("/tokens/mailer-first-name/$"))
    seen.assert_clean()


@pytest.mark.parametrize("words", ["first name texter", "given_name"])
def test_from_anywhere_the_search_finds_it(visit, words):
    seen = visit()
    seen.page.keyboard.press("s")
    seen.page.get_by_role("textbox", name="Search").press_sequentially(words)
    first = seen.page.locator(".md-search-result__link").first
    expect(first).to_have_attribute("href", re.compile("tokens/texter-first-name/|fields/"))
    links = seen.page.locator(".md-search-result__link").evaluate_all("links => links.slice(0, 3).map(l => l.href)")
    assert any("tokens/texter-first-name/" in link for link in links), links
    seen.assert_clean()


def test_tool_channel_and_words_narrow_down_and_stay_in_the_address(visit, address):
    seen = visit(PAGE)
    page = seen.page
    choose(page, "Mailer")
    page.get_by_label("Used in").select_option("email_subject")
    expect(page).to_have_url(f"{address}{PAGE}?tool=mailer&channel=email_subject")
    assert shown(page) == ["mailer-first-name", "mailer-formula", "mailer-soon"]
    page.get_by_role("searchbox").fill("first ADA")
    expect(page).to_have_url(re.compile("filter=first"))
    assert shown(page) == ["mailer-first-name"]
    expect(page.locator(".sb-facets output")).to_have_text("1 of 7 values")
    page.reload()
    assert shown(page) == ["mailer-first-name"]
    assert page.get_by_role("radio", name=re.compile("Mailer")).is_checked()
    page.locator("article").get_by_role("button", name="Clear").click()
    expect(page).to_have_url(f"{address}{PAGE}")
    assert len(shown(page)) == 7
    seen.assert_clean()


def test_the_browsers_back_undoes_a_choice_and_keeps_it_over_a_visit(visit, address):
    seen = visit(PAGE)
    page = seen.page
    choose(page, "Texter")
    assert shown(page) == ["texter-first-name"]
    page.get_by_role("link", name="First name").first.click()
    expect(page.locator("h1")).to_contain_text("First name")
    page.go_back()
    expect(page).to_have_url(f"{address}{PAGE}?tool=texter")
    expect(page.locator("#token-mailer-tier")).to_be_hidden()
    page.go_back()
    expect(page).to_have_url(f"{address}{PAGE}")
    expect(page.locator("#token-mailer-tier")).to_be_visible()
    assert page.get_by_role("radio", name="All").is_checked()
    seen.assert_clean()


def test_a_choice_says_how_much_it_leaves_and_one_that_leaves_nothing_cannot_be_made(visit):
    seen = visit(f"{PAGE}?channel=sms&filter=given_name")
    page = seen.page
    expect(page.get_by_role("radio", name=re.compile("Texter.*1"))).to_be_enabled()
    expect(page.get_by_role("radio", name=re.compile("Mailer.*0"))).to_be_disabled()
    seen.assert_clean()


@pytest.mark.parametrize(("words", "found"), [("vip level", "mailer-tier"), ("loyalty", "mailer-tier")])
def test_words_of_the_glossary_and_tags_find_a_value(visit, words, found):
    seen = visit(f"{PAGE}?filter={words}")
    assert found in shown(seen.page)
    assert "mailer-first-name" not in shown(seen.page)
    seen.assert_clean()


def test_nothing_found_says_so_and_offers_everything(visit):
    seen = visit(f"{PAGE}?filter=zzz")
    page = seen.page
    expect(page.get_by_text("No value fits all of that")).to_be_visible()
    expect(page.get_by_role("table", name="Values to personalise with")).to_be_hidden()
    page.get_by_role("button", name="show all").click()
    assert len(shown(page)) == 7
    seen.assert_clean()


def test_what_no_longer_works_opens_when_it_alone_is_looked_for(visit):
    seen = visit(PAGE)
    page = seen.page
    expect(page.locator("#token-mailer-old")).to_be_hidden()
    page.get_by_role("searchbox").fill("old code")
    expect(page.locator("#token-mailer-old")).to_be_visible()
    seen.assert_clean()


def test_the_button_copies_letter_by_letter_and_says_so(visit):
    seen = visit(PAGE)
    seen.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = seen.page
    for row, wanted in (("mailer-tier", LONG), ("mailer-formula", '@@x\tand, "more"')):
        button = page.locator(f"#token-{row}").get_by_role("button", name="Copy what to paste")
        button.click()
        expect(page.locator("[data-sb-said]")).to_have_text("Copied")
        expect(button).to_contain_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()") == wanted
    seen.assert_clean()


def test_without_the_clipboard_the_older_way_is_taken(visit):
    seen = visit(PAGE)
    page = seen.page
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.locator("#token-mailer-tier").get_by_role("button", name="Copy what to paste").click()
    expect(page.locator("[data-sb-said]")).not_to_be_empty()
    page.get_by_role("searchbox").focus()
    page.keyboard.press("Control+v")
    assert page.get_by_role("searchbox").input_value() == LONG[:200]
    seen.assert_clean()


def test_what_is_seen_can_be_downloaded(visit, values):
    seen = visit(PAGE)
    page = seen.page
    whole = (values.folder / "personalisation/tokens.csv").read_bytes()
    with page.expect_download() as got:
        page.get_by_role("link", name="all as CSV").click()
    assert Path(got.value.path()).read_bytes() == whole
    expect(page.get_by_role("button", name="these")).to_be_hidden()
    choose(page, "Mailer")
    page.get_by_label("Used in").select_option("email_subject")
    with page.expect_download() as got:
        page.get_by_role("button", name="these 4 as CSV").click()
    assert got.value.suggested_filename == "tokens-mailer-email_subject.csv"
    kept = Path(got.value.path()).read_bytes()
    assert kept.startswith(b"\xef\xbb\xbfValue,Tool,")
    lines = whole.decode().splitlines(keepends=True)
    ids = ("mailer-first-name", "mailer-formula", "mailer-soon", "mailer-old")
    assert kept.decode() == "".join([lines[0], *(x for x in lines if x.strip().endswith(ids))])
    seen.assert_clean()


def test_without_script_everything_is_there_and_nothing_is_dead(visit):
    seen = visit(PAGE, java_script_enabled=False)
    page = seen.page
    assert len(shown(page)) == 7
    assert page.locator("article").get_by_role("button").count() == 0
    assert page.locator("article").get_by_role("searchbox").count() == 0
    expect(page.get_by_role("link", name="all as CSV")).to_be_visible()
    page.locator("#token-mailer-first-name summary").click()
    expect(page.locator("#token-mailer-first-name")).to_contain_text("92 % of newsletter subscribers")
    expect(page.locator("#token-mailer-first-name dl")).to_be_visible()
    page.get_by_role("link", name="Mailer cheat sheet").click()
    expect(page.locator("h1")).to_contain_text("Mailer")
    seen.assert_clean()


@pytest.mark.parametrize("width", [390, 320, 1440])
def test_what_is_pasted_is_never_cut(visit, width):
    for path in (PAGE, SHEET):
        seen = visit(path, viewport={"width": width, "height": 900})
        cut = seen.page.locator("article code").evaluate_all(
            "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.outerHTML)"
        )
        assert cut == []
        sizes = seen.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert sizes[0] <= sizes[1]


def test_a_cheat_sheet_is_printed_on_lying_a4_with_its_head_on_every_sheet(visit):
    seen = visit(SHEET, color_scheme="dark")
    pdf = seen.page.pdf(prefer_css_page_size=True)
    wide, high = (float(x) for x in re.search(rb"MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf).groups())
    assert (round(wide), round(high)) == (842, 595)
    seen.page.emulate_media(media="print")
    expect(seen.page.get_by_role("button", name="Copy what to paste").first).to_be_hidden()
    expect(seen.page.locator(".md-header")).to_be_hidden()
    assert (
        seen.page.locator(".sb-table--cheat thead").evaluate("one => getComputedStyle(one).display")
        == "table-header-group"
    )
    colour = seen.page.locator(".sb-paste code").first.evaluate("one => getComputedStyle(one).color")
    assert colour == "rgb(0, 0, 0)"


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}?tool=mailer&filter=club", SHEET, FIELDS])
@pytest.mark.parametrize("options", [{"color_scheme": "light"}, {"viewport": {"width": 390, "height": 800}}])
def test_nothing_is_in_the_way(visit, path, options):
    seen = visit(path, reduced_motion="reduce", **options)
    seen.page.evaluate("document.querySelectorAll('article details').forEach(one => one.open = true)")
    axe = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found = Axe().run(seen.page, options=axe).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:160]) for one in found] == []
    seen.assert_clean()


def test_fields_are_narrowed_down_by_tool_sensitivity_and_category(visit, address):
    seen = visit(FIELDS)
    page = seen.page
    rows = page.locator("tr[data-sb-is]:visible")
    assert rows.count() == 10
    page.get_by_label("Tool").select_option("mailer")
    page.get_by_label("Sensitivity").select_option("restricted")
    expect(page).to_have_url(f"{address}{FIELDS}?tool=mailer&sensitivity=restricted")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Bank account")
    page.locator("article").get_by_role("button", name="Clear").click()
    page.get_by_label("Says about a person").select_option("user.contact")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Mailer contacts")
    with page.expect_download() as got:
        page.get_by_role("button", name="these 1 as CSV").click()
    assert len(Path(got.value.path()).read_text(encoding="utf-8").splitlines()) == 2
    rows.get_by_role("link", name="Mail address").click()
    expect(page.get_by_text("Mail address").first).to_be_visible()
    seen.assert_clean()


def test_the_files_open_from_a_folder_too(tmp_path, cache, offline_page):
    project = Project(tmp_path / "project", cache).stack(tokens_stack())
    project.settings["use_directory_urls"] = False
    site = project.build()
    seen = offline_page("file://")
    seen.page.goto((site.folder / "personalisation/index.html").as_uri() + "?tool=texter")
    assert shown(seen.page) == ["texter-first-name"]
    expect(seen.page.locator("[data-sb-these]")).to_be_hidden()
    assert (seen.outside, seen.dialogs) == ([], [])


def test_hostile_words_do_nothing(tmp_path, cache, serve_folder, offline_page):
    stack = tokens_stack()
    stack["tokens/all"] = [
        {"id": f"t-{key}", **token(text[:200], "mailer", text, "shop-customers.tier", name=f"{text[:180]} {key}",
         fallback={"strategy": "default_value", "value": text})}
        for key, text in ATTACKS.items()
    ]  # fmt: skip
    address = serve_folder(Project(tmp_path / "project", cache).stack(stack).build().folder)
    seen = offline_page(address)
    seen.context.grant_permissions(["clipboard-read", "clipboard-write"])
    seen.page.goto(f'{address}{PAGE}?filter=<img src=x onerror=alert(1)>&tool="><script>alert(2)</script>')
    seen.page.goto(address + PAGE)
    for key in ("script", "image", "template"):
        seen.page.locator(f"#token-t-{key}").get_by_role("button", name="Copy what to paste").click()
        expect(seen.page.locator("[data-sb-said]")).to_have_text("Copied")
        assert seen.page.evaluate("navigator.clipboard.readText()") == ATTACKS[key]
    seen.assert_clean()
