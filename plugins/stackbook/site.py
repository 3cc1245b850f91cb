"""The one use case: a folder of YAML becomes the pages and files of a site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from html import escape
from pathlib import Path
from typing import Literal

from stackbook.audience import Audience, Published, publish
from stackbook.changes.roadmap import SWITCHED_OFF, Told, roadmap_since
from stackbook.diagnostics import Diagnostic, in_order
from stackbook.drawing import IconFinder, IconSet, Renderer, engine
from stackbook.drawing.spread import spread
from stackbook.examine import Examined, examine, may_be_shown, seen_by
from stackbook.exchange.api import Artifact, api_files
from stackbook.exchange.explorer import explorer_file
from stackbook.exchange.lineage import lineage_file
from stackbook.inventory import Inventory
from stackbook.model import KINDS
from stackbook.pages import Book, Options, Page
from stackbook.pages.access import access_files, access_page
from stackbook.pages.book import collect_icons
from stackbook.pages.capabilities import capabilities_page, capability_files
from stackbook.pages.costs import costs_files, costs_page
from stackbook.pages.customer import customer_files, customer_pages
from stackbook.pages.day_views import ALL, Times
from stackbook.pages.decisions import decision_files, decisions_page
from stackbook.pages.dictionary import dictionary_files, dictionary_page
from stackbook.pages.drawings import SiteDrawings, draw_site
from stackbook.pages.due import due_files, due_page
from stackbook.pages.entities import entity_page
from stackbook.pages.explorer import explorer_page
from stackbook.pages.fields import field_page
from stackbook.pages.findings import findings_files, findings_page
from stackbook.pages.glossary import glossary_page
from stackbook.pages.initiatives import initiative_files, initiatives_page
from stackbook.pages.kpis import kpi_files, kpis_page
from stackbook.pages.landscape import landscape_page
from stackbook.pages.links import Links, page_of
from stackbook.pages.on_day import day_pages
from stackbook.pages.over_time import over_time_files, over_time_page
from stackbook.pages.overviews import directory_page, home_page, list_page, tabs, tags_page
from stackbook.pages.personalisation import personalisation_files, personalisation_pages
from stackbook.pages.privacy import privacy_files, privacy_pages
from stackbook.pages.raci import raci_files, raci_page
from stackbook.pages.rationalisation import rationalisation_files, rationalisation_page
from stackbook.pages.register import register_page
from stackbook.pages.renewals import renewals_files, renewals_page
from stackbook.pages.requirements import requirement_files, requirement_pages
from stackbook.pages.reviews import review_files, reviews_page
from stackbook.pages.rituals import ritual_files, rituals_page
from stackbook.pages.roadmap import roadmap_files, roadmap_pages
from stackbook.pages.scorecards import scorecard_files, scorecards_page
from stackbook.pages.stack_views import around_page, category_page, flows_page, hubs_page, regions_page
from stackbook.pages.upkeep import completeness_page, upkeep_files, waiting_page
from stackbook.pages.vendors import vendors_files, vendors_page
from stackbook.reference import Document, reference_documents
from stackbook.rules import BLOCK, DRAWING, ICON, SITE_CHECKS, Accepted, accepted_and_open
from stackbook.trend import trend
from stackbook.views.explorer import explorer

_LISTS: dict[str, Callable[[Book], Page]] = {
    "term": glossary_page,
    "vendor": vendors_page,
    "contract": renewals_page,
    "activity": register_page,
    "review": reviews_page,
    "initiative": initiatives_page,
    "capability": capabilities_page,
    "decision": decisions_page,
    "ritual": rituals_page,
    "kpi": kpis_page,
    "scorecard": scorecards_page,
}
"""Kinds whose list is a page of its own making."""


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """How a site is built.

    Args:
        stack: the stack's folder.
        shown_as: what stands for it in paths, such as ``stack``.
        audience: who the site is for.
        as_of: the day for rules about dates; None leaves them out.
        layout_engine: what lays pictures out: ``wasm`` or ``dot``.
        cache_dir: where layouts and counts of earlier states are kept between builds; None keeps none.
        trend: look back, where a repository tells: at the findings of the last months, and at the roadmap.
        pages: how pages are made.
    """

    stack: Path
    shown_as: str = "stack"
    audience: Audience = Audience.PUBLIC
    as_of: date | None = None
    layout_engine: Literal["wasm", "dot"] = "wasm"
    cache_dir: Path | None = None
    trend: bool = True
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
        book: what its pages share, for blocks in hand-written pages.
        renderer: lays their pictures out.
    """

    pages: tuple[Page, ...]
    artifacts: tuple[Artifact, ...]
    reference: tuple[Document, ...]
    tabs: dict[str, list[tuple[str, str]]]
    examined: Examined
    published: Published
    book: Book
    renderer: Renderer

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What fails a build."""
        return self.examined.errors


@dataclass(frozen=True, slots=True)
class Opened:
    """A stack that has been read, ready to be written about.

    Args:
        book: what all pages share. Of pages about what lies two steps around something it knows nothing yet.
        renderer: lays pictures out.
        examined: the whole stack with everything that is wrong.
        published: what the site's audience may see.
        late: findings of the build itself, beside those of `examined`.
    """

    book: Book
    renderer: Renderer
    examined: Examined
    published: Published
    late: tuple[Diagnostic, ...]


def open_book(options: SiteOptions) -> Opened:
    """Read a stack, and get everything ready that its pages and pictures are made from.

    Args:
        options: how the site is built.

    Raises:
        LayoutUnavailable: the layout engine asked for does not work on this machine.
    """
    examined = examine(options.stack, options.shown_as, options.as_of)
    published = publish(examined.inventory, options.audience)
    finder = IconFinder(options.stack / "icons")
    icons = IconSet(finder)
    icon_keys, icon_problems = collect_icons(published.inventory, icons, finder)
    late = tuple(
        ICON.at(examined.inventory.place(tool, "icon"), f"{tool.name}: {why}", entity=tool.ref, field="icon")
        for tool, why in icon_problems
    )
    lineage = seen_by(examined, published).lineage
    book = Book(
        lineage.inventory,
        lineage.graph,
        (),
        icons,
        icon_keys,
        untold=frozenset(id_ for id_, line in lineage.tokens.items() if line.token.ref in lineage.untold),
        whole=lineage,
        emptied=published.emptied,
        partial=any(not published.inventory.find(one.ref) for one in examined.inventory.everything()),
        as_of=options.as_of,
        options=options.pages,
    )
    renderer = Renderer(engine(options.layout_engine, options.cache_dir), options.cache_dir)
    return Opened(book, renderer, examined, published, late)


def build_site(options: SiteOptions) -> SiteBuild:
    """Build a site.

    Args:
        options: how.

    Returns:
        Pages and files, whatever the stack holds; what is wrong is in `SiteBuild.examined`.

    Raises:
        LayoutUnavailable: the layout engine asked for does not work on this machine.
    """
    opened = open_book(options)
    examined, published = opened.examined, opened.published
    scene = opened.book.scene
    times = Times(opened.book)
    drawings = draw_site(scene, opened.renderer, times.views())
    seen = explorer(scene)
    spread_out = spread(seen, scene.words["category"], opened.renderer.engine, options.cache_dir)
    late = (*opened.late, *_not_drawn(examined.inventory, drawings, spread_out.reason))
    more = accepted_and_open(late, examined.inventory, options.as_of)
    everything = in_order([*examined.diagnostics, *more.open])
    examined = replace(examined, diagnostics=everything, accepted=(*examined.accepted, *more.accepted))
    known = (*everything, *(one.diagnostic for one in examined.accepted))
    may = set(known if options.pages.serving else may_be_shown(published, opened.book.governance, known))
    shown = tuple(one for one in everything if one in may)
    accepted = _accepted(examined, published, may)
    codes = {one.code for one in (*shown, *(one.diagnostic for one in accepted))}
    checks = {**examined.checks, **{check.code: check for check in SITE_CHECKS}}
    book = replace(
        opened.book,
        findings=shown,
        around=frozenset(drawings.around),
        accepted=accepted,
        checks={code: check for code, check in checks.items() if code in codes},
        trend=trend(options.stack, options.audience, options.cache_dir, options.shown_as) if options.trend else (),
    )
    made = [*_pages(book, drawings, _told(options, book, examined)), *_pages_over_time(book, times, drawings)]
    pages = tuple(sorted(made, key=lambda page: page.path))
    data = explorer_file(
        seen,
        spread_out.places,
        book.scene.words,
        directories=options.pages.directories,
        around=book.around,
    )
    tables = (
        *personalisation_files(book),
        *dictionary_files(book),
        *_buying_files(book),
        *privacy_files(book),
        *findings_files(book),
        *upkeep_files(book),
        *review_files(book),
        *_together_files(book),
        *roadmap_files(book),
        *initiative_files(book),
        *over_time_files(book),
        *requirement_files(book),
        *_measure_files(book),
    )
    api = (*api_files(book.inventory, book.emptied), lineage_file(book.lineage), data)
    files = (*api, *_redirects(book.inventory, book.links), *tables)
    artifacts = tuple(sorted(files, key=lambda a: a.path))
    reference = reference_documents(book.inventory.vocabularies, SITE_CHECKS)
    return SiteBuild(pages, artifacts, reference, tabs(book), examined, published, book, opened.renderer)


def _accepted(examined: Examined, published: Published, may: set[Diagnostic]) -> tuple[Accepted, ...]:
    """The findings that a waiver accepts, with the waivers as the audience may see them."""
    found = []
    for one in examined.accepted:
        if one.diagnostic not in may:
            continue
        before, after = (
            inventory.find(one.diagnostic.entity) or inventory.organisation
            for inventory in (examined.inventory, published.inventory)
        )
        found.append(replace(one, waiver=after.waivers[before.waivers.index(one.waiver)]))
    return tuple(found)


def _not_drawn(inventory: Inventory, drawings: SiteDrawings, explorer_reason: str) -> Iterator[Diagnostic]:
    """What could not be drawn, or not as well as it should."""
    whole = inventory.place(inventory.organisation)
    for ref, drawing in drawings.entities.items():
        entity = inventory.find(ref)
        if drawing.layout is None and entity is not None:
            yield DRAWING.at(inventory.place(entity), f"{entity.display_name}: {drawing.reason}", entity=ref)
    named = {**drawings.whole, **{f"category {key}": one for key, one in drawings.categories.items()}}
    for name, drawing in named.items():
        if drawing.layout is None:
            yield DRAWING.at(whole, f"{drawing.view.title or name}: {drawing.reason}")
    if explorer_reason:
        yield DRAWING.at(whole, f"explorer: {explorer_reason} Its map has a simpler order instead.")


def _told(options: SiteOptions, book: Book, examined: Examined) -> Told:
    """What the repository tells of the roadmap; nothing is looked up for a stack without initiatives."""
    if not options.trend or not book.inventory.entities.get("initiative"):
        return SWITCHED_OFF
    now, whole = book.inventory, examined.inventory
    return roadmap_since(options.stack, now, whole, options.audience, options.cache_dir, options.as_of)


def _pages_over_time(book: Book, times: Times, drawings: SiteDrawings) -> Iterator[Page]:
    if book.inventory.entities.get("tool"):
        yield over_time_page(book, times, drawings.time.get(ALL))
        yield from day_pages(book, times, drawings.time)


def _pages(book: Book, drawings: SiteDrawings, told: Told) -> Iterator[Page]:
    yield home_page(book)
    yield directory_page(book)
    yield findings_page(book)
    yield waiting_page(book)
    yield completeness_page(book)
    yield due_page(book)
    tags = tags_page(book)
    if tags is not None:
        yield tags
    if book.inventory.entities.get("tool"):
        yield access_page(book)
        yield raci_page(book)
        yield rationalisation_page(book)
        yield landscape_page(book)
        yield explorer_page(book)
        yield flows_page(book, drawings.whole.get("flow-map"))
        yield hubs_page(book, drawings.whole.get("hubs"))
        yield regions_page(book, drawings.whole.get("regions"))
    if book.options.internal and book.inventory.entities.get("contract"):
        yield costs_page(book)
    for category in book.categories:
        yield category_page(book, category, drawings.categories.get(category))
    yield from personalisation_pages(book)
    yield dictionary_page(book)
    yield from customer_pages(book)
    yield from privacy_pages(book, drawings.whole)
    yield from roadmap_pages(book, told)
    yield from requirement_pages(book)
    for key in sorted(book.lineage.fields_in_use):
        yield field_page(book, book.lineage.fields.places[key], drawings.fields.get(key))
    for key, kind in KINDS.items():
        if not kind.spec.folder:
            continue
        if key in _LISTS:
            yield _LISTS[key](book)
        elif key not in ("person", "token"):  # the directory lists people, Personalisation lists tokens
            yield list_page(book, key)
        for entity in book.inventory.entities.get(key, {}).values():
            yield entity_page(book, entity, drawings.entities.get(entity.ref), drawings.sources.get(entity.ref))
            if entity.ref in drawings.around:
                yield around_page(book, entity, drawings.around[entity.ref])


def _buying_files(book: Book) -> Iterator[Artifact]:
    """What is to be downloaded about contracts, vendors, access and the fit of tools."""
    yield from due_files(book)
    yield from renewals_files(book)
    yield from costs_files(book)
    yield from vendors_files(book)
    yield from access_files(book)
    yield from rationalisation_files(book)


def _together_files(book: Book) -> Iterator[Artifact]:
    """What is to be downloaded about capabilities, decisions, rituals and who does what."""
    yield from capability_files(book)
    yield from decision_files(book)
    yield from ritual_files(book)
    yield from raci_files(book)


def _measure_files(book: Book) -> Iterator[Artifact]:
    """What is to be downloaded about KPIs, scorecards and the one view of the customer."""
    yield from kpi_files(book)
    yield from scorecard_files(book)
    yield from customer_files(book)


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


__all__ = ["BLOCK", "SITE_CHECKS", "Opened", "SiteBuild", "SiteOptions", "build_site", "moved", "open_book"]
