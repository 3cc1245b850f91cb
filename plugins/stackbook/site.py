"""The one use case: a folder of YAML becomes the pages and files of a site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html import escape
from pathlib import Path
from typing import Literal

from stackbook.audience import Audience, Published, publish
from stackbook.diagnostics import Check, Diagnostic, Severity, in_order
from stackbook.drawing import Drawing, IconFinder, IconSet, Renderer, engine
from stackbook.examine import Examined, examine
from stackbook.exchange.api import Artifact, api_files
from stackbook.graph import Graph, build_graph
from stackbook.inventory import Inventory
from stackbook.model import KINDS
from stackbook.model.tools import Tool
from stackbook.pages import Book, Options, Page
from stackbook.pages.book import collect_icons
from stackbook.pages.entities import entity_page
from stackbook.pages.links import Links, page_of
from stackbook.pages.overviews import directory_page, findings_page, home_page, list_page, tabs, tags_page
from stackbook.reference import Document, reference_documents
from stackbook.views.neighbourhood import neighbourhood

ICON = Check(
    "icon-not-used",
    Severity.WARNING,
    "An icon cannot be used",
    "The tool is shown with another icon instead.",
    "Name an icon that exists, such as `simple/mailchimp`, or put a plain SVG into `stack/icons/`.",
    family="Structure",
)
DRAWING = Check(
    "picture-not-drawn",
    Severity.WARNING,
    "A picture could not be drawn",
    "The page shows its table instead.",
    "Look whether the tool has more flows than a picture can hold.",
    family="Structure",
)
SITE_CHECKS = (ICON, DRAWING)


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """How a site is built.

    Args:
        stack: the stack's folder.
        shown_as: what stands for it in paths, such as ``stack``.
        audience: who the site is for.
        as_of: the day for rules about dates; None leaves them out.
        layout_engine: what lays pictures out: ``wasm`` or ``dot``.
        cache_dir: where layouts are kept between builds; None keeps none.
        pages: how pages are made.
    """

    stack: Path
    shown_as: str = "stack"
    audience: Audience = Audience.PUBLIC
    as_of: date | None = None
    layout_engine: Literal["wasm", "dot"] = "wasm"
    cache_dir: Path | None = None
    pages: Options = field(default_factory=Options)


@dataclass(frozen=True, slots=True)
class SiteBuild:
    """A built site.

    Args:
        pages: every page, in order of path.
        artifacts: every other file, in order of path.
        reference: pages of Markdown about what can be written and what is checked.
        tabs: the tabs with the titles and paths of their pages, without Home.
        examined: the whole stack with everything that is wrong, for the log; not for the site.
        published: what the site's audience may see.
    """

    pages: tuple[Page, ...]
    artifacts: tuple[Artifact, ...]
    reference: tuple[Document, ...]
    tabs: dict[str, list[tuple[str, str]]]
    examined: Examined
    published: Published

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What fails a build."""
        return self.examined.errors


def build_site(options: SiteOptions) -> SiteBuild:
    """Build a site.

    Args:
        options: how.

    Returns:
        Pages and files, whatever the stack holds; what is wrong is in `SiteBuild.examined`.

    Raises:
        LayoutUnavailable: the layout engine asked for does not work on this machine.
    """
    examined = examine(options.stack, options.shown_as, options.as_of)
    published = publish(examined.inventory, options.audience)
    inventory = published.inventory
    graph = build_graph(inventory)
    finder = IconFinder(options.stack / "icons")
    icons = IconSet(finder)
    icon_keys, icon_problems = collect_icons(inventory, icons, finder)
    drawings = _drawings(options, inventory, graph, icon_keys)
    late = [
        ICON.at(examined.inventory.place(tool, "icon"), f"{tool.name}: {why}", entity=tool.ref, field="icon")
        for tool, why in icon_problems
    ]
    late += [
        DRAWING.at(examined.inventory.place(tool), f"{tool.name}: {drawing.reason}", entity=tool.ref)
        for ref, drawing in drawings.items()
        if drawing.layout is None and isinstance(tool := inventory.find(ref), Tool)
    ]
    everything = in_order([*examined.diagnostics, *late])
    examined = Examined(examined.inventory, examined.graph, everything, examined.sources, examined.as_of)
    shown = everything if options.pages.serving else published.findings(everything)
    book = Book(inventory, graph, shown, len(everything) - len(shown), icons, icon_keys, options.pages)
    pages = tuple(sorted(_pages(book, drawings), key=lambda page: page.path))
    artifacts = tuple(sorted((*api_files(inventory), *_redirects(inventory, book.links)), key=lambda a: a.path))
    reference = reference_documents(inventory.vocabularies, SITE_CHECKS)
    return SiteBuild(pages, artifacts, reference, tabs(book), examined, published)


def _drawings(
    options: SiteOptions, inventory: Inventory, graph: Graph, icon_keys: dict[str, str]
) -> dict[str, Drawing]:
    tools = [tool for tool in inventory.all("tool") if isinstance(tool, Tool)]
    views = {tool.ref: neighbourhood(inventory, graph, tool, icon_keys) for tool in tools}
    wanted = {ref: view for ref, view in views.items() if view is not None}
    if not wanted:
        return {}
    renderer = Renderer(engine(options.layout_engine, options.cache_dir), options.cache_dir)
    return dict(zip(wanted, renderer.draw_many(list(wanted.values())), strict=True))


def _pages(book: Book, drawings: dict[str, Drawing]) -> Iterator[Page]:
    yield home_page(book)
    yield directory_page(book)
    yield findings_page(book)
    tags = tags_page(book)
    if tags is not None:
        yield tags
    for key, kind in KINDS.items():
        if not kind.spec.folder:
            continue
        if key != "person":  # the directory lists people
            yield list_page(book, key)
        for entity in book.inventory.entities.get(key, {}).values():
            yield entity_page(book, entity, drawings.get(entity.ref))


def _redirects(inventory: Inventory, links: Links) -> Iterator[Artifact]:
    """A page at each earlier address that leads on, without script."""
    for alias, ref in inventory.aliases.items():
        entity = inventory.find(ref)
        kind, _, old = alias.partition(":")
        if entity is None or not entity.spec.folder:
            continue
        here = f"{KINDS[kind].spec.folder}/{old}"
        there = links.relative(here, page_of(entity))
        file = f"{here}/index.html" if links.directories else f"{here}.html"
        yield Artifact(file, "text/html", moved(there))


def moved(there: str) -> bytes:
    """A page that leads on to an address, without script."""
    address = escape(there)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>This page has moved</title>'
        f'<meta name="robots" content="noindex"><link rel="canonical" href="{address}">'
        f'<meta http-equiv="refresh" content="0; url={address}"></head>'
        f'<body><p>This page has moved: <a href="{address}">go there</a>.</p></body></html>\n'
    ).encode()


__all__ = ["SITE_CHECKS", "SiteBuild", "SiteOptions", "build_site", "moved"]
