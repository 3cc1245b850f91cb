"""The landscape in a page of somebody's own: the tiles of the map, in the colours that were asked for, without script.

Ids begin with the picture's name, since a page may have several.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from stackbook.model.tools import Tool
from stackbook.pages.book import Desk
from stackbook.pages.landscape import LandscapeMap
from stackbook.pages.text import fill
from stackbook.views.landscape import Category, Group, Landscape
from stackbook.views.overlays import Overlay

_GROUPS = 8


def landscape_html(desk: Desk, shown: Landscape, overlay: Overlay | None, name: str, caption: str) -> Markup:
    """The landscape as a picture with its table.

    Args:
        desk: of the page it stands on.
        shown: the landscape; categories without tools are left out.
        overlay: what colours its tiles, or None.
        name: unique on the page; letters, digits and hyphens.
        caption: plain text under the picture.
    """
    made = LandscapeMap(shown, (overlay,) if overlay else (), ())
    groups = Markup("").join(
        _group(desk, made, group, overlay, f"{name}-group-{at}") for at, group in enumerate(shown.groups)
    )
    title = f"The landscape: {shown.count} {'tool' if shown.count == 1 else 'tools'} by category"
    view = fill(
        '<div class="sb-picture__view sb-diagram" tabindex="0" role="group" aria-label="%s">'
        '<div class="sb-landscape">%s</div></div>',
        title,
        groups,
    )
    figure = fill(
        '<figure class="sb-picture sb-picture--landscape%s" id="picture-%s" data-sb-picture="%s"%s data-search-exclude>'
        '%s<figcaption class="sb-picture__foot"><p class="sb-picture__caption">%s</p>%s</figcaption></figure>',
        " sb-map--compact" if made.compact else "",
        name,
        name,
        fill(' data-sb-coloured="%s"', overlay.key) if overlay else "",
        view,
        caption or f"{title}.",
        _legend(overlay) if overlay else "",
    )
    return fill(
        '<div class="sb-map" style="--sb-map-zoom:%s">%s%s</div>', made.zoom, figure, _table(desk, shown, overlay)
    )


def _group(desk: Desk, made: LandscapeMap, group: Group, overlay: Overlay | None, id_: str) -> Markup:
    hue = next(at for at, one in enumerate(made.shown.sections) if one is group) % _GROUPS + 1
    shelves = Markup("").join(
        _shelf(desk, made, category, overlay, f"{id_}-shelf-{at}") for at, category in enumerate(group.categories)
    )
    return fill(
        '<section class="sb-group sb-group--%s" aria-labelledby="%s"><h3 id="%s"><span>%s</span> '
        '<span class="sb-count">%s</span></h3><div class="sb-shelves">%s</div></section>',
        hue,
        id_,
        id_,
        group.label,
        group.count,
        shelves,
    )


def _shelf(desk: Desk, made: LandscapeMap, category: Category, overlay: Overlay | None, id_: str) -> Markup:
    icon = desk.icon(f"category:{category.value.key}", 18)
    tools = Markup("").join(fill("<li>%s</li>", _tile(desk, made, tool, overlay)) for tool in category.tools)
    return fill(
        '<section class="sb-shelf sb-span-%s" aria-labelledby="%s" data-sb-group>'
        '<h4 id="%s">%s%s</h4><ul>%s</ul></section>',
        made.span(category),
        id_,
        id_,
        icon,
        _category(desk, category),
        tools,
    )


def _category(desk: Desk, category: Category) -> Markup:
    address = desk.href(f"category:{category.value.key}", "")
    if not address:
        return fill("<span>%s</span>", category.value.label)
    return fill('<a href="%s">%s</a>', address, category.value.label)


def _tile(desk: Desk, made: LandscapeMap, tool: Tool, overlay: Overlay | None) -> Markup:
    phase = tool.lifecycle.phase if tool.lifecycle else ""
    value = overlay.values[tool.id] if overlay else None
    words = fill("<b><bdi>%s</bdi></b>", tool.name)
    if phase and phase != "active" and not (overlay and overlay.key == "lifecycle"):
        label = desk.book.inventory.vocabularies.label("lifecycle_phase", phase)
        words += fill('<small class="sb-phase">%s</small>', label)
    if value:
        words += fill('<small class="sb-said">%s</small>', value.said)
    return fill(
        '<a class="sb-tile-link%s" href="%s" title="%s"%s>%s<span>%s</span></a>',
        f" sb-phase--{phase.replace('_', '-')}" if phase else "",
        desk.url(tool),
        f"{tool.name}: {tool.purpose}" if tool.purpose else tool.name,
        fill(' data-sb-tone="%s"', value.tone) if value else "",
        desk.icon(tool.ref, made.icon),
        words,
    )


def _legend(overlay: Overlay) -> Markup:
    entries = Markup("").join(
        fill(
            '<li data-sb-tone="%s"><i class="sb-swatch" aria-hidden="true"></i><bdi>%s</bdi> <b>%s</b></li>',
            entry.tone,
            entry.label,
            entry.count,
        )
        for entry in overlay.legend
    )
    return fill('<ul class="sb-legend sb-map__legend" aria-label="%s">%s</ul>', overlay.label, entries)


def _table(desk: Desk, shown: Landscape, overlay: Overlay | None) -> Markup:
    heads = ["Tool", "Category", *([overlay.label] if overlay else [])]
    rows = Markup("\n").join(_rows(desk, shown, overlay, heads))
    head = Markup("").join(fill('<th role="columnheader" scope="col">%s</th>', one) for one in heads)
    return fill(
        '<details class="sb-facts-table"><summary>The same as a table: %s %s</summary>'
        '<div class="sb-scroll" role="region" aria-label="The landscape" tabindex="0">'
        '<table class="sb-table" role="table" aria-label="The landscape">'
        '<thead role="rowgroup"><tr role="row">%s</tr></thead>'
        '<tbody role="rowgroup">%s</tbody></table></div></details>',
        shown.count,
        "tool" if shown.count == 1 else "tools",
        head,
        rows,
    )


def _rows(desk: Desk, shown: Landscape, overlay: Overlay | None, heads: Sequence[str]) -> Iterator[Markup]:
    for category in (category for group in shown.groups for category in group.categories):
        for tool in category.tools:
            cells: list[Markup] = [_category(desk, category)]
            if overlay:
                cells.append(escape(overlay.values[tool.id].said))
            shown_cells = Markup("").join(
                fill('<td role="cell" data-label="%s">%s</td>', label, one)
                for label, one in zip(heads[1:], cells, strict=True)
            )
            name = fill('<span class="sb-named">%s%s</span>', desk.icon(tool.ref, 20), desk.link(tool))
            head = fill('<th role="rowheader" scope="row" data-label="Tool">%s</th>', name)
            yield fill('<tr role="row">%s%s</tr>', head, shown_cells)
