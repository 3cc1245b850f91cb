"""Pictures saved as SVG and PNG: they need nothing but themselves, and show what the page shows."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
import resvg_py
from picture_visits import press, saved, size
from playwright.sync_api import expect

import frontend

pytestmark = pytest.mark.xdist_group("pictures")

KINDS = ["wide", "small", "matrix", "groups"]
PLACES = ["landscape/", "flows/", "hubs/", "regions/", "tools/braze/", "tools/braze/around/", "vendors/braze/"]
SVG = "{http://www.w3.org/2000/svg}"


def texts(tree):
    return [" ".join("".join(one.itertext()).split()) for one in tree.iter(f"{SVG}text")]


@pytest.mark.parametrize("name", KINDS)
def test_the_svg_needs_nothing_but_itself(visit_pictures, pictures_origin, tmp_path, name):
    seen = visit_pictures(pictures_origin)
    file = saved(seen.page, name, "Download as SVG", tmp_path)
    assert file.name == f"{name}-file.svg"
    text = file.read_text(encoding="utf-8")
    tree = ET.fromstring(text)
    assert tree.tag == f"{SVG}svg"
    for word in (
        "var(",
        "color-mix",
        "currentColor",
        "<style",
        "<use",
        "<a ",
        "foreignObject",
        "data-",
        "NaN",
        "undefined",
    ):
        assert word not in text, word
    for one in tree.iter():
        for key, value in one.attrib.items():
            assert key.rpartition("}")[2] not in ("class", "style", "href", "src", "tabindex") or key == "id", key
            assert "://" not in value
    for address in re.findall(r"url\(#([^)]+)\)", text):
        assert any(one.get("id") == address for one in tree.iter())
    assert f"Caption of {name}." in texts(tree)
    assert "Planned data flow" in texts(tree)
    seen.assert_clean()


def test_the_svg_of_a_drawing_says_and_shows_what_the_page_does(visit_pictures, tmp_path):
    file = saved(visit_pictures().page, "wide", "Download as SVG", tmp_path)
    tree = ET.parse(file).getroot()
    assert tree.find(f"{SVG}title").text == "What Middle exchanges"
    assert tree.find(f"{SVG}desc").text == "First gives data to Middle, Middle to Last."
    assert {"First", "Alone", "Middle", "Last", "Daily", "MA"} <= set(texts(tree))
    assert "First, in full" in [one.text for one in tree.iter(f"{SVG}title")]
    subject = next(one for one in tree.iter(f"{SVG}rect") if one.get("stroke-width") == "2")
    assert subject.get("stroke") != "none"
    (planned,) = [one for one in tree.iter(f"{SVG}path") if one.get("stroke-dasharray") == "5 4"]
    assert re.fullmatch("#[0-9a-f]{6}", planned.get("stroke"))
    assert len(list(tree.iter(f"{SVG}linearGradient"))) == 1
    # Not what is moved or lit on the page, but all of it.
    assert float(tree.get("width")) > 2600


def test_the_svg_of_a_page_keeps_lines_cuts_and_colours(visit_pictures, tmp_path):
    file = saved(visit_pictures().page, "groups", "Download as SVG", tmp_path)
    tree = ET.parse(file).getroot()
    said = texts(tree)
    at = said.index("Commerce & Sales")
    wrapped = said[at + 1 : -3]
    assert "Ecommerce" in wrapped[0]
    assert len([line for line in wrapped if line in "Ecommerce platforms and carts of every kind"]) > 2
    assert not [line for line in said if "hidden ending" in line or "Never" in line or "Colour by" in line]
    assert [line for line in said if line.startswith("Secret") and line.endswith("…")]
    assert "Shop Ware" in said
    assert {"#eeeeff", "#0000ff"} <= {one.get(key) for one in tree.iter() for key in ("fill", "stroke")}
    assert float(tree.get("width")) == 1400


def test_the_svg_of_a_table_has_its_turned_headings(visit_pictures, tmp_path):
    file = saved(visit_pictures().page, "matrix", "Download as SVG", tmp_path)
    tree = ET.parse(file).getroot()
    turned = {"".join(one.itertext()) for one in tree.iter(f"{SVG}text") if "rotate(-90)" in one.get("transform", "")}
    assert turned == {"Analytics", "Commerce", "Consent"}
    assert {"From Consent", "27"} <= set(texts(tree))


def test_the_svg_is_as_dark_as_what_is_seen(visit_pictures, tmp_path):
    backgrounds = {}
    for scheme in ("light", "dark"):
        file = saved(visit_pictures(color_scheme=scheme).page, "small", "Download as SVG", tmp_path / scheme)
        rect = ET.parse(file).getroot().find(f"{SVG}rect")
        backgrounds[scheme] = int(rect.get("fill")[1:3], 16)
    assert backgrounds["light"] > 240
    assert backgrounds["dark"] < 60


@pytest.mark.parametrize("name", ["small", "groups"])
def test_the_svg_can_be_opened_on_its_own(visit_pictures, offline_page, tmp_path, name):
    file = saved(visit_pictures().page, name, "Download as SVG", tmp_path)
    alone = offline_page("file://")
    alone.page.goto(file.as_uri())
    drawn = alone.page.evaluate("() => { const b = document.documentElement.getBBox(); return [b.width, b.height] }")
    assert min(drawn) > 100
    alone.assert_clean()


@pytest.mark.parametrize("name", KINDS)
def test_another_program_draws_the_svg_as_well(visit_pictures, tmp_path, name):
    """resvg knows no style sheet of ours, no browser's habits and here no font but Roboto."""
    file = saved(visit_pictures().page, name, "Download as SVG", tmp_path)
    fonts = [str(frontend.FONTS / "Roboto-Regular.ttf"), str(frontend.FONTS / "Roboto-SemiBold.ttf")]
    text = file.read_text(encoding="utf-8")
    drawn = bytes(resvg_py.svg_to_bytes(svg_string=text, font_files=fonts, skip_system_fonts=True))
    words = re.sub(r"<text.*?</text>", "", text)
    wordless = bytes(resvg_py.svg_to_bytes(svg_string=words, font_files=fonts, skip_system_fonts=True))
    assert len(drawn) > len(wordless) + 1000


@pytest.mark.parametrize("name", KINDS)
def test_the_png_is_twice_as_sharp_as_the_svg(visit_pictures, pictures_origin, tmp_path, name):
    seen = visit_pictures(pictures_origin)
    svg = ET.parse(saved(seen.page, name, "Download as SVG", tmp_path)).getroot()
    file = saved(seen.page, name, "Download as PNG", tmp_path)
    assert file.name == f"{name}-file.png"
    data = file.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    wide, high = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
    assert (wide, high) == (2 * int(svg.get("width")), 2 * int(svg.get("height")))
    colours = seen.page.evaluate(
        """async (bytes) => {
          const image = await createImageBitmap(new Blob([new Uint8Array(bytes)]))
          const canvas = new OffscreenCanvas(image.width, image.height)
          const paper = canvas.getContext("2d")
          paper.drawImage(image, 0, 0)
          const data = new Uint32Array(paper.getImageData(0, 0, image.width, image.height).data.buffer)
          return new Set(data).size
        }""",
        list(data),
    )
    assert colours > 20
    seen.assert_clean()


def test_a_file_that_is_saved_leaves_the_page_as_it_was(visit_pictures, tmp_path):
    page = visit_pictures().page
    saved(page, "groups", "Download as SVG", tmp_path)
    assert page.evaluate("document.querySelector('[name=by]:checked').value") == "b"
    press(page, "wide", "Zoom in")
    before = page.locator("body").inner_html(), size(page, "wide")
    saved(page, "wide", "Download as SVG", tmp_path)
    page.mouse.move(0, 0)
    now = page.locator("body").inner_html()
    assert re.sub(r' aria-busy="true"| tabindex="-?\d"', "", now) == re.sub(r' tabindex="-?\d"', "", before[0])
    assert size(page, "wide") == before[1]


@pytest.mark.parametrize("place", PLACES)
def test_every_picture_of_the_example_has_its_controls_and_can_be_saved(
    example, serve_folder, offline_page, tmp_path, place
):
    address = serve_folder(example.folder)
    seen = offline_page(address)
    seen.page.goto(address + place)
    figures = seen.page.locator("figure.sb-picture")
    expect(figures.first).to_be_visible()
    expect(seen.page.locator(".sb-picture__tools")).to_have_count(figures.count())
    for one in figures.all():
        name = one.get_attribute("id").removeprefix("picture-")
        assert one.locator(".sb-picture__view").get_attribute("tabindex") == "0"
        file = saved(seen.page, name, "Download as SVG", tmp_path)
        assert file.stem == one.get_attribute("data-sb-picture")
        text = file.read_text(encoding="utf-8")
        tree = ET.fromstring(text)
        assert len(texts(tree)) > 2
        assert not re.search(r"var\(|<use|<style|\bhref=|\bclass=|https?://(?!www\.w3\.org)", text)
    seen.assert_clean()
