"""How many findings there were at the end of each month, as far as the repository tells."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from stackbook.audience import Audience, publish
from stackbook.diagnostics import Severity
from stackbook.examine import examine, may_be_shown, seen_by
from stackbook.history import History, HistoryError, open_history

MOST_MONTHS = 12
_PACKAGE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Point:
    """The findings at the end of a month.

    Args:
        month: as ``2027-03``.
        counts: how many of each severity, as its audience may see them; those that depend on the day are left out.
    """

    month: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())


def trend(folder: Path, audience: Audience, cache_dir: Path | None, shown_as: str = "stack") -> tuple[Point, ...]:
    """The findings of the last months with commits, the newest last.

    Each state is looked at with the rules of today, so that a new rule does not look like a decline. What was counted
    once is kept, since a state never changes.

    Args:
        folder: the stack's folder.
        audience: who reads it; nobody learns how much there is to find in what they may not see.
        cache_dir: where counts are kept between builds; None keeps none.
        shown_as: what stands for the folder in paths.

    Returns:
        At most `MOST_MONTHS`. None at all when the folder stands in no repository, in a shallow copy of one, or in one
        with a single month: that is no trend.
    """
    try:
        history = open_history(folder)
        months = history.months(MOST_MONTHS) if history else ()
    except HistoryError:
        return ()
    if history is None or len(months) < 2:
        return ()
    points = []
    for month, commit in months:
        with suppress(HistoryError, OSError):  # a month that cannot be read leaves a gap
            points.append(Point(month, _counts(history, commit, audience, cache_dir, shown_as)))
    return tuple(points) if len(points) > 1 else ()


def _counts(history: History, commit: str, audience: Audience, cache_dir: Path | None, shown_as: str) -> dict[str, int]:
    """How many findings of each severity there were at a commit.

    Raises:
        HistoryError: the repository does not hold it.
        OSError: there is no room to write it to.
    """
    words = "\n".join((_version(), audience.value, shown_as, history.tree(commit) or ""))
    kept = cache_dir / "trend" / f"{hashlib.sha256(words.encode()).hexdigest()}.json" if cache_dir else None
    known = _kept(kept)
    if known is not None:
        return known
    with tempfile.TemporaryDirectory(prefix="stackbook-") as there:
        history.write_tree(commit, Path(there))
        examined = examine(Path(there), shown_as)
    published = publish(examined.inventory, audience)
    shown = may_be_shown(published, seen_by(examined, published), examined.diagnostics)
    found = {severity.value: sum(one.severity is severity for one in shown) for severity in Severity}
    _keep(kept, found)
    return found


@cache
def _version() -> str:
    """Changes with every change of our own code: counts of other rules are not these."""
    made = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*.py")):
        made.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return made.hexdigest()


def _kept(path: Path | None) -> dict[str, int] | None:
    """Counts that were kept; None when there are none, or they are damaged."""
    if path is None:
        return None
    try:
        found = json.loads(path.read_text("utf-8"))
        return {severity.value: int(found[severity.value]) for severity in Severity}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _keep(path: Path | None, counts: dict[str, int]) -> None:
    """Keep counts. A folder that cannot be written makes the next build slower, no more."""
    if path is None:
        return
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                json.dump(counts, file)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink()
            raise
