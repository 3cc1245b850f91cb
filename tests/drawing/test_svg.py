"""The SVG: well-formed, linked, named, safe, and free of anything that belongs to this machine."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stackbook.drawing import IconSet, LayoutEngine, Renderer, standalone_svg, write_svg
from stackbook.drawing.boxes import LABEL_HEIGHT, plan
from stackbook.drawing.layout import Area
from stackbook.drawing.routes import drawn_routes
from stackbook.drawing.text import clean
from stackbook.views.picture import Edge, Group, Node, View

SVG = "{http://www.w3.org/2000/svg}"
Draw = Callable[..., tuple[str, Element]]

HOSTILE = [
    "</title></svg><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' style='x",
    "]]><!--",
    "&amp;&#x3c;b&#x3e;",
    "a\x00b\x1b[0m\u202ec\ufffe\ud83d",
    "one\ntwo",
    "\u05e9\u05dc\u05d5\u05dd",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 30,
    "x" * 10_000,
    "\\",
    "{{ x }} {% y %}",
]


def part(root: Element, class_: str) -> list[Element]:
    return [found for found in root.iter() if class_ in found.get("class", "").split()]


def test_is_a_named_and_described_group(draw: Draw, wasm: LayoutEngine, neighbourhood: Callable[..., View]) -> None:
    _, root = draw(neighbourhood(2, 2), wasm)
    assert root.get("role") == "group"
    by_id = {found.get("id"): found for found in root.iter() if found.get("id")}
    assert by_id[root.get("aria-labelledby")].text == "Neighbours of the hub"
    assert by_id[root.get("aria-describedby")].text == "What is round it."


def test_scales_down_but_not_till_it_is_illegible(
    draw: Draw, wasm: LayoutEngine, neighbourhood: Callable[..., View]
) -> None:
    _, root = draw(neighbourhood(2, 2), wasm)
    wide, high = float(root.get("width", "")), float(root.get("height", ""))
    assert root.get("viewBox", "").split()[2:] == [root.get("width"), root.get("height")]
    assert wide > high > 0
    found = re.fullmatch(r"min-width:(\d+)px", root.get("style", ""))
    assert found
    assert int(found[1]) == pytest.approx(wide * 0.85, abs=1)


def test_every_node_and_edge_is_a_link_with_a_name(
    draw: Draw, wasm: LayoutEngine, neighbourhood: Callable[..., View]
) -> None:
    view = neighbourhood(2, 3)
    _, root = draw(view, wasm)
    links = list(root.iter(f"{SVG}a"))
    assert {link.get("data-node") for link in links} - {None} == {node.id for node in view.nodes}
    assert {link.get("data-edge") for link in links} - {None} == {edge.id for edge in view.edges if edge.ref}
    names = {link.get("data-node") or link.get("data-edge"): link.get("aria-label") for link in links}
    assert names["tool:hub"] == "Customer Hub, CDP"
    assert names["tool:1"] == "Some Tool 1, Email Marketing (planned)"
    assert names["flow:0"] == "Some Tool 0 \u2192 Customer Hub: Contacts, hourly"
    assert names["flow:1"] == "Some Tool 1 \u2194 Customer Hub: Events (planned)"
    assert names["again"] == "All about it"
    assert all(link.find(f"{SVG}title").text == link.get("aria-label") for link in links)  # type: ignore[union-attr]


def test_the_keyboard_goes_from_each_node_to_what_leaves_it(
    draw: Draw, wasm: LayoutEngine, neighbourhood: Callable[..., View]
) -> None:
    _, root = draw(neighbourhood(1, 2), wasm)
    order = [link.get("data-node") or link.get("data-edge") for link in root.iter(f"{SVG}a")]
    # From left to right: what flows in, the hub, what flows out of it.
    assert order == ["tool:0", "flow:0", "again", "tool:hub", "flow:1", "flow:2", "tool:1", "tool:2", "fold:crm"]


def test_what_leads_nowhere_is_no_link(wasm: LayoutEngine, icons: IconSet) -> None:
    nodes = (Node("a", "A", ref="tool:a"), Node("b", "B"))
    view = View("v", "t", "", nodes, (Edge("e", "a", "b"),))
    layout = Renderer(wasm).draw(view).layout
    assert layout
    root = fromstring(write_svg(view, layout, lambda ref, anchor: None, icons, "p"))
    assert list(root.iter(f"{SVG}a")) == []
    assert len(part(root, "sb-node")) == 2
    assert "aria-describedby" not in root.attrib


@pytest.mark.parametrize("address", ["javascript:alert(1)", "JavaScript:x", "data:text/html,x", "vbscript:x", "\tx:y"])
def test_an_address_that_does_something_is_no_link(wasm: LayoutEngine, icons: IconSet, address: str) -> None:
    view = View("v", "t", "", (Node("a", "A", ref="r"),), ())
    layout = Renderer(wasm).draw(view).layout
    assert layout
    assert "<a " not in write_svg(view, layout, lambda ref, anchor: address, icons, "p")


def test_neighbours_can_be_found_by_a_script(
    draw: Draw, wasm: LayoutEngine, neighbourhood: Callable[..., View]
) -> None:
    view = neighbourhood(2, 2)
    _, root = draw(view, wasm)
    ends = {e.get("data-edge"): (e.get("data-from"), e.get("data-to")) for e in part(root, "sb-edge")}
    assert ends == {edge.id: (edge.source, edge.target) for edge in view.edges}
    assert {line.get("data-edge") for line in part(root, "sb-line")} == set(ends)


def test_arrow_heads_stand_at_the_end_and_at_both_ends_of_two_way_flows(
    draw: Draw, wasm: LayoutEngine, neighbourhood: Callable[..., View]
) -> None:
    view = neighbourhood(4, 4)
    _, root = draw(view, wasm)
    heads = {line.get("data-edge"): len(list(line.iter(f"{SVG}polygon"))) for line in part(root, "sb-line")}
    assert heads == {edge.id: 2 if edge.two_way else 1 for edge in view.edges}


def test_states_roles_and_folds_are_seen(draw: Draw, wasm: LayoutEngine, neighbourhood: Callable[..., View]) -> None:
    _, root = draw(neighbourhood(3, 3), wasm)
    nodes = {node.get("data-node"): node for node in part(root, "sb-node")}
    assert "sb-subject" in nodes["tool:hub"].get("class", "")
    assert "sb-planned" in nodes["tool:1"].get("class", "")
    assert len(part(nodes["fold:crm"], "sb-stack")) == 2
    chips = {id_: "".join(part(node, "sb-chip")[0].itertext()) for id_, node in nodes.items() if part(node, "sb-chip")}
    assert chips == {"tool:1": "Planned", "tool:3": "Ending", "tool:5": "Ended", "fold:crm": "12"}


def test_a_count_that_is_in_the_words_is_not_said_twice(draw: Draw, wasm: LayoutEngine) -> None:
    _, root = draw(View("v", "t", "d", (Node("a", "CRM", "12 tools", role="fold", count=12),), ()), wasm)
    assert part(root, "sb-chip") == []


def test_unknown_words_for_states_and_roles_never_reach_the_classes(draw: Draw, wasm: LayoutEngine) -> None:
    svg, _ = draw(View("v", "t", "d", (Node("a", "A", role='x" y="', state='z" onload="'),), ()), wasm)
    assert "onload" not in svg


def test_frames_are_labelled_in_their_order(draw: Draw, wasm: LayoutEngine, lineage: View) -> None:
    _, root = draw(lineage, wasm)
    assert ["".join(frame.itertext()) for frame in part(root, "sb-frame")] == ["Customers", "Customers", "Braze"]


def test_ids_are_unique_and_begin_with_the_prefix(
    draw: Draw, wasm: LayoutEngine, neighbourhood: Callable[..., View]
) -> None:
    svg, root = draw(neighbourhood(2, 2), wasm)
    ids = [found.get("id", "") for found in root.iter() if found.get("id")]
    assert len(ids) == len(set(ids))
    assert all(id_.startswith("d-around-hub-") for id_ in ids)
    for target in re.findall(r'href="#([^"]+)"', svg):
        assert target in ids or target.startswith("sb-i-")


def test_every_icon_that_is_used_is_in_the_sprite(
    draw: Draw, wasm: LayoutEngine, neighbourhood: Callable[..., View], icons: IconSet
) -> None:
    view = neighbourhood(2, 2)
    svg, _ = draw(view, wasm)
    sprite = fromstring(icons.sprite(icons.keys(view.nodes)))
    held = {symbol.get("id") for symbol in sprite.iter() if symbol.tag.endswith("symbol")}
    assert set(re.findall(r'href="#(sb-i-[^"]+)"', svg)) == held


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_users_write_stays_text(draw: Draw, either: LayoutEngine, text: str) -> None:
    nodes = (Node("a" + text, text, text, "r" + text, text, text), Node("b", "x" + text))
    view = View("v", text, text, nodes, (Edge(text, "a" + text, "b", text, text, text, text, True),))
    svg, root = draw(view, either)
    allowed = {"svg", "title", "desc", "g", "a", "path", "polygon", "rect", "text", "use"}
    assert {found.tag.removeprefix(SVG) for found in root.iter()} <= allowed
    assert not [key for found in root.iter() for key in found.attrib if key.startswith("on")]
    assert root.find(f"{SVG}title").text == (clean(text) or None)  # type: ignore[union-attr]
    # However long a text is, it is drawn short and said in full.
    drawn = ["".join(found.itertext()) for found in root.iter(f"{SVG}text")]
    assert max(map(len, drawn)) < 100
    assert clean("x" + text) in {part(root, "sb-node")[1].find(f"{SVG}title").text}  # type: ignore[union-attr]
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", svg)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=80), min_size=3, max_size=6))
def test_any_text_makes_well_formed_xml(wasm: LayoutEngine, icons: IconSet, texts: list[str]) -> None:
    nodes = tuple(Node(f"{at}{text}", text, texts[0], text, text, icon=text) for at, text in enumerate(texts))
    edges = (Edge("e", nodes[0].id, nodes[1].id, texts[2], texts[1], texts[0]),)
    view = View("v", texts[0], texts[1], nodes, edges)
    layout = Renderer(wasm).draw(view).layout
    assert layout
    fromstring(write_svg(view, layout, lambda ref, anchor: ref + anchor, icons, texts[0]))
    fromstring(standalone_svg(view, layout, icons))
    fromstring(icons.sprite(icons.keys(nodes)) or "<svg/>")


def test_labels_touch_neither_boxes_nor_each_other(either: LayoutEngine, neighbourhood: Callable[..., View]) -> None:
    view = neighbourhood(11, 12)
    layout, sizes = Renderer(either).draw(view).layout, plan(view)
    assert layout
    labels = [
        Area(route.label[0] - arrow.label.width / 2, route.label[1] - LABEL_HEIGHT / 2, arrow.label.width, LABEL_HEIGHT)
        for route, arrow in zip(drawn_routes(layout, sizes), sizes.arrows, strict=True)
        if route.label
    ]
    assert len(labels) == sum(bool(arrow.label.text) for arrow in sizes.arrows)
    for at, label in enumerate(labels):
        for other in (*labels[at + 1 :], *layout.nodes):
            apart = label.x + label.width <= other.x or other.x + other.width <= label.x
            assert apart or label.y + label.height <= other.y or other.y + other.height <= label.y


def test_labels_stand_between_the_boxes_inside_and_outside_frames(either: LayoutEngine, lineage: View) -> None:
    one_frame = replace(lineage, groups=(Group("all", "All", tuple(node.id for node in lineage.nodes)),))
    for view in (lineage, one_frame):
        layout, sizes = Renderer(either).draw(view).layout, plan(view)
        assert layout
        for route, arrow in zip(drawn_routes(layout, sizes), sizes.arrows, strict=True):
            if route.label:
                source, target = layout.nodes[arrow.source], layout.nodes[arrow.target]
                assert source.x + source.width < route.label[0] - arrow.label.width / 2
                assert route.label[0] + arrow.label.width / 2 < target.x


def test_lines_begin_and_end_at_their_boxes(either: LayoutEngine, neighbourhood: Callable[..., View]) -> None:
    view = neighbourhood(6, 6)
    layout, sizes = Renderer(either).draw(view).layout, plan(view)
    assert layout
    for route, arrow in zip(drawn_routes(layout, sizes), sizes.arrows, strict=True):
        for box, tip in ((arrow.source, route.tail or route.points[0]), (arrow.target, route.head)):
            area = layout.nodes[box]
            assert tip
            assert area.x - 1 <= tip[0] <= area.x + area.width + 1
            assert area.y - 1 <= tip[1] <= area.y + area.height + 1


def test_holds_no_path_of_this_machine(
    draw: Draw, either: LayoutEngine, neighbourhood: Callable[..., View], icons: IconSet
) -> None:
    view = neighbourhood(3, 3)
    svg, _ = draw(view, either)
    layout = Renderer(either).draw(view).layout
    assert layout
    everything = svg + standalone_svg(view, layout, icons) + icons.sprite(icons.keys(view.nodes))
    for word in (sys.prefix, str(Path.home()), str(Path.cwd()), "site-packages", "file:", "/usr/", "/tmp"):
        assert word not in everything, word


def test_a_file_of_its_own_needs_nothing_else(
    wasm: LayoutEngine, neighbourhood: Callable[..., View], icons: IconSet
) -> None:
    view = neighbourhood(3, 3)
    layout = Renderer(wasm).draw(view).layout
    assert layout
    file = standalone_svg(view, layout, icons)
    root = fromstring(file)
    ids = {found.get("id") for found in root.iter()}
    assert set(re.findall(r'href="#([^"]+)"', file)) <= ids
    assert not re.search(r"@import|url\(", file)
    assert set(re.findall(r"https?://[^\"' ]+", file)) == {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert list(root.iter(f"{SVG}a")) == []
    assert "var(" not in file, "office software knows no variables"
    assert "@media (prefers-color-scheme:dark)" in file
    assert standalone_svg(view, layout, icons, href=lambda ref, anchor: "../x/").count("<a ") == 0
    assert standalone_svg(view, layout, icons, href=lambda ref, anchor: "https://x.example/").count("<a ") > 0


def test_a_layout_of_another_view_is_an_error(
    wasm: LayoutEngine, neighbourhood: Callable[..., View], icons: IconSet
) -> None:
    layout = Renderer(wasm).draw(neighbourhood(2, 2)).layout
    assert layout
    with pytest.raises(ValueError, match="does not belong"):
        write_svg(neighbourhood(3, 3), layout, lambda ref, anchor: None, icons, "p")


def test_the_words_of_one_view_never_show_in_another_with_the_same_layout(
    draw: Draw, wasm: LayoutEngine, neighbourhood: Callable[..., View]
) -> None:
    view = neighbourhood(1, 1)
    other = replace(view, title="Secret", nodes=tuple(replace(node, ref="secret") for node in view.nodes))
    draw(other, wasm)
    assert "ecret" not in draw(view, wasm)[0]
