"""Everything the pages of one site share: the inventory, its graph, findings, icons, addresses and templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from stackbook.diagnostics import Check, Diagnostic, Severity
from stackbook.drawing.icons import Icon, IconSet, symbol_id
from stackbook.governance import Governance
from stackbook.governance.waiting import Waiting
from stackbook.graph import Graph
from stackbook.inventory import Inventory
from stackbook.inventory.targets import parse_target
from stackbook.lineage import Lineage
from stackbook.lineage.field_graph import Place
from stackbook.lineage.names import FIELD
from stackbook.model import KINDS
from stackbook.model.base import Entity
from stackbook.model.data import DataSource
from stackbook.model.terms import Term
from stackbook.model.tools import Tool
from stackbook.pages.links import Links, around_of, category_path, field_path, list_of, page_of, tag_anchor
from stackbook.pages.term_links import TermLinks
from stackbook.pages.text import code, fill, prose
from stackbook.pages.values import Values, day, duration, seal_words
from stackbook.rules import Accepted
from stackbook.trend import Point
from stackbook.views.scene import UNSORTED, Scene

MOST_FIELDS_FOUND = 5_000
"""With more fields than this a search finds their data source instead (about 60 bytes each, compressed)."""


@dataclass(frozen=True, slots=True)
class Options:
    """How pages are made.

    Args:
        directories: addresses end in ``/`` instead of ``.html``.
        templates: folders whose templates are used instead of ours, the first first.
        internal: the site is for the inside.
        serving: somebody is looking at it while they write; unreadable files are shown as findings.
        edit_url: from a file's path to the address where it can be edited; None when there is no code host.
        site_url: the full address at which the site will stand; "" when it is not known.
        reference: the site has the pages of the reference, which explain every check.
        by_hand: addresses at which a hand-written page stands instead of ours; see `Links`.
    """

    directories: bool = True
    templates: tuple[Path, ...] = ()
    internal: bool = False
    serving: bool = False
    edit_url: Callable[[str], str] | None = None
    site_url: str = ""
    reference: bool = False
    by_hand: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Book:
    """What all pages share.

    Args:
        inventory: what the audience may see.
        graph: its flows.
        findings: diagnostics that may be shown.
        icons: every icon that pages use.
        icon_keys: entity or ``category:key`` to the key of its icon.
        around: ``kind:id`` of what has a page about what lies two steps around it.
        untold: ids of the tokens whose way leads over something this audience may not see.
        whole: the lineage; None to work it out from the rest.
        emptied: ``kind:id`` to the keys that say something which this audience may not see.
        partial: there are records that this audience may not see.
        as_of: the day that is meant by "today"; None when pages must not speak of one.
        accepted: findings that a waiver accepts and that may be shown, with the waiver as it may be shown.
        checks: what can be found, by code: at least that of every finding.
        trend: the findings at the end of the last months; () when it is not known.
        options: how pages are made.
    """

    inventory: Inventory
    graph: Graph
    findings: tuple[Diagnostic, ...]
    icons: IconSet
    icon_keys: dict[str, str]
    around: frozenset[str] = frozenset()
    untold: frozenset[str] = frozenset()
    whole: Lineage | None = None
    emptied: Mapping[str, frozenset[str]] = field(default_factory=dict)
    partial: bool = False
    as_of: date | None = None
    accepted: tuple[Accepted, ...] = ()
    checks: Mapping[str, Check] = field(default_factory=dict)
    trend: tuple[Point, ...] = ()
    options: Options = field(default_factory=Options)

    @cached_property
    def scene(self) -> Scene:
        """What views look at."""
        return Scene(self.inventory, self.graph, self.icon_keys, whole=self.whole)

    @cached_property
    def lineage(self) -> Lineage:
        """Where the values go that this audience may see."""
        return self.scene.lineage

    @cached_property
    def governance(self) -> Governance:
        """What follows from contracts, activities and reviews that this audience may see."""
        return Governance(self.lineage, self.as_of, self.emptied)

    @cached_property
    def waiting(self) -> tuple[Waiting, ...]:
        """What waits for whom: findings, reviews and fields to fill in."""
        return self.governance.waiting(self.findings, self.options.internal)

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """The categories that have tools, in the taxonomy's order: each has a page."""
        used = {self.scene.category(tool) for tool in self.scene.all_tools}
        return tuple(sorted(used, key=self.scene.category_order.__getitem__))

    @cached_property
    def links(self) -> Links:
        """How addresses are written."""
        return Links(self.options.directories, self.options.by_hand)

    @cached_property
    def term_links(self) -> TermLinks:
        """What makes terms in prose lead to the glossary; it finds none where the organisation wants none."""
        if not self.inventory.organisation.glossary.link_terms:
            return TermLinks(())
        named = [one.display_name for kind in ("tool", "vendor", "team") for one in self.inventory.all(kind)]
        return TermLinks((one for one in self.inventory.all("term") if isinstance(one, Term)), named)

    @cached_property
    def findings_of(self) -> dict[str, tuple[Diagnostic, ...]]:
        """``kind:id`` to its findings."""
        found: dict[str, list[Diagnostic]] = {}
        for diagnostic in self.findings:
            found.setdefault(diagnostic.entity, []).append(diagnostic)
        return {ref: tuple(of) for ref, of in found.items()}

    @cached_property
    def accepted_of(self) -> dict[str, tuple[Accepted, ...]]:
        """``kind:id`` to its findings that a waiver accepts."""
        found: dict[str, list[Accepted]] = {}
        for one in self.accepted:
            found.setdefault(one.diagnostic.entity, []).append(one)
        return {ref: tuple(of) for ref, of in found.items()}

    @cached_property
    def fields_findable(self) -> bool:
        """Whether each field is a hit of its own in the search; with very many the index would get too heavy."""
        sources = self.inventory.entities.get("data_source", {}).values()
        return sum(len(s.fields) for s in sources if isinstance(s, DataSource)) <= MOST_FIELDS_FOUND

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many findings of each severity."""
        return {s.value: sum(d.severity is s for d in self.findings) for s in Severity}

    @cached_property
    def environment(self) -> Environment:
        """The templates: the organisation's own before ours."""
        loaders: list[BaseLoader] = [FileSystemLoader(str(folder)) for folder in self.options.templates]
        loaders.append(PackageLoader("stackbook.pages", "templates"))
        made = Environment(
            auto_reload=False,
            loader=ChoiceLoader(loaders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        made.globals.update(
            book=self, kinds=KINDS, organisation=self.inventory.organisation, labels=self.inventory.vocabularies
        )
        made.filters.update(code=code, day=day, seal=seal_words, duration=duration)
        return made

    def icon(self, key: str) -> str:
        """The key of the icon of an entity (``tool:x``), a category (``category:x``) or a kind (``kind:x``); or ""."""
        return self.icon_keys.get(key, "")

    def has_template(self, name: str) -> bool:
        """Whether there is a template of that name."""
        return name in self._template_names

    @cached_property
    def _template_names(self) -> frozenset[str]:
        return frozenset(self.environment.list_templates())


class Desk:
    """What one page needs while it is written: links from here, and the icons it has used.

    Args:
        book: what all pages share.
        here: path of the page.
    """

    def __init__(self, book: Book, here: str) -> None:
        self.book, self.here = book, here
        self.used: set[str] = set()
        self.linked_terms: set[str] = set()
        self.values = Values(book.inventory, book.inventory.vocabularies, self.link, self.resolve)

    def url(self, target: Entity | str, anchor: str = "") -> str:
        """The address of an entity's page, or of a page by its path."""
        path = target if isinstance(target, str) else page_of(target)
        return self.book.links.relative(self.here, path, anchor)

    def list_url(self, kind: str, anchor: str = "") -> str:
        """The address of the list of a kind."""
        return self.book.links.relative(self.here, list_of(kind), anchor)

    def file(self, path: str) -> str:
        """The address of a file of the site."""
        return self.book.links.file(self.here, path)

    def tag_url(self, tag: str) -> str:
        """The address of everything with a tag."""
        return self.url("tags", tag_anchor(tag))

    def edit(self, source: str) -> str:
        """The address where a file can be edited, or ""."""
        return self.book.options.edit_url(source) if source and self.book.options.edit_url else ""

    def link(self, entity: Entity, anchor: str = "", words: str = "") -> Markup:
        """A link with an entity's name, or words of its own."""
        return fill('<a href="%s">%s</a>', self.url(entity, anchor), bdi(words or entity.display_name))

    def links(self, entities: Iterable[Entity]) -> Markup:
        """Links with commas between."""
        return Markup(", ").join(self.link(one) for one in entities)

    def href(self, ref: str, anchor: str) -> str | None:
        """The address of what a drawing leads to (see `views.picture.Node`); None when it has no page."""
        kind, _, rest = ref.partition(":")
        if kind == "category":
            return self.url(category_path(rest), anchor) if rest in self.book.categories else None
        if kind == "page":
            return self.url(rest, anchor)
        if kind == "around":
            entity = self.book.inventory.find(rest) if rest in self.book.around else None
            return self.url(around_of(entity), anchor) if entity else None
        if kind == FIELD:
            place = self.book.lineage.fields.place(rest)
            return self.field_url(place) if place else None
        entity = self.book.inventory.find(ref)
        return self.url(entity, anchor) if entity else None

    def field_url(self, place: Place) -> str:
        """The address of a field: its page when something carries or uses it, else its row in its data source."""
        if place.key in self.book.lineage.fields_in_use:
            return self.url(field_path(place.key))
        return self.url(place.source, f"field-{place.field.id}")

    def field_link(self, place: Place) -> Markup:
        """A link to a field by its label, with its data source."""
        words = fill('%s <span class="sb-of">%s</span>', bdi(place.field.label), bdi(place.source.name))
        return fill('<a href="%s">%s</a>', self.field_url(place), words)

    def resolve(self, target: str) -> str | None:
        """The address for ``stack:kind/id`` in prose, given what follows the colon; None when there is none."""
        entity, anchor = find_target(self.book.inventory, target)
        return self.url(entity, anchor) if entity else None

    def prose(self, text: str) -> Markup:
        """Markdown as HTML. The first time a term of the glossary stands on this page, it leads there."""
        html = self.book.term_links.in_html(prose(text, self.resolve), self.url, self.linked_terms)
        return Markup(html)  # noqa: S704  # it was cleaned, and links came in between

    def sentence(self, text: str) -> Markup:
        """Plain text as HTML, with links for terms as in `prose`."""
        return self.book.term_links.in_text(text, self.url, self.linked_terms)

    def icon(self, key: str, size: int = 30) -> Markup:
        """The icon of an entity, category or kind; nothing when it has none."""
        icon_key = self.book.icon(key)
        if not icon_key:
            return Markup("")
        self.used.add(icon_key)
        return fill(
            '<svg class="sb-icon" width="%s" height="%s" aria-hidden="true" focusable="false">'
            '<use xlink:href="#%s"/></svg>',
            size,
            size,
            symbol_id(icon_key),
        )

    def sprite(self) -> Markup:
        """The icons used so far, once for the page."""
        return Markup(self.book.icons.sprite(self.used))  # noqa: S704  # sanitised when they were read

    def render(self, template: str, **values: Any) -> str:
        """A template with this desk; the sprite of the icons it used is put in front."""
        html = self.book.environment.get_template(template).render(desk=self, **values)
        return f"{self.sprite()}{html}"


def bdi(text: str) -> Markup:
    """Text that may run from right to left, kept apart from what stands around it."""
    mixed = not text.isascii() and any(c > "\u058f" for c in text)
    return fill("<bdi>%s</bdi>", text) if mixed else escape(text)


def find_target(inventory: Inventory, target: str) -> tuple[Entity | None, str]:
    """The entity that ``kind/id`` or ``kind/id#anchor`` means, and the anchor; the kind in any of its spellings."""
    found = parse_target(target)
    return (inventory.get(found[0], found[1]), found[2]) if found else (None, "")


def collect_icons(
    inventory: Inventory, icons: IconSet, icon_for: Any
) -> tuple[dict[str, str], tuple[tuple[Tool, str], ...]]:
    """Give every tool, category and kind its icon.

    Args:
        inventory: what is shown.
        icons: takes the icons in.
        icon_for: an `IconFinder`.

    Returns:
        Keys of icons by entity, category and kind; and the tools whose icon could not be used, with the reason.
    """
    keys: dict[str, str] = {}
    problems: list[tuple[Tool, str]] = []
    categories = inventory.vocabularies["category"].values
    for value in (*categories.values(), UNSORTED):
        found: Icon | None = icon_for.named(value.icon or "material/puzzle-outline", "category")
        if found:
            keys[f"category:{value.key}"] = icons.add(found)
    for kind in KINDS.values():
        found = icon_for.named(kind.spec.icon, "category")
        if found:
            keys[f"kind:{kind.spec.key}"] = icons.add(found)
    for tool in inventory.all("tool"):
        assert isinstance(tool, Tool)  # the kind says so
        made = icon_for.icon_for(tool.name, tool.id, tool.icon or "", brand=tool.vendor != "in_house")
        keys[tool.ref] = icons.add(made.icon)
        if made.problem:
            problems.append((tool, made.problem))
    return keys, tuple(problems)
