"""Days and lengths of time, by the calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

_PARTS = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_MOST = 99_999


def length_of(duration: str) -> relativedelta:
    """An ISO 8601 duration as years, months, weeks and days; hours below a day are left out.

    Args:
        duration: as the model takes it, such as ``P6M``. Nothing for anything else.
    """
    parts = _PARTS.fullmatch(duration)
    given = [min(int(part or 0), _MOST) for part in parts.groups()] if parts else [0] * 7
    years, months, weeks, days, hours = given[:5]
    return relativedelta(years=min(years, 9_000), months=months, weeks=weeks, days=days + hours // 24)


def after(day: date, duration: str) -> date:
    """The day that lies so long after another: a month later is the same day of the month, or its last one."""
    try:
        return day + length_of(duration)
    except (ValueError, OverflowError):
        return date.max


def before(day: date, duration: str) -> date:
    """The day that lies so long before another."""
    try:
        return day - length_of(duration)
    except (ValueError, OverflowError):
        return date.min


def ahead(day: date, days: int) -> date:
    """The day that lies so many days after another; the last one there is where none does."""
    return day + timedelta(days=min(days, (date.max - day).days))
