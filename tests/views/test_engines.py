"""Both layout engines give every view, and a picture that cannot be laid out becomes its table."""

from __future__ import annotations

import shutil

import pytest
from projects import Project
from small import integration, small_stack, tool

from stackbook.drawing import LayoutTimeout, Renderer, engine
from stackbook.pages.drawings import SiteDrawings, draw_site


def drawn(drawings: SiteDrawings) -> dict[str, bool]:
    parts = (drawings.whole, drawings.categories, drawings.entities, drawings.around)
    return {f"{at}:{key}": one.layout is not None for at, part in enumerate(parts) for key, one in part.items()}


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz's dot is not installed here")
def test_both_engines_give_every_view(example, tmp_path):
    wasm = draw_site(example, Renderer(engine("wasm", tmp_path)))
    dot = draw_site(example, Renderer(engine("dot")))
    assert drawn(wasm) == drawn(dot)
    assert sum(drawn(wasm).values()) > 400
    for ours, theirs in ((wasm.whole, dot.whole), (wasm.entities, dot.entities)):
        for key, one in ours.items():
            if one.layout and theirs[key].layout:
                assert len(one.layout.edges) == len(theirs[key].layout.edges)
                sizes = [(round(area.width), round(area.height)) for area in one.layout.nodes]
                assert sizes == [(round(area.width), round(area.height)) for area in theirs[key].layout.nodes]


class Slow:
    """An engine that never finishes in time."""

    name, version = "wasm", "slow"

    def layout(self, dot):
        raise LayoutTimeout("It took longer than 10 seconds.")

    def layout_many(self, dots):
        return [LayoutTimeout("It took longer than 10 seconds.") for _ in dots]


def test_a_layout_that_takes_too_long_gives_a_table_and_a_finding(tmp_path, monkeypatch):
    stack = small_stack() | {
        "tools/hose": tool("Hose", category="integration_tag_management"),
        "integrations/long-way": integration("The long way", "shop", "mailer", via="hose"),
    }
    monkeypatch.setattr("stackbook.site.engine", lambda name, cache: Slow())
    site = Project(tmp_path / "project").stack(stack).build(strict=True)
    page = site.text("tools/shop/index.html")
    assert "longer than 10 seconds" in page
    assert 'class="sb-drawing"' not in page
    assert "Shop to Mailer" in page
    assert "picture-not-drawn" in site.text("findings/index.html")
