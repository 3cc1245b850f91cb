"""How old a value can be: the worst case, from what is recorded about each hop.

Worst-case age of a value when a customer reads it =

    how old it may be where it is looked after   (the data source's ``refresh``; in real time adds nothing)
    + for each integration on the way            the longer of its period and its ``max_latency``
    + for each field worked out inside a tool    (its data source's ``refresh``)
    + the time it is kept after it was read      (``resolved_at``: a journey, or the wait after an event)

A period is the time between two runs, from ``frequency``. What runs as things happen has
none: there ``max_latency`` counts alone, or a usual value where nothing is recorded. What is
asked while the message is made (``trigger: on_send``) adds nothing: it is fresh, or it fails.
Months count 31 days and years 366, since this is about the worst case. The formula is
Stackbook's own; the moments are those of the senders' documentation (domain: `resolved_at`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from stackbook.model.data import DataSource
from stackbook.model.integrations import Integration

MINUTE, HOUR, DAY = 60, 3_600, 86_400
PERIODS = {"hourly": HOUR, "daily": DAY, "weekly": 7 * DAY, "monthly": 31 * DAY}
"""Seconds between two runs, by word of the vocabulary ``frequency``."""

USUAL = {"real_time": MINUTE, "near_real_time": 15 * MINUTE}
"""Seconds that count where something runs as things happen and no delay is recorded."""

_UNITS = (("Y", 366 * DAY), ("M", 31 * DAY), ("W", 7 * DAY), ("D", DAY))
_TIME_UNITS = (("H", HOUR), ("M", MINUTE), ("S", 1))


@dataclass(frozen=True, slots=True)
class Part:
    """What one stage adds.

    Args:
        label: what it is, a few words such as the integration's name.
        seconds: at most so many; None when nobody can tell.
        why: how that follows from what is recorded, a clause with its own subject.
        ref: ``kind:id`` of what it is about, or "".
    """

    label: str
    seconds: int | None
    why: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Age:
    """How old a value can be at most.

    Args:
        parts: what adds up to it, in the order of the way.
    """

    parts: tuple[Part, ...]

    @property
    def seconds(self) -> int | None:
        """The sum; None when a part is not known."""
        known = [part.seconds for part in self.parts if part.seconds is not None]
        return sum(known) if len(known) == len(self.parts) else None

    @property
    def at_least(self) -> int:
        """The sum of the parts that are known, in seconds."""
        return sum(part.seconds or 0 for part in self.parts)

    @property
    def unknown(self) -> tuple[Part, ...]:
        """The parts that nobody can tell."""
        return tuple(part for part in self.parts if part.seconds is None)

    @property
    def words(self) -> str:
        """``1 day 15 minutes``; ``no limit known`` when a part is not known; ``fresh`` when nothing adds up."""
        if self.seconds is None:
            return f"more than {in_words(self.at_least)}, no limit known" if self.at_least else "no limit known"
        return in_words(self.seconds) if self.seconds else "fresh"


def seconds_of(duration: str) -> int:
    """ISO 8601 duration to seconds, months as 31 days and years as 366.

    Args:
        duration: as the model accepts it, such as ``P1DT6H``.
    """
    date_part, _, time_part = duration.removeprefix("P").partition("T")
    total = 0
    for text, units in ((date_part, _UNITS), (time_part, _TIME_UNITS)):
        for unit, seconds in units:
            if match := re.search(rf"(\d+){unit}", text):
                total += int(match.group(1)) * seconds
    return total


def in_words(seconds: int) -> str:
    """A length of time in words, in up to three units: ``3 days 20 minutes``; never negative."""
    left, said = seconds, []
    for name, size in (("day", DAY), ("hour", HOUR), ("minute", MINUTE), ("second", 1)):
        count, left = divmod(left, size)
        if count:
            said.append(f"{count:,} {name}{'' if count == 1 else 's'}")
    return " ".join(said[:3]) or "no time"


def about(seconds: int) -> str:
    """A length of time as people say it: from a week in days, from a day in hours, from an hour in quarters.

    Args:
        seconds: not negative.

    Returns:
        ``about 16 days``; without ``about`` where nothing was left out. What is left out is less than three in a
        hundred; beyond that it is rounded up, since this is about the worst case.
    """
    steps = ((7 * DAY, DAY), (DAY, HOUR), (HOUR, HOUR // 4), (MINUTE, MINUTE))
    step = next((step for at_least, step in steps if seconds >= at_least), 1)
    rest = seconds % step
    rounded = seconds - rest if rest * 33 <= seconds else seconds - rest + step
    return f"{'about ' if rounded != seconds else ''}{in_words(rounded)}"


def hop_age(integration: Integration) -> Part:
    """What one integration adds to the age of a value."""
    latency = seconds_of(integration.max_latency) if integration.max_latency else None
    seconds, why = _delay(integration.frequency, latency, on_send=integration.trigger == "on_send")
    return Part(integration.display_name, seconds, why, integration.ref)


def source_age(source: DataSource) -> Part | None:
    """How old a value may be in its data source; None when nothing is recorded, or when it is kept in real time."""
    if source.refresh is None or (source.refresh.frequency == "real_time" and not source.refresh.max_age):
        return None
    if source.refresh.max_age:
        seconds = seconds_of(source.refresh.max_age)
        return Part(source.display_name, seconds, "its record says that it may be that old", source.ref)
    late, why = _delay(source.refresh.frequency, None, on_send=False)
    return Part(source.display_name, late, why, source.ref)


def total(parts: Iterable[Part | None]) -> Age:
    """The age that some parts add up to; those that are None say nothing."""
    return Age(tuple(part for part in parts if part is not None))


def _delay(frequency: str | None, latency: int | None, *, on_send: bool) -> tuple[int | None, str]:
    """Seconds, or None when nobody can tell, and how they follow."""
    if on_send:
        return 0, "it is asked while the message is made: fresh, or it fails"
    if frequency == "one_off":
        return None, "it was loaded once and is not renewed"
    if frequency == "on_demand":
        return None, "it runs only when somebody starts it"
    if frequency in PERIODS:
        period = PERIODS[frequency]
        if latency is None or latency <= period:
            return period, f"it runs {frequency}"
        return latency, f"it runs {frequency}, and may be {in_words(latency)} late"
    if latency is not None:
        return latency, f"it may be {in_words(latency)} late"
    if frequency in USUAL:
        words = frequency.replace("_", " ")
        return USUAL[frequency], f"it runs in {words}; no delay is recorded, so {in_words(USUAL[frequency])} is taken"
    return None, "nobody has recorded how often it runs"
