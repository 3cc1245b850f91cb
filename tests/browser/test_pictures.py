"""The controls of pictures, each tried in a real browser: on a page with one picture of each kind."""

from __future__ import annotations

import re

import pytest
from picture_visits import PHONE, box, centre, drag, frame, is_inside, node, node_box, picture, press, settle, size
from playwright.sync_api import expect
from projects import wait_for

pytestmark = pytest.mark.xdist_group("pictures")

BUTTONS = [
    "Zoom in",
    "Zoom out",
    "Show all of it",
    "Full screen",
    "Download as SVG",
    "Download as PNG",
    "Copy link to this picture",
]
KINDS = ["wide", "small", "matrix", "groups"]


# --- How it begins --------------------------------------------------------------------------------------------------


def test_a_picture_that_fits_begins_whole_and_a_wide_one_with_its_subject_in_the_middle(visit_pictures):
    page = visit_pictures(viewport={"width": 1000, "height": 800}).page
    assert size(page, "small") == pytest.approx(728, abs=1)
    assert is_inside(box(page, "#picture-middling .sb-picture__stage"), frame(page, "middling"))
    assert 0.6 < size(page, "middling") / 1328 < 1
    assert size(page, "wide") / 2628 == pytest.approx(0.85, abs=0.01)
    middle, view = centre(node_box(page, "wide", "middle")), centre(frame(page, "wide"))
    assert middle[0] == pytest.approx(view[0], abs=2)


def test_on_a_phone_a_picture_begins_readable_and_a_finger_still_scrolls_the_page(visit_pictures):
    seen = visit_pictures(**PHONE)
    for name in KINDS:
        assert frame(seen.page, name)["width"] <= 390
        touch = seen.page.locator(f"#picture-{name} .sb-picture__view").evaluate("e => getComputedStyle(e).touchAction")
        assert touch == "pan-y", name
    assert size(seen.page, "wide") / 2628 == pytest.approx(0.6, abs=0.01)
    assert is_inside(node_box(seen.page, "wide", "middle"), frame(seen.page, "wide"))
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 390
    for button in picture(seen.page, "wide").get_by_role("button").all():
        assert button.bounding_box()["width"] >= 40
    seen.assert_clean()


def test_on_a_phone_a_low_picture_gets_room_and_full_screen_makes_it_readable(visit_pictures):
    page = visit_pictures(**PHONE).page
    assert frame(page, "wide")["height"] > 100
    press(page, "wide", "Full screen")
    page.wait_for_function("document.querySelector('#picture-wide').getBoundingClientRect().height >= innerHeight - 1")
    settle(page)
    assert size(page, "wide") / 2628 == pytest.approx(0.85, abs=0.01)
    assert is_inside(node_box(page, "wide", "middle"), frame(page, "wide"))


def test_a_picture_follows_the_width_of_the_window(visit_pictures):
    page = visit_pictures(viewport={"width": 1400, "height": 800}).page
    page.set_viewport_size({"width": 900, "height": 800})
    settle(page)
    assert is_inside(box(page, "#picture-middling .sb-picture__stage"), frame(page, "middling"))


def test_the_controls_are_put_in_once_however_often_pages_are_shown(visit_pictures):
    """Material's instant navigation tells of each new page through document$."""
    stub = "window.document$ = {subscribe(start) { window.again = start; addEventListener('DOMContentLoaded', start) }}"
    page = visit_pictures(script=stub).page
    page.evaluate("again(); again()")
    expect(page.locator(".sb-picture__tools")).to_have_count(5)
    assert page.locator(".sb-picture__stage .sb-picture__stage").count() == 0


# --- Zooming and moving ---------------------------------------------------------------------------------------------


def test_zoom_in_zoom_out_and_fit(visit_pictures, pictures_origin):
    seen = visit_pictures(pictures_origin)
    page = seen.page
    before = size(page, "small")
    press(page, "small", "Zoom in")
    assert size(page, "small") == pytest.approx(before * 1.35, rel=0.01)
    press(page, "small", "Zoom out")
    assert size(page, "small") == pytest.approx(before, rel=0.01)
    press(page, "wide", "Show all of it")
    assert is_inside(box(page, "#picture-wide .sb-picture__stage"), frame(page, "wide"))
    seen.assert_clean()


def test_a_drag_moves_the_picture_and_is_no_click(visit_pictures):
    page = visit_pictures().page
    before = node_box(page, "wide", "middle")
    drag(page, centre(before), (-120, 0))  # it begins on a link
    after = node_box(page, "wide", "middle")
    assert after["x"] == pytest.approx(before["x"] - 120, abs=2)
    assert page.url.endswith("index.html")
    assert page.title() == "Pictures"


def test_a_picture_cannot_be_lost(visit_pictures):
    page = visit_pictures().page
    for by in [(900, 500), (-900, -500), (900, -500)]:
        start = frame(page, "small")
        drag(page, (start["x"] + 20, start["y"] + start["height"] / 2), by)
        assert is_inside(box(page, "#picture-small .sb-picture__stage"), frame(page, "small"))


@pytest.mark.parametrize("part", ['a[data-node="tool:middle"]', 'a[data-edge="wide-two"] text'])
def test_a_click_on_a_node_or_an_edge_goes_to_its_page(visit_pictures, pictures_origin, part):
    page = visit_pictures(pictures_origin).page
    drag(page, (300, frame(page, "wide")["y"] + 150), (-30, 0))
    page.locator(f"#picture-wide {part}").click()
    page.wait_for_url(re.compile(r"other\.html#(middle|wide-two)$"))


def test_the_wheel_scrolls_the_page_and_zooms_with_ctrl_at_the_pointer(visit_pictures):
    page = visit_pictures(viewport={"width": 1000, "height": 700}).page
    place = centre(node_box(page, "wide", "middle"))
    before = size(page, "wide")
    page.mouse.move(*place)
    page.mouse.wheel(0, 120)
    page.wait_for_function("scrollY > 50")
    settle(page)
    assert size(page, "wide") == before
    page.evaluate("scrollTo(0, 0)")
    settle(page)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -120)
    page.keyboard.up("Control")
    settle(page)
    assert size(page, "wide") > before * 1.1
    assert centre(node_box(page, "wide", "middle"))[0] == pytest.approx(place[0], abs=3)
    assert page.evaluate("scrollY") == 0


def stroke(page, *steps):
    """Fingers on a touch screen: the places of all of them, step by step."""
    client = page.context.new_cdp_session(page)
    for at, points in enumerate([*steps, []]):
        kind = "touchStart" if at == 0 else "touchMove" if points else "touchEnd"
        places = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})
    client.detach()
    settle(page)


def test_two_fingers_zoom_and_then_one_finger_drags(visit_pictures):
    page = visit_pictures(**PHONE).page
    x, y = centre(frame(page, "small"))
    before = size(page, "small")
    stroke(page, *[[(x - far, y), (x + far, y)] for far in (20, 40, 60, 90, 120)])
    assert size(page, "small") > before * 1.3
    left = box(page, "#picture-small .sb-picture__stage")["x"]
    stroke(page, *[[(x + far, y)] for far in (60, 40, 20, 0, -20, -40)])
    assert box(page, "#picture-small .sb-picture__stage")["x"] < left - 30
    assert page.evaluate("visualViewport.scale") == 1


def test_one_finger_on_a_picture_that_is_whole_scrolls_the_page(visit_pictures):
    page = visit_pictures(**PHONE).page
    x, y = centre(frame(page, "small"))
    before = box(page, "#picture-small .sb-picture__stage")
    stroke(page, *[[(x, y - far)] for far in range(0, 200, 10)])
    page.wait_for_function("scrollY > 100")
    after = box(page, "#picture-small .sb-picture__stage")
    assert (after["x"], after["width"]) == (before["x"], before["width"])


# --- The keyboard ---------------------------------------------------------------------------------------------------


def test_the_keyboard_reaches_the_buttons_the_picture_and_its_nodes_in_order(visit_pictures):
    page = visit_pictures().page
    names = []
    page.keyboard.press("Tab")
    for _ in BUTTONS:
        names.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        page.keyboard.press("ArrowRight")
    assert names == BUTTONS
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == BUTTONS[0]
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == BUTTONS[-1]
    stops = []
    for _ in range(7):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert stops == ["Picture wide", "First", "first to middle", "Alone", "Middle", "middle to last", "Last"]


def test_a_node_out_of_sight_is_brought_into_sight_when_it_gets_the_focus(visit_pictures):
    page = visit_pictures(viewport={"width": 1000, "height": 800}).page
    view = frame(page, "wide")
    for which in ("first", "alone", "middle", "last"):
        while page.evaluate("document.activeElement.dataset.node || ''") != f"tool:{which}":
            page.keyboard.press("Tab")
        # It glides there, and may begin a little later on a busy machine.
        wait_for(lambda which=which: is_inside(node_box(page, "wide", which), view), f"{which} to come into sight", 20)
    assert page.evaluate("document.querySelector('#picture-wide .sb-picture__view').scrollLeft") == 0


def test_plus_minus_nought_and_the_arrows_work_on_a_picture_that_has_the_focus(visit_pictures):
    page = visit_pictures().page
    page.locator("#picture-wide .sb-picture__view").focus()
    before = box(page, "#picture-wide .sb-picture__stage")

    def after(key):
        page.keyboard.press(key)
        settle(page)
        return box(page, "#picture-wide .sb-picture__stage")

    assert after("ArrowRight")["x"] == pytest.approx(before["x"] - 60, abs=2)
    assert after("ArrowLeft")["x"] == pytest.approx(before["x"], abs=2)
    assert after("+")["width"] == pytest.approx(before["width"] * 1.35, rel=0.01)
    assert after("-")["width"] == pytest.approx(before["width"], rel=0.01)
    assert is_inside(after("0"), frame(page, "wide"))
    # What is whole has nowhere to go: the arrows are the page's.
    page.locator("#picture-small .sb-picture__view").focus()
    page.evaluate("scrollTo(0, 0)")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("scrollY > 0")


# --- Full screen ----------------------------------------------------------------------------------------------------


NO_FULL_SCREEN = "delete Element.prototype.requestFullscreen"


@pytest.mark.parametrize("script", ["", NO_FULL_SCREEN], ids=["screen", "page"])
def test_full_screen_shows_the_picture_large_and_escape_or_the_button_leaves_it(visit_pictures, script):
    seen = visit_pictures(script=script, viewport={"width": 1000, "height": 700})
    page = seen.page
    page.evaluate("scrollTo(0, 60)")
    picture(page, "small").get_by_role("button", name="Full screen").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    press(page, "small", "Full screen")
    page.wait_for_function("document.querySelector('#picture-small').getBoundingClientRect().height >= innerHeight - 1")
    if not script:
        page.wait_for_function("document.fullscreenElement?.id === 'picture-small'")
    settle(page)
    view = frame(page, "small")
    assert view["height"] > 400
    stage = box(page, "#picture-small .sb-picture__stage")
    assert is_inside(stage, view)
    assert stage["width"] > 900
    # There is no page to scroll: the wheel zooms.
    page.mouse.move(*centre(view))
    page.mouse.wheel(0, -120)
    settle(page)
    assert size(page, "small") > stage["width"] * 1.1
    if script:
        page.keyboard.press("Escape")
    else:
        press(page, "small", "Leave full screen")
    page.wait_for_function("!document.querySelector('.sb-picture--full')")
    settle(page)
    assert size(page, "small") == pytest.approx(728, abs=1)
    assert page.evaluate("scrollY") == before
    expect(picture(page, "small").get_by_role("button", name="Full screen")).to_be_visible()
    seen.assert_clean()


# --- Neighbours -----------------------------------------------------------------------------------------------------


def lit(page):
    """What is shown with full strength; None where nothing steps back."""
    return page.evaluate(
        """() => {
          const parts = [...document.querySelectorAll('#picture-wide :is(a, g)[data-node], #picture-wide [data-edge]')]
          const strong = parts.filter(one => getComputedStyle(one).opacity === '1')
          const names = new Set(strong.map(one => one.dataset.node || one.dataset.edge))
          return strong.length === parts.length ? null : [...names].sort()
        }"""
    )


NEAR_FIRST = ["tool:first", "tool:middle", "wide-one"]


def test_what_is_under_the_pointer_is_shown_with_its_neighbours(visit_pictures):
    page = visit_pictures().page
    press(page, "wide", "Show all of it")
    assert lit(page) is None
    node(page, "wide", "first").hover()
    assert lit(page) == NEAR_FIRST
    page.locator('#picture-wide a[data-edge="wide-two"] rect').hover()
    assert lit(page) == ["tool:last", "tool:middle", "wide-two"]
    node(page, "wide", "alone").hover()
    assert lit(page) == ["tool:alone"]
    page.locator("h1").hover()
    assert lit(page) is None


def test_what_has_the_focus_is_shown_with_its_neighbours(visit_pictures):
    page = visit_pictures().page
    node(page, "wide", "first").focus()
    assert lit(page) == NEAR_FIRST
    page.locator('#picture-wide a[data-edge="wide-one"]').focus()
    assert lit(page) == NEAR_FIRST
    page.locator("#picture-small .sb-picture__view").focus()
    assert lit(page) is None


def test_in_a_table_the_row_and_the_column_of_a_cell_stand_out(visit_pictures):
    page = visit_pictures().page
    page.locator('#picture-matrix a[href$="#c21"]').focus()
    strong = page.evaluate(
        "[...document.querySelectorAll('#picture-matrix .sb-near')].map(one => one.textContent).sort()"
    )
    assert strong == sorted(["Consent", "From Commerce", "6", "16", "26", "25", "27"])


# --- The link -------------------------------------------------------------------------------------------------------


def test_the_link_is_copied_and_said_to_be(visit_pictures, pictures_folder, serve_folder):
    address = serve_folder(pictures_folder)
    seen = visit_pictures(address)
    seen.context.grant_permissions(["clipboard-read", "clipboard-write"])
    press(seen.page, "wide", "Copy link")
    said = seen.page.locator("#picture-wide [aria-live=polite]")
    expect(said).to_have_text("Link copied")
    assert seen.page.evaluate("navigator.clipboard.readText()") == f"{address}index.html#picture-wide"
    seen.page.goto(f"{address}index.html#picture-groups")
    assert 0 <= box(seen.page, "#picture-groups")["y"] < 600


def test_where_the_clipboard_is_closed_the_link_is_there_to_be_copied_by_hand(visit_pictures, pictures_folder):
    page = visit_pictures(script="navigator.clipboard.writeText = () => Promise.reject(new Error('no'))").page
    press(page, "wide", "Copy link")
    field = page.get_by_role("textbox", name="Link to this picture")
    expect(field).to_be_focused()
    expect(field).to_have_value(f"{pictures_folder.as_uri()}/index.html#picture-wide")
    assert page.evaluate("getSelection().toString()") == f"{pictures_folder.as_uri()}/index.html#picture-wide"
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)
    expect(picture(page, "wide").get_by_role("button", name="Copy link")).to_be_focused()


# --- Paper, and what readers prefer ---------------------------------------------------------------------------------


def pages_of(page):
    """How many sheets of paper the page takes."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


@pytest.mark.parametrize("name", ["wide", "small", "matrix"])
def test_a_picture_is_printed_whole_on_one_page_however_it_was_moved(visit_pictures, name):
    page = visit_pictures(color_scheme="dark").page
    page.evaluate(
        "(id) => document.querySelectorAll('body > :not(.sb-sprite)').forEach(one => one.id === id || one.remove())",
        f"picture-{name}",
    )
    press(page, name, "Zoom in")
    press(page, name, "Zoom in")
    drag(page, centre(frame(page, name)), (-80, 0))
    before = size(page, name)
    assert pages_of(page) == 1
    settle(page)
    assert size(page, name) == pytest.approx(before, abs=1)
    page.set_viewport_size({"width": 760, "height": 1000})
    page.emulate_media(media="print")
    expect(page.locator(".sb-picture__tools")).to_be_hidden()
    inner = ".sb-drawing" if name != "matrix" else ".sb-matrix"
    assert is_inside(
        box(page, f"#picture-{name} .sb-picture__stage {inner}"), {"x": 0, "y": 0, "width": 760, "height": 1000}
    )


def test_nothing_glides_for_readers_who_want_no_motion(visit_pictures):
    page = visit_pictures(reduced_motion="reduce").page
    picture(page, "small").get_by_role("button", name="Zoom in").click()
    assert page.locator("#picture-small .sb-picture__stage").evaluate("one => one.getAnimations().length") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_buttons_stand_out_enough_and_show_the_focus(visit_pictures, scheme):
    page = visit_pictures(color_scheme=scheme).page
    button = picture(page, "wide").get_by_role("button", name="Zoom in")
    assert min(button.bounding_box()["width"], button.bounding_box()["height"]) >= 24
    page.keyboard.press("Tab")
    outline = button.evaluate("one => [getComputedStyle(one).outlineStyle, getComputedStyle(one).outlineWidth]")
    assert outline == ["solid", "2px"]


def test_without_the_script_the_picture_can_be_scrolled_and_its_links_followed(offline_page, pictures_folder):
    seen = offline_page("file://", java_script_enabled=False)
    seen.page.goto(f"{pictures_folder.as_uri()}/index.html")
    expect(seen.page.get_by_role("button")).to_have_count(0)
    node(seen.page, "wide", "last").click()
    seen.page.wait_for_url(re.compile(r"other\.html#last$"))
