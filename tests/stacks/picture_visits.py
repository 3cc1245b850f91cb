"""What the tests of pictures do on a page: press, drag, measure. The fixtures open the page of ``picture_page``."""

from __future__ import annotations

from pathlib import Path

import pytest
from picture_page import write_page
from playwright.sync_api import expect

import frontend

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="module")
def pictures_folder(tmp_path_factory) -> Path:
    """The folder of the page with one picture of each kind."""
    frontend.ensure()
    return write_page(tmp_path_factory.mktemp("pictures"))


@pytest.fixture(params=["http", "file"])
def pictures_origin(request, pictures_folder, serve_folder):
    """Where that page is: on a server, and as a file."""
    return serve_folder(pictures_folder) if request.param == "http" else pictures_folder.as_uri() + "/"


@pytest.fixture
def visit_pictures(offline_page, pictures_folder):
    """Opens that page from the folder it is in, as a reader does without a server."""

    def go(address: str | None = None, script: str = "", **options):
        home = address or pictures_folder.as_uri() + "/"
        seen = offline_page(home if address else "file://", **options)
        if script:
            seen.page.add_init_script(script)
        seen.page.goto(home + "index.html")
        expect(seen.page.locator(".sb-picture__tools")).to_have_count(5)
        settle(seen.page)
        return seen

    return go


def settle(page):
    """Waits until nothing moves any more."""
    page.wait_for_function("() => document.getAnimations().length === 0")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.wait_for_function("() => document.getAnimations().length === 0")


def picture(page, name):
    """A picture of the page."""
    return page.locator(f"#picture-{name}")


def press(page, name, button):
    """Presses a button above a picture."""
    picture(page, name).get_by_role("button", name=button).click()
    settle(page)


def box(page, selector):
    """Where something is on the screen."""
    found = page.locator(selector).first.bounding_box()
    assert found
    return found


def frame(page, name):
    """Where the frame of a picture is, in which it is moved."""
    return box(page, f"#picture-{name} .sb-picture__view")


def size(page, name):
    """How wide the picture is on the screen."""
    return box(page, f"#picture-{name} .sb-picture__stage")["width"]


def centre(one):
    """The middle of a box."""
    return one["x"] + one["width"] / 2, one["y"] + one["height"] / 2


def is_inside(inner, outer, slack=1.5):
    """Whether a box lies in another."""
    return (
        inner["x"] >= outer["x"] - slack
        and inner["y"] >= outer["y"] - slack
        and inner["x"] + inner["width"] <= outer["x"] + outer["width"] + slack
        and inner["y"] + inner["height"] <= outer["y"] + outer["height"] + slack
    )


def drag(page, start, by, steps=6):
    """Drags with the mouse."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + by[0], start[1] + by[1], steps=steps)
    page.mouse.up()
    settle(page)


def node(page, name, which):
    """A node of a drawing."""
    return page.locator(f'#picture-{name} a[data-node="tool:{which}"]')


def node_box(page, name, which):
    """Where a node is on the screen."""
    return box(page, f'#picture-{name} a[data-node="tool:{which}"]')


def saved(page, name, button, tmp_path):
    """Saves a picture with a button, and gives the file."""
    with page.expect_download() as download:
        press(page, name, button)
    target = tmp_path / download.value.suggested_filename
    download.value.save_as(target)
    return target
