"""Pages of views: flows between categories, hubs, regions, one category, and what lies two steps around something."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from stackbook.drawing import Drawing
from stackbook.governance.areas import areas_of
from stackbook.graph import Flow
from stackbook.inventory import Inventory
from stackbook.model.base import Entity
from stackbook.model.tools import Environment, Tool
from stackbook.pages.book import Book, Desk
from stackbook.pages.headings import Headings
from stackbook.pages.links import around_of, category_path
from stackbook.pages.page import Page, SearchRecord
from stackbook.pages.pictures import figure, picture_html, wide
from stackbook.pages.text import shorten
from stackbook.views.catalogue import VIEWS
from stackbook.views.category import THROUGH_ANCHOR, flows_of, flows_through
from stackbook.views.flow_map import to_anchor
from stackbook.views.hubs import ranking
from stackbook.views.matrix import matrix
from stackbook.views.regions import Region, crossings, regions_of
from stackbook.views.scene import retired

FLOWS, HUBS, REGIONS = "flows", "hubs", "regions"
MOST_RANKED = 100


def flows_page(book: Book, drawing: Drawing | None) -> Page:
    """What flows between categories: the map of the busiest ways, and the matrix of all.

    Args:
        book: what all pages share.
        drawing: the flow map; None without flows between categories.
    """
    desk, headings = Desk(book, FLOWS), Headings()
    title, lead = "Flows", "What flows from one sort of tool to another, and where most of it runs."
    found = matrix(book.scene)
    table = picture_html(desk, found, None, "matrix") if found else ""
    picture = picture_html(desk, drawing.view, drawing, "flow-map") if drawing else ""
    html = desk.render("flows.html", title=title, lead=lead, heading=headings, matrix=table, flow_map=picture)
    search = SearchRecord(title, f"{lead} {VIEWS['matrix'].title}, {VIEWS['flow-map'].title}.", ("Picture",))
    return Page(FLOWS, title, lead, html, "Stack", headings.found, search, wide=True)


def hubs_page(book: Book, drawing: Drawing | None) -> Page:
    """The best connected tools: a picture, and every tool by its connections."""
    desk, headings = Desk(book, HUBS), Headings()
    title, lead = "Hubs", "The tools that most of it runs through. If one of them stops, many others do."
    picture = picture_html(desk, drawing.view, drawing, "hubs") if drawing else ""
    ranked = ranking(book.scene)
    more = max(0, len(ranked) - MOST_RANKED)
    html = desk.render(
        "hubs.html",
        title=title,
        lead=lead,
        heading=headings,
        picture=picture,
        ranking=ranked[:MOST_RANKED],
        more=f"{more:,}" if more else "",
    )
    search = SearchRecord(title, f"{lead} Best connected tools.", ("Picture",))
    return Page(HUBS, title, lead, html, "Stack", headings.found, search, wide=True)


def regions_page(book: Book, drawing: Drawing | None) -> Page:
    """Where data is kept: a picture, what crosses a border, the tools of each region, and environments."""
    desk, headings = Desk(book, REGIONS), Headings()
    title, lead = "Regions", "Where tools keep their data, which flows cross a border, and where copies are run."
    scene = book.scene
    regions = regions_of(scene)
    of = {tool.id: region for region in regions for tool in region.tools}
    across = [
        (flow, _place(of, flow.source), _place(of, flow.target), _personal(book.inventory, flow))
        for flow in crossings(scene)
    ]
    html = desk.render(
        "regions.html",
        title=title,
        lead=lead,
        heading=headings,
        picture=_regions_picture(desk, drawing) if drawing else "",
        across=across,
        regions=regions,
        environments=[(tool, _by_name(tool)) for tool in scene.tools if tool.environments],
        stages=_stages(book),
    )
    search = SearchRecord(title, f"{lead} Data residency, borders, transfers, environments.", ("Picture",))
    return Page(REGIONS, title, lead, html, "Stack", headings.found, search, wide=True)


def _regions_picture(desk: Desk, drawing: Drawing) -> Markup:
    """The picture; where it shows nothing but what crosses a border, the list of that is its table."""
    if drawing.view.groups:
        return figure(desk, drawing, "regions")
    return picture_html(desk, drawing.view, drawing, "regions")


def category_page(book: Book, key: str, drawing: Drawing | None) -> Page:
    """A category: its tools, what they exchange with the other categories, and the lists behind each arrow.

    Args:
        book: what all pages share.
        key: of the category.
        drawing: its picture; None when its tools exchange no data.
    """
    path, scene = category_path(key), book.scene
    desk, headings = Desk(book, path), Headings()
    value = scene.category_value(key)
    tools = [tool for tool in scene.all_tools if scene.category(tool) == key]
    html = desk.render(
        "category.html",
        value=value,
        heading=headings,
        tools=[tool for tool in tools if not retired(tool)],
        retired=[tool for tool in tools if retired(tool)],
        picture=picture_html(desk, drawing.view, drawing, "category") if drawing else "",
        lists=[*_lists(book, key), *_through(book, key)],
    )
    about = value.description or f"{value.label}: the tools of this category and what they exchange with others."
    words = f"{about} {', '.join(tool.name for tool in tools)}"
    search = SearchRecord(value.label, shorten(words, 600), ("Category",))
    return Page(path, value.label, about, html, "Stack", headings.found, search, wide=wide(drawing))


def _lists(book: Book, key: str) -> Iterator[tuple[str, str, list[Flow]]]:
    """Anchor, title and flows: between the category's own tools, to each other category, and from each."""
    inside, inbound, outbound = flows_of(book.scene, key)
    if inside:
        yield to_anchor(key), "Between these tools", inside
    for flows, anchor, words in ((outbound, to_anchor, "To {}"), (inbound, from_anchor, "From {}")):
        by: dict[str, list[Flow]] = {}
        for flow in flows:
            by.setdefault(book.scene.category(flow.target if flows is outbound else flow.source), []).append(flow)
        for other in sorted(by, key=book.scene.category_order.__getitem__):
            yield anchor(other), words.format(book.scene.category_label(other)), by[other]


def _through(book: Book, key: str) -> Iterator[tuple[str, str, list[Flow]]]:
    if passing := flows_through(book.scene, key):
        yield THROUGH_ANCHOR, "Passing through", passing


def from_anchor(category: str) -> str:
    """The place on a category's page that lists what it receives from another category."""
    return f"from-{category}"


def around_page(book: Book, entity: Entity, drawing: Drawing) -> Page:
    """What lies two steps around something: where the data of its neighbours comes from, and where it goes on to."""
    path, name = around_of(entity), entity.display_name
    desk, kind = Desk(book, path), entity.spec
    lead = f"Where the data comes from that {name} receives, and where it goes on to."
    html = desk.render(
        "around.html",
        entity=entity,
        kind=kind,
        lead=lead,
        picture=picture_html(desk, drawing.view, drawing, "around"),
    )
    return Page(path, f"Two steps around {name}", lead, html, kind.tab, (), None, wide=wide(drawing))


def _place(of: dict[str, Region], tool: Tool) -> str:
    region = of.get(tool.id)
    return region.label if region and areas_of(tool) else ""


def _personal(inventory: Inventory, flow: Flow) -> str:
    """How many of the fields that a flow carries say something about a person; "" when none is recorded."""
    found = [inventory.data_field(mapping.from_) for mapping in flow.integration.fields]
    count = sum(1 for one in found if one and any(c.startswith("user") for c in one[1].data_categories))
    return f"{count} {'field' if count == 1 else 'fields'}" if count else ""


def _by_name(tool: Tool) -> dict[str, Environment]:
    return {one.name: one for one in tool.environments}


def _stages(book: Book) -> list[tuple[str, str]]:
    """The environments that some tool has, with their labels, in the vocabulary's order."""
    used = {one.name for tool in book.scene.tools for one in tool.environments}
    return [(key, value.label) for key, value in book.scene.words["environment"].values.items() if key in used]
