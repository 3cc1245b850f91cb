"""From a block to HTML: a picture, a table, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from jinja2 import TemplateError
from markupsafe import Markup

from stackbook.asking.problem import Problem
from stackbook.blocks.fences import Block
from stackbook.blocks.opened import Stack
from stackbook.blocks.reports import Place
from stackbook.blocks.tiles import landscape_html
from stackbook.diagnostics import Diagnostic
from stackbook.drawing import LayoutUnavailable
from stackbook.inventory.validate import plain
from stackbook.inventory.words import did_you_mean, one_of, sentence
from stackbook.model import KINDS
from stackbook.model.base import Entity
from stackbook.pages.book import Desk
from stackbook.pages.cells import cell_of
from stackbook.pages.impact import impact_html
from stackbook.pages.pictures import picture_html
from stackbook.pages.text import fill
from stackbook.source import Mapping
from stackbook.source.characters import INVISIBLE
from stackbook.source.parser import parse
from stackbook.views.going import read_impact
from stackbook.views.landscape import Landscape
from stackbook.views.overlays import overlay_of
from stackbook.views.picture import View
from stackbook.views.spec import Asked, limited, make_asked, read_spec
from stackbook.views.table import AskedTable, read_table

_NOTHING = Markup(
    '<span class="sb-none"><span aria-hidden="true">—</span><span class="sb-hidden">not recorded</span></span>'
)


@dataclass(slots=True)
class Page:
    """What the blocks of one page share.

    Args:
        stack: what they look into.
        desk: writes addresses for this page, and collects its icons.
        names: names that pictures of this page have already.
    """

    stack: Stack
    desk: Desk
    names: set[str] = field(default_factory=set)

    def name(self, wanted: str) -> str:
        """A name for a picture that no other picture of the page has."""
        base = re.sub("[^a-z0-9]+", "-", wanted.lower()).strip("-")
        name, number = base, 1
        while name in self.names:
            number += 1
            name = f"{base}-{number}"
        self.names.add(name)
        return name


def make(block: Block, page: Page, place: Place) -> Markup | list[Diagnostic]:
    """The HTML of a block, or everything that is wrong with it; nothing is raised for what stands in it."""
    maker = _MAKERS.get(block.name)
    if maker is None:
        help = sentence(did_you_mean(block.name, _MAKERS), f"Blocks: {one_of(_MAKERS)}")
        return [place.problem(Problem((), f"there is no block `{block.name}`", help), None)]
    if not block.closed:
        help = "Close it with the same marks as it begins with, on a line of their own, as far from the left."
        return [place.problem(Problem((), "this block has no end", help), None)]
    if block.rest:
        help = "Everything stands inside the block, one key a line."
        return [place.problem(Problem((), f"nothing may stand behind `{block.name}`", help), None)]
    node, wrong = _read(block, place)
    if wrong:
        return wrong
    written = plain(node) if node is not None else {}
    made = maker(written, page)
    if isinstance(made, tuple):
        return [place.problem(problem, node) for problem in made]
    return fill('<div class="sb sb-block">%s</div>', made)


def _read(block: Block, place: Place) -> tuple[Mapping | None, list[Diagnostic]]:
    """The keys of a block; None when it is empty."""
    text = "\n".join(block.body)
    hidden = INVISIBLE.search(text)
    if hidden:
        message = f"there is an invisible character in this block (U+{ord(hidden.group()):04X})"
        return None, [place.problem(Problem((), message, "Delete it, or write the line anew."), None)]
    documents, diagnostics, _ = parse(text, place.page)
    if diagnostics:
        return None, [place.found(one) for one in diagnostics]
    if not documents:
        return None, []
    if len(documents) > 1 or not isinstance(documents[0], Mapping):
        help = "Write one key a line, as in `view: landscape`."
        return None, [place.problem(Problem((), "a block holds keys with their values, once", help), None)]
    return documents[0], []


def _view(written: dict[str, Any], page: Page) -> Markup | tuple[Problem, ...]:
    book = page.stack.book
    asked, problems = read_spec(written, book.inventory, book.options.internal, book.as_of)
    if asked is None:
        return problems
    picture = make_asked(book.scene, asked)
    if picture is None:
        return _empty("There is nothing to draw yet.", asked)
    drawing = None
    if isinstance(picture, View):
        try:
            drawing = page.stack.renderer.draw(picture)
        except LayoutUnavailable as error:
            return (Problem((), f"pictures cannot be drawn on this machine: {error}"),)
    name = page.name("-".join(filter(None, (asked.spec.view, asked.spec.of.partition(":")[2]))))
    if isinstance(picture, Landscape):
        part = limited(book.scene, asked)
        overlay = overlay_of(part, asked.spec.overlay) if asked.spec.overlay else None
        return landscape_html(page.desk, picture, overlay, name, _caption(asked, overlay.question if overlay else ""))
    try:
        return picture_html(page.desk, picture, drawing, name, _caption(asked))
    except TemplateError as error:
        return (Problem((), f"a template of your own cannot be used: {error.message or error}"),)


def _caption(asked: Asked, question: str = "") -> str:
    """The caption that was asked for, or the question that the picture answers; and which tools take part."""
    return " ".join(filter(None, (asked.caption or question, asked.limits)))


def _empty(words: str, asked: Asked | AskedTable) -> Markup:
    said = fill('<p class="sb-empty">%s</p>', words)
    return fill('%s<p class="sb-small sb-muted">%s</p>', said, asked.caption) if asked.caption else said


def _table(written: dict[str, Any], page: Page) -> Markup | tuple[Problem, ...]:
    book = page.stack.book
    asked, problems = read_table(written, book.inventory, book.options.internal, book.as_of)
    if asked is None:
        return problems
    spec = KINDS[asked.kind].spec
    entities, total = asked.rows(book.inventory)
    if not entities:
        return _empty(f"There are no {spec.plural.lower()} like that.", asked)
    desk, label = page.desk, asked.caption or spec.plural
    heads = Markup("").join(
        fill('<th role="columnheader" scope="col">%s</th>', words)
        for words in (spec.singular, *(column.label for column in asked.columns))
    )
    rows = Markup("\n").join(_row(desk, asked, entity) for entity in entities)
    table = fill(
        '<table class="sb-table sb-table--list" role="table" aria-label="%s">\n'
        '<thead role="rowgroup"><tr role="row">%s</tr></thead>\n<tbody role="rowgroup">\n%s\n</tbody></table>',
        label,
        heads,
        rows,
    )
    scroll = fill('<div class="sb-scroll" role="region" aria-label="%s" tabindex="0">%s</div>', label, table)
    return scroll + _foot(desk, asked, len(entities), total)


def _row(desk: Desk, asked: AskedTable, entity: Entity) -> Markup:
    """An entity: its name with the link, and the cells."""
    name = fill('<span class="sb-named">%s%s</span>', desk.icon(entity.ref, 26), desk.link(entity))
    cells = Markup("").join(
        fill('<td role="cell" data-label="%s">%s</td>', c.label, cell_of(desk, c, entity) or _NOTHING)
        for c in asked.columns
    )
    head = fill('<th role="rowheader" scope="row" data-label="%s">%s</th>', entity.spec.singular, name)
    return fill('<tr role="row">%s%s</tr>', head, cells)


def _foot(desk: Desk, asked: AskedTable, shown: int, total: int) -> Markup:
    """The caption, and how many there are beside those that are shown."""
    words = fill("%s", asked.caption)
    if shown < total:
        spec = KINDS[asked.kind].spec
        link = fill('<a href="%s">All %s</a>', desk.list_url(asked.kind), spec.plural.lower())
        words += fill("%sThe first %s of %s. %s", " " if words else "", shown, total, link)
    return fill('<p class="sb-small sb-muted">%s</p>', words) if words else Markup("")


def _impact(written: dict[str, Any], page: Page) -> Markup | tuple[Problem, ...]:
    book = page.stack.book
    refs, caption, problems = read_impact(written, book.inventory)
    if problems:
        return problems
    made = impact_html(page.desk, *refs, alone=True)
    return made + fill('<p class="sb-small sb-muted">%s</p>', caption) if caption else made


_MAKERS: dict[str, Callable[[dict[str, Any], Page], Markup | tuple[Problem, ...]]] = {
    "stack-view": _view,
    "stack-table": _table,
    "stack-impact": _impact,
}
