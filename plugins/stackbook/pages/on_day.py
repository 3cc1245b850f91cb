"""The stack as of one day: what changes on it, how it differs from today, and the landscape as it is then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from stackbook.drawing import Drawing
from stackbook.model.base import Entity
from stackbook.model.initiatives import Initiative
from stackbook.pages.book import Book, Desk
from stackbook.pages.day_views import Compared, Times, compared_for, near_of
from stackbook.pages.day_words import OVER_TIME, Counts, counts_of, day_path, day_urls, lines_of
from stackbook.pages.headings import Headings
from stackbook.pages.landscape import LandscapeMap
from stackbook.pages.page import Page
from stackbook.pages.pictures import figure, wide
from stackbook.pages.values import in_words
from stackbook.views.landscape import landscape
from stackbook.work.days import ChangeDay
from stackbook.work.differences import Difference


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the stack, and how it differs from today's.

    Args:
        words: what is counted.
        count: how many on the day.
        more: how many more than today, below zero for fewer; None where no day is today.
    """

    words: str
    count: int
    more: int | None


def day_pages(book: Book, times: Times, drawings: Mapping[str, Drawing]) -> Iterator[Page]:
    """The pages of the days that have one.

    Args:
        book: what all pages share.
        times: what is shown over time.
        drawings: its pictures by their names, see `Times.views`.
    """
    days = times.shown
    for at, change in enumerate(days):
        before = days[at - 1].day if at else None
        after = days[at + 1].day if at + 1 < len(days) else None
        yield _day_page(book, times, change, drawings, (before, after))


def now_and_after(desk: Desk, initiative: Initiative, drawing: Drawing) -> Markup:
    """The stack now and after an initiative: the picture, and what differs as a table.

    Args:
        desk: of its page.
        initiative: as the audience may see it.
        drawing: what became of its picture, see `Times.views`.
    """
    found = compared_for(desk.book, initiative).found
    table = _differences(desk, found, "now-and-after-table", opened=drawing.layout is None)
    return Markup(f"{figure(desk, drawing, 'now-and-after')}{table}")  # noqa: S704  # both escaped by templates


def _differences(desk: Desk, found: tuple[Difference, ...], id_: str, *, opened: bool = False) -> Markup:
    """What differs as a table that can be opened."""
    template = desk.book.environment.get_template("differences.html")
    rows = [(one, _shown(desk.book, one.entity)) for one in found]
    return Markup(template.render(desk=desk, rows=rows, id=id_, opened=opened))  # noqa: S704  # templates escape


def _shown(book: Book, entity: Entity) -> Entity:
    """The record as the site shows it: the one that is compared stands in another state."""
    return book.inventory.find(entity.ref) or entity


def _day_page(
    book: Book,
    times: Times,
    change: ChangeDay,
    drawings: Mapping[str, Drawing],
    beside: tuple[date | None, date | None],
) -> Page:
    path, name = day_path(change.day), change.day.isoformat()
    desk, headings = Desk(book, path), Headings()
    title = in_words(change.day)
    stack, against = times.scene(change.day), times.before(change.day)
    drawn = drawings.get(f"{name}:before")
    then = drawings.get(f"{name}:today")
    near = [(desk.link(_found(book, ref)), drawings[key], ref) for ref, key in _near(against, name) if key in drawings]
    html = desk.render(
        "on-day.html",
        title=title,
        day=change.day,
        ahead=book.as_of is not None and change.day > book.as_of,
        today=book.as_of == change.day,
        numbers=_numbers(counts_of(stack.inventory), _now(book, change.day)),
        lines=lines_of(book.inventory, change.steps),
        differences=_differences(desk, against.found, "changes-table") if against.found else "",
        picture=figure(desk, drawn, "changes") if drawn else "",
        then=_then(desk, times.against_today(change.day), then),
        near=[(words, figure(desk, one, f"near-{at}")) for at, (words, one, _) in enumerate(near, 1)],
        others=[desk.link(_shown(book, one.entity)) for one in _others(against)],
        map=LandscapeMap(landscape(stack), (), ()),
        before=beside[0],
        after=beside[1],
        urls=day_urls(desk),
        over_time=desk.url(OVER_TIME),
        heading=headings,
    )
    about = f"The stack as of {title}: what changes on that day, and every tool in its category."
    pictures = [one for one in (drawn, then, *(one for _, one, _ in near)) if one is not None]
    return Page(path, title, about, html, "Stack", headings.found, None, wide=wide(*pictures))


def _found(book: Book, ref: str) -> Entity:
    entity = book.inventory.find(ref)
    assert entity is not None  # what differs stands in the inventory
    return entity


def _near(against: Compared, name: str) -> list[tuple[str, str]]:
    return [(ref, f"{name}:{ref}") for ref in near_of(against)]


def _others(against: Compared) -> list[Difference]:
    """The tools that differ beyond those with a picture of their surroundings."""
    tools = [one for one in against.found if one.entity.spec.key == "tool"]
    return tools[len(near_of(against)) :] if near_of(against) else []


def _then(desk: Desk, against: Compared | None, drawing: Drawing | None) -> tuple[Markup, Markup] | None:
    """Picture and table of what differs between today and the day; long ago only the table. None when nothing does."""
    if against is None or not against.found:
        return None
    table = _differences(desk, against.found, "today-table", opened=drawing is not None and drawing.layout is None)
    return figure(desk, drawing, "today") if drawing else Markup(""), table


def _now(book: Book, day: date) -> Counts | None:
    """How large the stack is today; None where no other day is today."""
    return counts_of(book.inventory) if book.as_of is not None and book.as_of != day else None


def _numbers(counts: Counts, now: Counts | None) -> tuple[Number, ...]:
    def number(words: str, key: str) -> Number:
        count = getattr(counts, key)
        return Number(words, count, count - getattr(now, key) if now else None)

    return (
        number("tool in use" if counts.tools == 1 else "tools in use", "tools"),
        number("planned", "planned"),
        number("live flow" if counts.flows == 1 else "live flows", "flows"),
    )
