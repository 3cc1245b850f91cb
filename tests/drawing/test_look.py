"""What a reader sees, in a real browser: text in its boxes, contrast, the keyboard, no fault for axe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from stackbook.drawing import IconSet, LayoutEngine, Renderer, standalone_svg, write_svg
from stackbook.drawing.icons import monogram
from stackbook.views.picture import View

# The variables as Material sets them in its two palettes.
PALETTES = {
    "default": "--md-default-fg-color:#000000de;--md-default-bg-color:#fff;--md-typeset-a-color:#4051b5",
    "slate": "--md-default-fg-color:#e2e4e9d1;--md-default-bg-color:#1e2129;--md-typeset-a-color:#5488e8",
}
# Contrast of a text with what lies behind it, colours laid over each other as the browser does.
CONTRAST = """() => {
  const parse = c => {
    const n = c.match(/[\\d.]+/g).map(Number)
    return c.startsWith('color(srgb') ? [n[0]*255, n[1]*255, n[2]*255, n[3] ?? 1] : [n[0], n[1], n[2], n[3] ?? 1]
  }
  const over = (a, b) => [0, 1, 2].map(i => a[i] * a[3] + b[i] * (1 - a[3])).concat(1)
  const light = c => {
    const [r, g, b] = c.map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const page = parse(getComputedStyle(document.body).backgroundColor)
  return [...document.querySelectorAll('.sb-drawing text, .sb-sprite text')].map(text => {
    const rect = text.parentNode.querySelector(':scope > .sb-box, :scope > rect')
    const back = over(parse(getComputedStyle(rect).fill), page)
    const front = over(parse(getComputedStyle(text).fill), back)
    const [a, b] = [light(front), light(back)].sort((x, y) => y - x)
    return [text.textContent, (a + 0.05) / (b + 0.05)]
  })
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def html(wasm: LayoutEngine, icons: IconSet, neighbourhood: Callable[..., View], lineage: View) -> Callable[[str], str]:
    """A page with two drawings in a palette of Material."""

    def build(scheme: str) -> str:
        css = files("stackbook").joinpath("theme", "stackbook-diagrams.css").read_text("utf-8")
        drawings = []
        keys = {icons.add(monogram(f"Tool {i}", str(i))) for i in range(60)}
        for drawing in Renderer(wasm).draw_many([neighbourhood(6, 6), lineage]):
            assert drawing.layout
            svg = write_svg(drawing.view, drawing.layout, lambda ref, anchor: "#x", icons, drawing.view.id)
            drawings.append(f'<figure class="sb-diagram">{svg}</figure>')
            keys.update(icons.keys(drawing.view.nodes))
        return (
            f"<!doctype html><html lang=en><title>Drawings</title><style>{css}</style>"
            f'<body data-md-color-scheme="{scheme}" style="{PALETTES[scheme]};background:var(--md-default-bg-color)">'
            f"<main><h1 style='color:var(--md-default-fg-color)'>Drawings</h1>"
            f"{icons.sprite(keys)}{''.join(drawings)}</main>"
        )

    return build


@pytest.mark.parametrize("scheme", PALETTES)
def test_every_text_has_contrast(page: Page, html: Callable[[str], str], scheme: str) -> None:
    page.set_content(html(scheme))
    found = page.evaluate(CONTRAST)
    assert len(found) > 90
    assert [(text, ratio) for text, ratio in found if ratio < 4.5] == []


@pytest.mark.parametrize("scheme", PALETTES)
def test_axe_finds_no_fault(page: Page, html: Callable[[str], str], scheme: str) -> None:
    page.set_content(html(scheme))
    results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    assert [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in results.response["violations"]] == []


def test_text_stays_in_its_box_and_label(page: Page, html: Callable[[str], str]) -> None:
    page.set_content(html("default"))
    outside = page.evaluate("""() => [...document.querySelectorAll('.sb-node, .sb-edge, .sb-chip')].flatMap(part => {
      const box = part.querySelector(':scope > .sb-box, :scope > rect')?.getBBox()
      return [...part.querySelectorAll(':scope > text')].filter(text => {
        const words = text.getBBox()
        return words.x < box.x + 3 || words.x + words.width > box.x + box.width - 3
      }).map(text => text.textContent)
    })""")
    assert outside == []


def test_a_print_from_dark_comes_out_light(page: Page, html: Callable[[str], str]) -> None:
    page.set_content(html("slate"))
    colour = "() => getComputedStyle(document.querySelector('.sb-tile.sb-hue-1')).fill"
    dark = page.evaluate(colour)
    page.emulate_media(media="print")
    assert (dark, page.evaluate(colour)) == ("rgb(31, 53, 96)", "rgb(219, 233, 254)")


def test_the_keyboard_reaches_every_link_and_shows_where_it_is(page: Page, html: Callable[[str], str]) -> None:
    page.set_content(html("default"))
    wanted = page.evaluate("[...document.querySelectorAll('.sb-drawing a')].map(a => a.ariaLabel)")
    reached = []
    line = "() => getComputedStyle(document.querySelector('.sb-drawing a:focus :is(.sb-box, .sb-way)')).strokeWidth"
    while len(reached) < len(wanted):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.closest('.sb-drawing') && document.activeElement.ariaLabel")
        if name:
            reached.append(name)
            assert page.evaluate(line) in ("3px", "4px")
    assert reached == wanted


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_file_of_its_own_opens_in_both_colours(
    browser: Browser,
    tmp_path: Path,
    wasm: LayoutEngine,
    icons: IconSet,
    neighbourhood: Callable[..., View],
    scheme: str,
) -> None:
    view = neighbourhood(3, 3)
    layout = Renderer(wasm).draw(view).layout
    assert layout
    (tmp_path / "drawing.svg").write_text(standalone_svg(view, layout, icons), "utf-8")
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "drawing.svg").as_uri())
    fill = page.evaluate("getComputedStyle(document.querySelector('.sb-subject .sb-box')).fill")
    assert len(asked) == 1
    assert fill != page.evaluate("getComputedStyle(document.querySelector('.sb-name')).fill")
    assert (fill == "rgb(238, 240, 251)") == (scheme == "light")
    context.close()
