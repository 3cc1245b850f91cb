"""Regular meetings as calendar files (iCalendar, RFC 5545): one for all, and one for each.

The model knows days and no hours, so a meeting is an event of a whole day that comes back, and takes nobody's time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from uuid import NAMESPACE_URL, uuid5

from icalendar import Event

from stackbook.exchange.api import Artifact
from stackbook.exchange.calendar import FOLDER, MEDIA_TYPE, NO_DAY, calendar_of, one_line
from stackbook.model.base import Entity
from stackbook.model.days import length_of
from stackbook.model.rituals import Ritual
from stackbook.work.rituals import MOVED_BACK_FROM, RitualLine, moves, rhythmic

ALL = "rituals/rituals.ics"
WRITTEN_OUT = 12
"""So many days are written one by one for a rhythm that calendars have no rule for."""
_SHORTEST_MONTH = 28
_WORKING_DAYS = ["MO", "TU", "WE", "TH", "FR"]
_EARLIEST, _LATEST = date(1900, 1, 1), date(9000, 1, 1)


def meeting_file(ritual: Ritual) -> str:
    """The path of a meeting's calendar."""
    return f"{FOLDER}/ritual-{ritual.id}.ics"


def meeting_files(
    lines: Iterable[RitualLine],
    organisation: str,
    as_of: date | None,
    url: Callable[[Entity], str],
    type_of: Callable[[Ritual], str],
) -> Iterator[Artifact]:
    """The calendars of all meetings that have a next day, when there are any.

    Args:
        lines: the meetings, in the order in which they are written.
        organisation: whose stack it is.
        as_of: the day that is meant by "today"; None when there is none.
        url: the full address of a record's page; "" when it is not known.
        type_of: what sort of meeting it is, in words.
    """
    told = [line for line in lines if in_calendars(line)]
    if not told:
        return
    events = [_event(line, organisation, as_of, url(line.ritual), type_of(line.ritual)) for line in told]
    name = one_line(organisation)
    yield Artifact(ALL, MEDIA_TYPE, calendar_of(f"{name}: regular meetings", events))
    for line, event in zip(told, events, strict=True):
        title = f"{name}: {one_line(line.ritual.name)}"
        yield Artifact(meeting_file(line.ritual), MEDIA_TYPE, calendar_of(title, [event]))


def in_calendars(line: RitualLine) -> bool:
    """Whether a meeting has a day that calendars can read."""
    return line.next is not None and _EARLIEST <= line.next <= _LATEST


def uid(ritual: Ritual, organisation: str) -> str:
    """What a meeting is known by, whenever it takes place."""
    return str(uuid5(NAMESPACE_URL, f"stackbook:{organisation}:{ritual.ref}:meets"))


def rule(anchor: date, cadence: str | None) -> dict[str, object]:
    """The rule by which a meeting comes back (RRULE), which gives the same days as `nth`; {} where there is none.

    A month after the 31st is the last day of the next one: of the days that a month has up to that one, the last
    counts. Where weekends are avoided, the first or last working day of a few days counts.

    Args:
        anchor: the day from which the rhythm is counted.
        cadence: how often.
    """
    step = length_of(cadence or "")
    months, days = step.years * 12 + step.months, step.days
    if not rhythmic(cadence) or (months and days):
        return {}
    if days:
        return {"freq": "weekly", "interval": days // 7} if days % 7 == 0 else {"freq": "daily", "interval": days}
    monthly = {"freq": "monthly", "interval": months}
    if moves(anchor, cadence):
        if anchor.day < MOVED_BACK_FROM:
            near, place = range(anchor.day, anchor.day + 3), 1
        else:
            near, place = range(min(anchor.day, _SHORTEST_MONTH) - 2, anchor.day + 1), -1
        return {**monthly, "byday": _WORKING_DAYS, "bymonthday": list(near), "bysetpos": place}
    if anchor.day <= _SHORTEST_MONTH:
        return {**monthly, "bymonthday": anchor.day}
    return {**monthly, "bymonthday": list(range(_SHORTEST_MONTH, anchor.day + 1)), "bysetpos": -1}


def _event(line: RitualLine, organisation: str, as_of: date | None, url: str, type_: str) -> bytes:
    ritual, first = line.ritual, line.next
    assert first is not None  # those without were left out
    event = Event()
    event.add("uid", uid(ritual, organisation))
    event.add("dtstamp", datetime.combine(as_of or ritual.last_reviewed or NO_DAY, time(), UTC))
    event.add("dtstart", first)
    event.add("dtend", first + timedelta(days=1))
    if said := rule(line.anchor or first, ritual.cadence):
        event.add("rrule", said)
    elif days := list(islice(line.days(first, _LATEST), WRITTEN_OUT)):  # some readers forget the first one otherwise
        event.add("rdate", days, parameters={"VALUE": "DATE"})
    event.add("summary", one_line(ritual.name))
    event.add("description", _description(line, url))
    if type_:
        event.add("categories", [one_line(type_)])
    event.add("transp", "TRANSPARENT")  # the hour is not known
    if url:
        event.add("url", url)
    return bytes(event.to_ical())


def _description(line: RitualLine, url: str) -> str:
    ritual = line.ritual
    said = [f"- {one_line(point)}" for point in ritual.agenda]
    if line.team:
        said.append(f"Who runs it: {one_line(line.team.name)}")
    if ritual.channel:
        said.append(f"Where: {one_line(ritual.channel)}")
    if url:
        said.append(url)
    return "\n".join(said)
