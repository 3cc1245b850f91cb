"""Pictures as HTML: the figure with its legend, and the same facts as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from stackbook.drawing import Drawing, write_svg
from stackbook.drawing.legend import legend, swatch
from stackbook.drawing.sequence import sequence_legend, sequence_svg
from stackbook.graph import Flow
from stackbook.pages.book import Desk
from stackbook.views.matrix import Matrix
from stackbook.views.picture import View
from stackbook.views.sequence import SequenceView

ROOM_BESIDE_CONTENTS = 1_150
"""Wider pictures take the room of the table of contents, in pixels."""


def picture_html(
    desk: Desk, picture: View | Matrix | SequenceView, drawing: Drawing | None, name: str, caption: str = ""
) -> Markup:
    """A picture with the same facts as a table.

    Args:
        desk: of the page it stands on.
        picture: what is shown.
        drawing: of that picture, when it is one of boxes and arrows.
        name: unique on the page; letters, digits and hyphens. Also names the file of a download.
        caption: plain text under the picture.
    """
    if isinstance(picture, View):
        assert drawing is not None  # a view comes with what became of it
        table = flows_table(desk, picture.flows, f"{name}-table", drawing.layout is None)
        return Markup(f"{figure(desk, drawing, name, caption)}{table}")  # noqa: S704  # both escaped by templates
    if isinstance(picture, SequenceView):
        steps = _rendered(desk, "_base/steps-block.html", journey=picture, id=f"{name}-steps")
        return Markup(f"{sequence_figure(desk, picture, name, caption)}{steps}")  # noqa: S704  # escaped by templates
    return _rendered(desk, "matrix.html", picture=picture, rows=matrix_rows(picture), **_words(name, caption))


def figure(desk: Desk, drawing: Drawing, name: str, caption: str = "") -> Markup:
    """A picture of boxes and arrows with its legend; where it could not be drawn, the reason.

    Args:
        desk: of the page it stands on.
        drawing: what became of the view.
        name: as for `picture_html`.
        caption: plain text under the picture.
    """
    entries = [(Markup(swatch(entry)), entry.words) for entry in legend(drawing.view)]  # noqa: S704  # of our own
    return drawn_figure(desk, drawing, name, entries, {}, caption)


def drawn_figure(
    desk: Desk,
    drawing: Drawing,
    name: str,
    signs: Sequence[tuple[Markup, str]],
    attributes: Mapping[str, str],
    caption: str = "",
) -> Markup:
    """A picture of boxes and arrows with a legend of its own, and attributes for a script.

    Args:
        desk: of the page it stands on.
        drawing: what became of the view.
        name: as for `picture_html`.
        signs: what each sign of the legend looks like and means.
        attributes: of the figure, by name.
        caption: plain text under the picture.
    """
    view = drawing.view
    words = {**_words(name, caption), "attributes": attributes}
    if drawing.layout is None:
        return _rendered(desk, "figure.html", view=view, svg="", reason=drawing.reason, legend=(), **words)
    desk.used.update(desk.book.icons.keys(view.nodes))
    svg = Markup(write_svg(view, drawing.layout, desk.href, desk.book.icons, f"sb-{name}"))  # noqa: S704  # escaped there
    return _rendered(desk, "figure.html", view=view, svg=svg, reason="", legend=signs, **words)


def sequence_figure(desk: Desk, sequence: SequenceView, name: str, caption: str = "") -> Markup:
    """A sequence with its legend.

    Args:
        desk: of the page it stands on.
        sequence: what is shown; it has at least one lifeline.
        name: as for `picture_html`.
        caption: plain text under the picture.
    """
    desk.used.update(desk.book.icons.keys(sequence.lifelines))
    svg = Markup(sequence_svg(sequence, desk.href, desk.book.icons, f"sb-{name}"))  # noqa: S704  # escaped there
    entries = [(Markup(swatch(entry)), entry.words) for entry in sequence_legend(sequence)]  # noqa: S704  # of our own
    return _rendered(desk, "figure.html", view=sequence, svg=svg, reason="", legend=entries, **_words(name, caption))


def flows_table(desk: Desk, flows: Sequence[Flow], id_: str, opened: bool = False) -> Markup:
    """Flows as a table that can be opened, each with what it is for, how it works and how often.

    Args:
        desk: of the page it stands on.
        flows: in the order in which they are listed.
        id_: of the table.
        opened: whether it is open from the start.
    """
    return _rendered(desk, "flows-table.html", flows=flows, id=id_, opened=opened) if flows else Markup("")


def wide(*drawings: Drawing | None) -> bool:
    """Whether one of the pictures wants the room of the table of contents."""
    return any(d is not None and d.layout is not None and d.layout.width > ROOM_BESIDE_CONTENTS for d in drawings)


def matrix_rows(picture: Matrix) -> list[tuple[Any, list[tuple[str, int, int]]]]:
    """The rows of a matrix: category with its cells as the column's key, the count, and a shade from 0 to 5."""
    made = []
    for row in picture.rows:
        cells = []
        for column in picture.columns:
            count = len(picture.cells.get((row.key, column.key), ()))
            cells.append((column.key, count, -(-5 * count // picture.most) if count else 0))
        made.append((row, cells))
    return made


def _words(name: str, caption: str) -> dict[str, str]:
    return {"name": name, "caption": caption}


def _rendered(desk: Desk, template: str, **values: Any) -> Markup:
    """A part of a page; its icons go to the sprite of the page."""
    html = desk.book.environment.get_template(template).render(desk=desk, **values)
    return Markup(html)  # noqa: S704  # templates escape
