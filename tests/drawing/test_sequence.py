"""The picture of a sequence: everything in it, nothing on top of anything else, harmless whatever it says."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from importlib.resources import files
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from playwright.sync_api import Browser, Page

sys.path.insert(0, str(Path(__file__).parent.parent / "stacks"))

from hostile import ATTACKS
from journeys import journey, journey_stack, long_stack
from small import tool

from stackbook.drawing.icons import IconSet
from stackbook.drawing.outline import outline
from stackbook.drawing.png import png
from stackbook.drawing.sequence import STYLE, sequence_file, sequence_legend, sequence_svg
from stackbook.drawing.sequence_mermaid import sequence_mermaid
from stackbook.drawing.sequence_plan import plan_sequence
from stackbook.drawing.text import width
from stackbook.graph import build_graph
from stackbook.inventory import load
from stackbook.views.scene import Scene
from stackbook.views.sequence import SequenceView, sequence

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
Made = Callable[[dict[str, Any]], SequenceView]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """The sequence of a stack's only journey."""

    def make(stack: dict[str, Any]) -> SequenceView:
        for path, values in stack.items():
            file = tmp_path / "stack" / f"{path}.yml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
        inventory = load(tmp_path / "stack", "stack").inventory
        icons = {one.ref: one.id for one in inventory.all("tool")}
        [one] = inventory.all("journey")
        found = sequence(Scene(inventory, build_graph(inventory), icons), one.ref)
        assert found is not None
        return found

    return make


def href(ref: str, anchor: str) -> str:
    return f"../{ref.replace(':', '/')}"


def drawn(view: SequenceView) -> tuple[str, Element]:
    svg = sequence_svg(view, href, IconSet(), "sb-x")
    return svg, fromstring(svg)


def links(root: Element) -> dict[str, Element]:
    return {one.get("data-edge") or one.get("data-node") or "": one for one in root.iter(f"{SVG}a")}


def test_tools_and_steps_are_links_with_names_in_reading_order(made: Made) -> None:
    _, root = drawn(made(journey_stack()))
    found = links(root)
    assert list(found) == ["tool:shop", "tool:hub", "tool:mailer", "tool:warehouse", "step-1", "step-4"]
    assert found["tool:hub"].get(XLINK) == "../tool/hub"
    assert found["step-1"].get(XLINK) == "../integration/orders"
    for one in found.values():
        title = one.find(f"{SVG}title")
        assert title is not None
        assert title.text == one.get("aria-label")
    assert (root.get("role"), root.get("aria-labelledby"), root.get("aria-describedby")) == (
        "group",
        "sb-x-t",
        "sb-x-d",
    )


def test_the_numbers_words_times_and_waits_are_there(made: Made) -> None:
    svg, root = drawn(made(journey_stack()))
    words = [text.text for text in root.iter(f"{SVG}text")]
    for one in ("1", "2", "3", "4", "The order arrives.", "Near real time \u00b7 within 15 minutes"):
        assert one in words
    assert "waits up to 3 days" in words
    assert words.count("switched off") == 1
    assert svg == drawn(made({}))[0]


def test_a_broken_step_is_not_told_by_colour_alone(made: Made) -> None:
    _, root = drawn(made(journey_stack()))
    lines = {one.get("data-edge"): one for one in root.iter(f"{SVG}g") if "sb-line" in (one.get("class") or "").split()}
    broken = lines["step-4"]
    assert "sb-broken" in (broken.get("class") or "").split()
    assert [one for one in broken if one.get("class") == "sb-cross"]
    assert "sb-broken" not in (lines["step-1"].get("class") or "")
    css = files("stackbook").joinpath("theme", STYLE).read_text("utf-8")
    assert re.search(r"\.sb-line\.sb-broken \{[^}]*stroke-dasharray", css)


def test_a_tool_in_between_lights_up_with_its_step(made: Made) -> None:
    _, root = drawn(made(journey_stack()))
    ends = {(e.get("data-from"), e.get("data-to")) for e in root.iter() if e.get("data-edge") == "step-1"}
    assert ("tool:shop", "tool:mailer") in ends
    assert ("tool:shop", "tool:hub") in ends


def test_the_legend_explains_what_is_there_and_no_more(made: Made) -> None:
    words = [entry.words for entry in sequence_legend(made(journey_stack()))]
    assert words == [
        "Data goes to another tool",
        "Broken: carries nothing today",
        "Happens inside one tool",
        "No tool is named",
        "Time passes",
    ]
    assert sequence_legend(made({"journeys/welcome": journey("Welcome", {"tool": "shop"})})) == ()


@pytest.mark.parametrize("tools", [1, 2, 5, 12, 16])
def test_everything_fits_into_its_place(made: Made, tools: int) -> None:
    view = made(long_stack(tools))
    plan = plan_sequence(view)
    for above, below in pairwise(plan.bands):
        assert above.bottom <= below.top
        assert below.wait is None or above.bottom < below.wait < below.top
    for band in plan.bands:
        assert band.x - band.width / 2 >= 0
        assert band.x + band.width / 2 <= plan.width
        assert band.top >= plan.head
        assert max(width(line, 12.5) for line in band.lines) <= band.width
    for one, other in pairwise(plan.heads):
        assert other.x - one.x >= plan.box
    assert plan.heads[-1].x + plan.box / 2 <= plan.width


def test_long_pictures_name_their_tools_below_once_more(made: Made) -> None:
    short, long = made(journey_stack()), plan_sequence
    assert not long(short).feet
    view = made({"journeys/welcome": journey("Welcome", *({"tool": "shop"},) * 18)})
    assert plan_sequence(view).feet
    _, root = drawn(view)
    hidden = [one for one in root.findall(f"{SVG}g") if one.get("aria-hidden") == "true" and one.findall(f"{SVG}g")]
    assert any(text.text == "Shop" for one in hidden for text in one.iter(f"{SVG}text"))


def test_an_arrow_to_the_same_tool_comes_back(made: Made) -> None:
    stack = long_stack(3, 4) | {"journeys/long": journey("Long", {"integration": "i1"})}
    stack["integrations/i1"] |= {"from": "t0", "to": "t0"}
    [band] = plan_sequence(made(stack)).bands
    assert band.turns
    assert band.last > band.y


OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll('.sb-sequence text')].map(text => {
    const {left, top, right, bottom} = text.getBoundingClientRect()
    return {text: text.textContent, left, top: top + 2, right, bottom: bottom - 2}
  })
  const found = []
  boxes.forEach((a, at) => boxes.slice(at + 1).forEach(b => {
    const beside = a.left >= b.right - 1 || b.left >= a.right - 1
    if (!beside && a.top < b.bottom && b.top < a.bottom) found.push([a.text, b.text])
  }))
  return [boxes.length, found]
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    yield context.new_page()
    context.close()


def html(view: SequenceView) -> str:
    names = ("stackbook-diagrams.css", STYLE)
    css = "".join(files("stackbook").joinpath("theme", name).read_text("utf-8") for name in names)
    return f"<!doctype html><meta charset=utf-8><title>x</title><style>{css}</style>{drawn(view)[0]}"


def test_no_words_stand_on_others(made: Made, page: Page) -> None:
    page.set_content(html(made(long_stack())))
    count, found = page.evaluate(OVERLAPS)
    assert count > 100
    assert found == []


def hostile() -> dict[str, Any]:
    """A journey all of whose texts try to be more than text."""
    steps: list[dict[str, Any]] = []
    stack = journey_stack()
    for at, words in enumerate(ATTACKS.values()):
        steps += [{"integration": "results", "description": words}, {"tool": "shop", "description": words}]
        steps.append({"description": words})
        stack[f"tools/evil-{at}"] = tool(words)
        steps.append({"tool": f"evil-{at}"})
    return {**stack, "tools/shop": tool(ATTACKS["script"]), "journeys/welcome": journey(ATTACKS["title"], *steps)}


def test_hostile_words_are_harmless(made: Made, page: Page) -> None:
    view = made(hostile())
    allowed = {"svg", "title", "desc", "g", "a", "path", "rect", "text", "polygon", "circle", "use"}
    _, root = drawn(view)
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in allowed
        assert not [name for name in element.attrib if name.startswith("on")]
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(html(view))
    page.wait_for_timeout(300)
    assert asked == []


def test_a_file_needs_nothing_else(made: Made) -> None:
    svg = sequence_file(made(journey_stack()), IconSet())
    root = fromstring(svg)
    ids = {one.get("id") for one in root.iter()}
    assert not list(root.iter(f"{SVG}a"))
    assert all((one.get(XLINK) or "#")[1:] in ids for one in root.iter(f"{SVG}use"))
    assert "var(" not in svg
    assert ".sb-broken" in svg
    assert "prefers-color-scheme:dark" in svg
    assert "Broken: carries nothing today" in svg
    assert png(svg).startswith(b"\x89PNG")


_MERMAID = re.compile(
    r"  participant p\d+ as [^\n;\"<>]+|  Note over p\d+(?:,p\d+)?: [^\n]+|  p\d+(?:->>|-->>|--x)p\d+: [^\n]+"
)


def test_mermaid_is_a_sequence(made: Made) -> None:
    text = sequence_mermaid(made(journey_stack()))
    assert text.splitlines()[3:] == [
        "sequenceDiagram",
        "  participant p1 as Shop",
        "  participant p2 as Hub",
        "  participant p3 as Mailer",
        "  participant p4 as Warehouse",
        "  p1->>p2: 1. The order arrives. (Near real time, within 15 minutes)",
        "  p2->>p3: 1. goes on",
        "  Note over p1,p4: waits up to 3 days",
        "  Note over p3: 2. A greeting is chosen.",
        "  Note over p1,p4: waits up to 5 minutes",
        "  Note over p3: 3. The customer reads it.",
        "  p4--xp3: 4. Results. (Daily, within 1 day, switched off)",
    ]


def test_mermaid_keeps_hostile_words_as_words(made: Made) -> None:
    head, title, end, kind, *lines = sequence_mermaid(made(hostile())).splitlines()
    assert (head, end, kind) == ("---", "---", "sequenceDiagram")
    assert json.loads(title.removeprefix("title: "))
    for line in lines:
        plain = re.sub(r"#\d+;", "", line)
        assert _MERMAID.fullmatch(plain.replace(": ", ": x", 1) if plain.endswith(": ") else plain), line
        assert not set(plain.split(" as ", 1)[-1].split(": ", 1)[-1]) & set('#;"<>%{}\\`')


def test_as_boxes_and_arrows_nothing_is_lost(made: Made) -> None:
    view = outline(made(journey_stack()))
    assert [(edge.source, edge.target, edge.label, edge.state) for edge in view.edges] == [
        ("tool:shop", "tool:hub", "1. The order arrives.", "active"),
        ("tool:hub", "tool:mailer", "1. The order arrives.", "active"),
        ("tool:warehouse", "tool:mailer", "4. Results. (switched off)", "ended"),
    ]
    notes = {node.id: node.note for node in view.nodes}
    assert notes["tool:mailer"] == "2. A greeting is chosen.; 3. The customer reads it."


def test_texts_that_are_not_seen_whole_are_in_the_title(made: Made) -> None:
    svg, root = drawn(made(long_stack()))
    assert "\u2026" in svg
    shown = {words for one in root.iter(f"{SVG}title") for words in [one.text or ""]}
    for one, other in combinations(sorted(shown), 2):
        assert one != other
    assert any(len(words) > 200 for words in shown)
