"""What is due as calendar files (iCalendar, RFC 5545): one for all, one for records, and one for each team.

An event is known by its UID, which does not hold the day: when the day moves in the stack, the event moves in the
calendars of those who subscribe. No clock is asked: the stamp of an event follows from the stack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event

from stackbook.exchange.api import Artifact
from stackbook.governance.dues import RECORD, WHAT, Due
from stackbook.model.base import Entity
from stackbook.model.people import Team

MEDIA_TYPE = "text/calendar"
FOLDER = "calendar"
ALL = f"{FOLDER}/all.ics"
"""Everything but the records to look at again, among which one would not see the rest."""
RECORDS = f"{FOLDER}/records.ics"
REMIND = timedelta(days=30)
"""So long before a last day to cancel that nobody has decided about a calendar reminds."""
NO_DAY = date(1980, 1, 1)
"""The stamp of an event when nothing gives a day."""
_PRODUCT = "-//Stackbook//Stackbook//EN"
_END = b"END:VCALENDAR\r\n"


def team_file(team: Team) -> str:
    """The path of a team's calendar."""
    return f"{FOLDER}/team-{team.id}.ics"


def by_team(dues: Iterable[Due]) -> Mapping[str, tuple[Due, ...]]:
    """Team's id to what it has to see to, in the order given; teams without anything are left out."""
    found: dict[str, list[Due]] = {}
    for due in dues:
        if due.team:
            found.setdefault(due.team.id, []).append(due)
    return {team: tuple(found[team]) for team in sorted(found)}


def calendar_files(
    dues: Iterable[Due], organisation: str, as_of: date | None, url: Callable[[Entity], str]
) -> Iterator[Artifact]:
    """The calendars, when anything is due.

    Args:
        dues: what is due, in the order in which it is written.
        organisation: whose stack it is.
        as_of: the day that is meant by "today"; None when there is none.
        url: the full address of a record's page; "" when it is not known.
    """
    dues = tuple(dues)
    if not dues:
        return
    events = {due.key: _event(due, organisation, as_of, url(due.entity)) for due in dues}
    name = one_line(organisation)
    whole = {
        ALL: ("what is due", [due for due in dues if due.what != RECORD]),
        RECORDS: ("records to look at again", [due for due in dues if due.what == RECORD]),
    }
    for path, (title, of_all) in whole.items():
        if of_all:
            yield Artifact(path, MEDIA_TYPE, calendar_of(f"{name}: {title}", (events[due.key] for due in of_all)))
    for of_team in by_team(dues).values():
        team = of_team[0].team
        assert team is not None  # they were sorted by it
        title = f"{name}: due for {one_line(team.name)}"
        yield Artifact(team_file(team), MEDIA_TYPE, calendar_of(title, (events[due.key] for due in of_team)))


def uid(due: Due, organisation: str) -> str:
    """What an event is known by; the same whenever it is due."""
    return str(uuid5(NAMESPACE_URL, f"stackbook:{organisation}:{due.key}"))


def calendar_of(title: str, events: Iterable[bytes]) -> bytes:
    """Events in their frame. Each is written once, whichever calendars it stands in.

    Args:
        title: what the calendar is called.
        events: each as icalendar writes it.
    """
    frame = Calendar()
    frame.add("prodid", _PRODUCT)
    frame.add("version", "2.0")
    frame.add("method", "PUBLISH")
    frame.add("name", title)
    frame.add("x-wr-calname", title)
    frame.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    frame.add("x-published-ttl", "PT24H")
    whole = bytes(frame.to_ical())
    assert whole.endswith(_END)  # nothing but the frame
    return b"".join((whole[: -len(_END)], *events, _END))


def _event(due: Due, organisation: str, as_of: date | None, url: str) -> bytes:
    event = Event()
    stamp = as_of or due.entity.last_reviewed or NO_DAY
    event.add("uid", uid(due, organisation))
    event.add("dtstamp", datetime.combine(stamp, time(), UTC))
    event.add("dtstart", due.day)
    event.add("dtend", due.day + timedelta(days=1))
    event.add("summary", one_line(due.words))
    event.add("description", _description(due, url))
    event.add("categories", [WHAT[due.what]])
    event.add("transp", "TRANSPARENT")  # it takes nobody's time
    if url:
        event.add("url", url)
    if due.remind:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -REMIND)
        alarm.add("description", one_line(f"In {REMIND.days} days. {due.words}"))
        event.add_component(alarm)
    return bytes(event.to_ical())


def _description(due: Due, url: str) -> str:
    said = [one_line(due.todo)]
    if due.team:
        said.append(f"Who sees to it: {one_line(due.team.name)}")
    if url:
        said.append(url)
    return "\n".join(said)


def one_line(text: str) -> str:
    """Text in one line, without signs that calendars cannot read."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
