"""What the page of a processing activity shows beyond its fields: what is missing, what its tools hold, its flows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from stackbook.governance.activities import undeclared
from stackbook.governance.personal import Held
from stackbook.governance.register import Point, RegisterLine
from stackbook.graph import Flow
from stackbook.model.activities import Activity
from stackbook.model.tools import Tool
from stackbook.pages.book import Book, Desk
from stackbook.pages.data_words import category_names, words_for_templates
from stackbook.pages.register import FILE, REGISTER, TITLE, WORKBOOK, lacking, row_of


@dataclass(frozen=True, slots=True)
class HeldRow:
    """The personal data that one tool of an activity holds.

    Args:
        tool: the tool.
        declared: names of what the activity declares.
        elsewhere: names of what other activities of the tool declare.
        nowhere: names of what no activity of the tool declares.
    """

    tool: Tool
    declared: tuple[str, ...]
    elsewhere: tuple[str, ...]
    nowhere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlowRow:
    """A flow of an activity.

    Args:
        flow: the flow.
        carries: names of what it carries.
        undeclared: names of what it carries and no activity that it belongs to declares.
    """

    flow: Flow
    carries: tuple[str, ...]
    undeclared: tuple[str, ...]


def activity_extras(desk: Desk, activity: Activity) -> dict[str, Any]:
    """What its template needs beyond the fields."""
    book = desk.book
    line = next(one for one in book.governance.register if one.activity.id == activity.id)
    points = [_checked(book, line, one) for one in (*line.points, *line.further) if one.applies or not one.there]
    return {
        "row": row_of(book, line),
        "points": points,
        "held": [row for tool in line.tools if (row := _held(book, activity, tool))],
        "flow_rows": [_flow(book, flow) for flow in book.governance.flows_of_activity.get(activity.id, ())],
        "register": desk.url(REGISTER, f"activity-{activity.id}"),
        "register_title": TITLE,
        "workbook": desk.file(WORKBOOK),
        "csv": desk.file(FILE),
        **words_for_templates(),
    }


def _checked(book: Book, line: RegisterLine, point: Point) -> tuple[Point, bool]:
    return point, not lacking(book, line, point)


def _held(book: Book, activity: Activity, tool: Tool) -> HeldRow | None:
    """What a tool holds, of the data sources that the activity names in it; None when it holds nothing."""
    held = book.governance.personal.of_tool.get(tool.id, Held())
    named = {one.id for id_ in activity.data_sources if (one := book.inventory.get("data_source", id_))}
    own = [name for name in held.fields if name.partition(".")[0] in named] if named else []
    if own:  # without any in this tool, all that it holds counts
        places = [book.lineage.fields.places[name] for name in own]
        held = Held(tuple(sorted({key for place in places for key in place.field.data_categories})), fields=tuple(own))
    if not held.categories:
        return None
    left = undeclared(held, (activity,))
    nowhere = undeclared(Held(left), book.governance.activities.of_tool.get(tool.id, ()))
    return HeldRow(
        tool,
        category_names(key for key in held.categories if key not in left),
        category_names(key for key in left if key not in nowhere),
        category_names(nowhere),
    )


def _flow(book: Book, flow: Flow) -> FlowRow:
    held = book.governance.personal.of_flow[flow.integration.id]
    left = undeclared(held, book.governance.activities.of_flow(flow))
    return FlowRow(flow, category_names(held.categories), category_names(left))
