"""The landscape and the matrix as files: they need nothing else, hold everything once, and nothing covers anything."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
import resvg_py
from defusedxml.ElementTree import fromstring
from hostile import ATTACKS
from small import integration, tool

from stackbook.drawing import IconFinder, IconSet
from stackbook.drawing.grid import landscape_svg, matrix_svg
from stackbook.drawing.icons import monogram
from stackbook.model.vocab import BUILT_IN
from stackbook.views.landscape import landscape
from stackbook.views.matrix import matrix
from stackbook.views.overlays import OVERLAYS, TONES, overlay_of

SVG = "{http://www.w3.org/2000/svg}"
CATEGORIES = list(BUILT_IN["category"].values)
LONG = {
    "no-space": "W" * 120,
    "many-words": "long words " * 17,
    "chinese": "\u8425\u9500\u81ea\u52a8\u5316\u5e73\u53f0" * 6,
    "hebrew": "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd",
    "emoji": "\U0001f469\u200d\U0001f692 Fire",
}


def stack(number):
    """So many tools over the categories, unevenly; every tenth has a long name."""
    names = list(LONG.values())
    found = {}
    for n in range(number):
        name = names[n // 10 % len(names)] if n % 10 == 9 else f"Tool {n}"
        category = CATEGORIES[(n * n) % len(CATEGORIES)]
        phase = {"phase": "phase_out" if n % 7 == 0 else "active"}
        found[f"tools/t{n}"] = tool(name, category=category, lifecycle=phase, criticality="business_critical")
    return found


def drawn(scene, key="", title="The landscape"):
    icons = IconSet(IconFinder())
    for one in scene.tools:
        icons.add(monogram(one.name, one.id))
    return landscape_svg(landscape(scene), icons, overlay_of(scene, key) if key else None, title)


def area(rect):
    return tuple(float(rect.get(name)) for name in ("x", "y", "width", "height"))


def tiles(svg):
    """Id of each tool to the area of its tile."""
    return [
        (g.get("data-tool"), area(next(g.iter(f"{SVG}rect"))))
        for g in fromstring(svg).iter(f"{SVG}g")
        if g.get("data-tool")
    ]


def apart(a, b):
    return a[0] + a[2] <= b[0] or b[0] + b[2] <= a[0] or a[1] + a[3] <= b[1] or b[1] + b[3] <= a[1]


def assert_stands_alone(svg):
    tree = fromstring(svg)
    used = {e.get("href") for e in tree.iter() if e.get("href")}
    ids = {e.get("id") for e in tree.iter() if e.get("id")}
    assert all(one.startswith("#") and one[1:] in ids for one in used)
    assert len([e for e in tree.iter() if e.get("id")]) == len(ids)
    outside = svg.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"var\(|url\(|@import|https?:|<script|<foreignObject|data:(?!image)", outside)


@pytest.mark.parametrize("number", [1, 2, 7, 60, 400])
@pytest.mark.parametrize("key", ["", "owner"])
def test_every_tool_has_one_tile_and_no_two_cover_each_other(scene, number, key):
    svg = drawn(scene(stack(number)), key)
    found = tiles(svg)
    assert sorted(name for name, _ in found) == sorted(f"t{n}" for n in range(number))
    assert all(apart(a, b) for (_, a), (_, b) in combinations(found, 2))
    wide, high = (float(fromstring(svg).get(side)) for side in ("width", "height"))
    assert all(x >= 0 and y >= 0 and x + w <= wide and y + h <= high for _, (x, y, w, h) in found)
    assert_stands_alone(svg)


@pytest.mark.parametrize("number", [60, 400])
def test_the_page_is_about_four_to_three(scene, number):
    tree = fromstring(drawn(scene(stack(number)), "criticality"))
    assert 1.0 < float(tree.get("width")) / float(tree.get("height")) < 1.8


@pytest.mark.parametrize("key", OVERLAYS)
def test_an_overlay_moves_no_group_and_names_its_values_in_a_legend(scene, key):
    shown = scene(stack(60))
    plain, coloured = tiles(drawn(shown)), tiles(drawn(shown, key))
    assert [(name, x) for name, (x, *_) in plain] == [(name, x) for name, (x, *_) in coloured]
    words = [e.text for e in fromstring(drawn(shown, key)).iter(f"{SVG}text")]
    for entry in overlay_of(shown, key).legend:
        assert f"{entry.label} {entry.count}" in words


def test_a_tile_says_in_words_what_its_colour_says(scene):
    svg = drawn(scene({"tools/a": tool("A", criticality="administrative"), "tools/b": tool("B")}), "criticality")
    said = {g.get("data-tool"): [e.text for e in g.iter(f"{SVG}text")] for g in fromstring(svg).iter(f"{SVG}g")}
    assert said["a"][-1] == "Administrative"
    assert said["b"][-1] == "Not recorded"
    assert said["b"] != said["a"]
    dashed = [
        g
        for g in fromstring(svg).iter(f"{SVG}g")
        if g.get("data-tool") and "stroke-dasharray" in str([e.attrib for e in g.iter()])
    ]
    assert [g.get("data-tool") for g in dashed] == ["b"]


def test_a_tool_that_is_not_simply_active_says_so(scene):
    svg = drawn(scene({"tools/a": tool("A", lifecycle={"phase": "phase_out"}), "tools/b": tool("B")}))
    said = {g.get("data-tool"): " ".join(g.itertext()) for g in fromstring(svg).iter(f"{SVG}g") if g.get("data-tool")}
    assert "Phasing out" in said["a"]
    assert "Phasing" not in said["b"]


def test_the_whole_name_is_there_where_it_is_cut(scene):
    svg = drawn(scene({"tools/a": tool(LONG["no-space"])}))
    assert [e.text for e in fromstring(svg).iter(f"{SVG}title")].count(LONG["no-space"]) == 1


def test_title_and_description_say_what_is_seen(scene):
    tree = fromstring(drawn(scene({"tools/a": tool("A")}), "owner", title="All <our> tools"))
    assert tree.find(f"{SVG}title").text == "All <our> tools"
    assert tree.find(f"{SVG}desc").text == "1 tool. Owner: CRM (1). Content & Experience: Email Marketing (1)."
    assert tree.get("aria-labelledby") == tree.find(f"{SVG}title").get("id")


def test_the_same_stack_gives_the_same_bytes(scene):
    assert drawn(scene(stack(40)), "owner") == drawn(scene(dict(reversed(stack(40).items()))), "owner")


def test_texts_of_contributors_stay_texts(scene):
    entities = {f"tools/{n}": tool(text, category=None) for n, text in ATTACKS.items()}
    svg = drawn(scene(entities), title=ATTACKS["script"])
    names = {e.tag for e in fromstring(svg).iter()}
    assert names <= {
        f"{SVG}{n}" for n in ("svg", "title", "desc", "style", "symbol", "rect", "text", "tspan", "g", "use", "path")
    }
    assert not [k for e in fromstring(svg).iter() for k in e.attrib if k.startswith("on")]


def test_without_tools_there_is_a_page_with_a_title(scene):
    tree = fromstring(drawn(scene({})))
    assert tiles(drawn(scene({}))) == []
    assert float(tree.get("width")) > 300


def test_another_program_draws_it_too(scene):
    svg = drawn(scene(stack(30)), "owner")
    picture = bytes(resvg_py.svg_to_bytes(svg_string=svg))
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 20_000


@pytest.mark.parametrize("key", ["", "owner", "criticality"])
def test_no_text_is_wider_than_its_tile(scene, tmp_path, browser, key):
    (tmp_path / "map.svg").write_text(drawn(scene(stack(120)), key), encoding="utf-8")
    page = browser.new_context().new_page()
    page.goto((tmp_path / "map.svg").as_uri())
    outside = page.evaluate("""() => [...document.querySelectorAll('[data-tool]')].flatMap(tile => {
      const box = tile.querySelector('rect').getBBox()
      return [...tile.querySelectorAll(':scope > text')].filter(text => {
        const words = text.getBBox()
        return words.x < box.x || words.x + words.width > box.x + box.width || words.y < box.y - 1
          || words.y + words.height > box.y + box.height + 2
      }).map(text => text.textContent)
    })""")
    page.context.close()
    assert outside == []


def test_every_tone_has_colours_that_can_be_read():
    from stackbook.drawing import sheet

    def light(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    assert set(sheet.TONES) == set(TONES)
    for tone, colours in sheet.TONES.items():
        low, high = sorted(light(colour) for colour in colours)
        assert (high + 0.05) / (low + 0.05) >= 4.5, tone


def flows(scene):
    tools = {f"tools/t{n}": tool(f"T{n}", category=c) for n, c in enumerate(("crm", "seo", "crm", "data_warehouse"))}
    pairs = [(0, 1), (2, 1), (1, 3), (3, 0), (0, 2)]
    return scene(
        {
            **tools,
            **{f"integrations/f{n}": integration(f"F{n}", f"t{a}", f"t{b}") for n, (a, b) in enumerate(pairs)},
        }
    )


def test_the_matrix_counts_every_flow_in_its_cell(scene):
    made = matrix(flows(scene))
    svg = matrix_svg(made, title="Who <feeds> whom")
    tree = fromstring(svg)
    cells = [e.text for e in tree.iter(f"{SVG}title") if "\u2192" in e.text]
    assert sorted(cells) == [
        "CRM \u2192 CRM: 1 flow",
        "CRM \u2192 SEO: 2 flows",
        "Data Warehouse \u2192 CRM: 1 flow",
        "SEO \u2192 Data Warehouse: 1 flow",
    ]
    assert tree.find(f"{SVG}title").text == "Who <feeds> whom"
    assert "5 flows" in tree.find(f"{SVG}desc").text
    assert_stands_alone(svg)
    wide = float(tree.get("width"))
    assert all(float(e.get("x")) < wide for e in tree.iter(f"{SVG}text"))


def test_the_strongest_cell_is_the_one_with_the_most_flows(scene):
    tree = fromstring(matrix_svg(matrix(flows(scene))))
    fills = {
        g.find(f"{SVG}title").text: next(g.iter(f"{SVG}rect")).get("fill")
        for g in tree.iter(f"{SVG}g")
        if g.find(f"{SVG}title") is not None and "\u2192" in g.find(f"{SVG}title").text
    }
    strongest = fills.pop("CRM \u2192 SEO: 2 flows")
    assert strongest not in fills.values()
