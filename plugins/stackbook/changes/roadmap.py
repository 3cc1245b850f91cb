"""What has become different on the roadmap since earlier states of the stack, as the repository tells."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from stackbook.audience import Audience, publish
from stackbook.history import History, HistoryError, open_history
from stackbook.inventory import Inventory, load
from stackbook.model.initiatives import Initiative

BACK = (1, 3)
"""The ends of months that are looked at: one month back, and three."""
_MONTHS = 24
_PACKAGE = Path(__file__).parents[1]

NEW, GONE, STATUS, HORIZON, RANK, START, END, NAME = "new", "gone", "status", "horizon", "rank", "start", "end", "name"
REACHED, MOVED, ADDED, REMOVED, REOPENED = "reached", "moved", "added", "removed", "reopened"


@dataclass(frozen=True, slots=True)
class Point:
    """A milestone as it was.

    Args:
        kind: a word of the vocabulary.
        name: its own name, or "".
        due: as ``2027-03-01``, or "".
        done: likewise.
    """

    kind: str
    name: str
    due: str
    done: str


@dataclass(frozen=True, slots=True)
class State:
    """An initiative as it was, as far as a roadmap shows it. What is not said is "".

    Args:
        ref: ``initiative:id``.
        name: what it was called.
        status: a word of the vocabulary.
        horizon: likewise.
        rank: its place in the order.
        start: as ``2027-03-01``.
        end: likewise.
        milestones: in the order written.
    """

    ref: str
    name: str
    status: str
    horizon: str
    rank: str
    start: str
    end: str
    milestones: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """Something that is different.

    Args:
        sort: what: `NEW`, `GONE`, `STATUS`, `HORIZON`, `RANK`, `START`, `END`, `NAME`; of a milestone `REACHED`,
            `MOVED`, `ADDED`, `REMOVED` or `REOPENED`.
        before: what was said before, or "".
        after: what is said now, or "".
        milestone: which, or None.
    """

    sort: str
    before: str = ""
    after: str = ""
    milestone: Point | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """An initiative with what is different about it.

    Args:
        state: as it is now; as it was, when it is gone.
        shifts: at least one.
    """

    state: State
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """What has become different since the end of a month.

    Args:
        month: as ``2027-03``.
        moved: the initiatives, in the order of the roadmap; those that are gone come last.
    """

    month: str
    moved: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What the repository tells.

    Args:
        since: for each earlier state that was looked at, the latest first.
        reason: why there is none, a sentence; "" when there is one.
    """

    since: tuple[Since, ...]
    reason: str = ""


SWITCHED_OFF = Told((), "This site was built without looking back: the option trend is switched off.")
NO_HISTORY = Told(
    (),
    "The stack stands in no git repository, or in a shallow copy of one, so that nobody knows how it was. "
    "Servers that build sites often fetch the last state only; fetch all of it to see what has changed.",
)
TOO_YOUNG = Told((), "The repository goes back to this month only. At the end of the month there is something to tell.")
UNREADABLE = Told((), "The repository could not be read.")


def roadmap_since(
    folder: Path,
    now: Inventory,
    whole: Inventory,
    audience: Audience,
    cache_dir: Path | None,
    as_of: date | None = None,
) -> Told:
    """What has become different on the roadmap since the end of last month, and of the month two before that.

    Args:
        folder: the stack's folder.
        now: what its audience may see of it now.
        whole: all of it; tells what is kept back now, of which nothing is said.
        audience: who reads it: of earlier states too it learns only what it was allowed to see.
        cache_dir: where earlier states are kept between builds; None keeps none.
        as_of: the day that is meant by "today"; None for the month of the last commit.
    """
    try:
        history = open_history(folder)
        months = history.months(_MONTHS) if history else ()
    except HistoryError:
        return UNREADABLE
    if history is None or not months:
        return NO_HISTORY
    found = []
    for month, commit in _chosen(months, as_of):
        with suppress(HistoryError, OSError):  # a month that cannot be read leaves a gap
            before = _states_at(history, commit, audience, cache_dir)
            found.append(Since(month, tuple(_compared(before, states(now), whole))))
    return Told(tuple(found)) if found else TOO_YOUNG


def states(inventory: Inventory) -> tuple[State, ...]:
    """The initiatives of a stack as a roadmap shows them: by rank, then by name."""
    found = [one for one in inventory.all("initiative") if isinstance(one, Initiative)]
    return tuple(_state(one) for one in sorted(found, key=lambda one: (one.rank or 10**6, one.name.casefold(), one.id)))


def _chosen(months: Iterable[tuple[str, str]], as_of: date | None) -> list[tuple[str, str]]:
    """The ends of months that are compared with now, the latest first."""
    known = list(months)
    current = f"{as_of.year:04d}-{as_of.month:02d}" if as_of else known[-1][0]
    if current < known[0][0]:
        current = known[-1][0]  # a day before the first commit is of no use here
    chosen: dict[str, str] = {}
    for back in BACK:
        latest = [one for one in known if one[0] <= _earlier(current, back)]
        if latest:
            chosen[latest[-1][0]] = latest[-1][1]
    return list(chosen.items())


def _earlier(month: str, back: int) -> str:
    whole = int(month[:4]) * 12 + int(month[5:7]) - 1 - back
    return f"{whole // 12:04d}-{whole % 12 + 1:02d}"


def _compared(before: Iterable[State], after: Iterable[State], whole: Inventory) -> Iterator[Moved]:
    then = {state.ref: state for state in before}
    # An initiative that has a new id and names its old one as an alias is the same one.
    then = {whole.aliases.get(ref, ref): state for ref, state in then.items()}
    for state in after:
        was = then.pop(state.ref, None)
        shifts = tuple(_shifts(was, state)) if was else (Shift(NEW),)
        if shifts:
            yield Moved(state, shifts)
    for ref, state in then.items():
        if whole.find(ref) is None:  # what is only kept back now is not gone, and not spoken of
            yield Moved(state, (Shift(GONE),))


def _shifts(was: State, now: State) -> Iterator[Shift]:
    for sort, before, after in (
        (NAME, was.name, now.name),
        (STATUS, was.status, now.status),
        (HORIZON, was.horizon, now.horizon),
        (RANK, was.rank, now.rank),
        (START, was.start, now.start),
        (END, was.end, now.end),
    ):
        if before != after:
            yield Shift(sort, before, after)
    yield from _milestones(was.milestones, now.milestones)


def _milestones(was: Iterable[Point], now: Iterable[Point]) -> Iterator[Shift]:
    earlier: dict[tuple[str, str], list[Point]] = {}
    for point in was:
        earlier.setdefault((point.kind, point.name), []).append(point)
    for point in now:
        same = earlier.get((point.kind, point.name))
        old = same.pop(0) if same else None
        if old is None:
            yield Shift(REACHED, "", point.done, point) if point.done else Shift(ADDED, "", point.due, point)
        elif point.done and not old.done:
            yield Shift(REACHED, old.due, point.done, point)
        elif old.done and not point.done:
            yield Shift(REOPENED, old.done, point.due, point)
        elif point.due != old.due and not point.done:
            yield Shift(MOVED, old.due, point.due, point)
    for points in earlier.values():
        yield from (Shift(REMOVED, point.due, "", point) for point in points)


def _state(one: Initiative) -> State:
    return State(
        one.ref,
        one.name,
        one.status or "",
        one.horizon or "",
        str(one.rank or ""),
        _said(one.start),
        _said(one.end),
        tuple(Point(m.kind, m.name or "", _said(m.due), _said(m.done_on)) for m in one.milestones if not m.not_needed),
    )


def _said(day: date | None) -> str:
    return day.isoformat() if day else ""


def _states_at(history: History, commit: str, audience: Audience, cache_dir: Path | None) -> tuple[State, ...]:
    """The initiatives as they were at a commit, read by the version of today.

    Raises:
        HistoryError: the repository does not hold it.
        OSError: there is no room to write it to.
    """
    words = "\n".join((_version(), audience.value, history.tree(commit) or ""))
    kept = cache_dir / "roadmap" / f"{hashlib.sha256(words.encode()).hexdigest()}.json" if cache_dir else None
    known = _kept(kept)
    if known is not None:
        return known
    with tempfile.TemporaryDirectory(prefix="stackbook-") as there:
        history.write_tree(commit, Path(there))
        found = states(publish(load(Path(there)).inventory, audience).inventory)
    _keep(kept, found)
    return found


@cache
def _version() -> str:
    """Changes with what decides how a state is read: the model, the reading, the audience, and this module."""
    made = hashlib.sha256(Path(__file__).read_bytes())
    for name in ("audience.py", "model", "inventory", "source"):
        top = _PACKAGE / name
        for path in sorted(top.rglob("*.py")) if top.is_dir() else (top,):
            made.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return made.hexdigest()


def _kept(path: Path | None) -> tuple[State, ...] | None:
    """States that were kept; None when there are none, or they are damaged."""
    if path is None:
        return None
    try:
        return tuple(_read(one) for one in json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _read(one: Mapping[str, Any]) -> State:
    points = tuple(Point(**{key: str(point[key]) for key in Point.__slots__}) for point in one["milestones"])
    return State(**{key: str(one[key]) for key in State.__slots__ if key != "milestones"}, milestones=points)


def _keep(path: Path | None, found: Iterable[State]) -> None:
    """Keep states. A folder that cannot be written makes the next build slower, no more."""
    if path is None:
        return
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            json.dump([asdict(one) for one in found], file)
        Path(name).replace(path)
