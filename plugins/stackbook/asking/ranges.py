"""Words that mean many values: ``at least 3``, ``before 2027-01-01``, ``older than P1Y``, ``within P90D``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from stackbook.asking.problem import Problem
from stackbook.fields import FieldDoc, Shape
from stackbook.inventory import Inventory
from stackbook.inventory.words import one_of, shown
from stackbook.model.days import after, before, length_of
from stackbook.model.vocabulary import Vocabulary

_COMPARED = re.compile(r"(at least|at most|more than|less than|before|after|older than|within)\s+(\S.*)", re.IGNORECASE)
_NUMBERS = (Shape.WHOLE, Shape.NUMBER)
_DAY_WORDS = ("before", "after", "older than", "within")
_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(\.[0-9]{1,9})?")
_DURATION = re.compile(r"P(?!$)(\d{1,5}Y)?(\d{1,5}M)?(\d{1,5}W)?(\d{1,5}D)?(T(?=\d)(\d{1,5}H)?(\d{1,5}M)?(\d{1,5}S)?)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|today", re.IGNORECASE)
_SOME_DAY = date(2001, 1, 1)


@dataclass(frozen=True, slots=True)
class Range:
    """Values from one to another.

    Args:
        low: the smallest that does; None for any.
        high: the largest; None for any.
        open_low: `low` itself does not.
        open_high: `high` itself does not.
        measure: makes a value, as it is compared, into what `low` and `high` are; None for what cannot be.
        dated: it depends on the day that is meant by "today".
    """

    low: float | str | None
    high: float | str | None
    open_low: bool = False
    open_high: bool = False
    measure: Callable[[str], float | str | None] = lambda text: text
    dated: bool = False

    def holds(self, text: str) -> bool:
        """Whether a value lies in it."""
        value = self.measure(text)
        if value is None:
            return False
        if self.low is not None and (value < self.low or (self.open_low and value == self.low)):  # type: ignore[operator]  # one sort
            return False
        return self.high is None or not (value > self.high or (self.open_high and value == self.high))  # type: ignore[operator]  # one sort


def read_range(
    doc: FieldDoc | None, word: str, inventory: Inventory, as_of: date | None
) -> Range | frozenset[str] | Problem | None:
    """What a comparison means for a field.

    Args:
        doc: the field; None for a key of the organisation's own.
        word: as written.
        inventory: its words.
        as_of: the day that is meant by "today"; None when there is none.

    Returns:
        A range, or the words of an ordered list; what is wrong with it; None when the word is no comparison.
    """
    match = _COMPARED.fullmatch(word.strip())
    if match is None:
        return None
    how, what = " ".join(match[1].casefold().split()), match[2].strip()
    if doc is None or doc.shape in _NUMBERS:
        return _number(how, what, word, own=doc is None)
    if doc.shape is Shape.DAY:
        return _day(how, what, word, as_of)
    if doc.shape is Shape.DURATION:
        return _length(how, what, word)
    if doc.vocabulary and inventory.vocabularies[doc.vocabulary].ordered:
        return _ordered(how, what, word, inventory.vocabularies[doc.vocabulary])
    if _NUMBER.fullmatch(what) or _DURATION.fullmatch(what.upper()) or _DATE.fullmatch(what):
        help = "Only numbers, days, lengths of time and ordered lists can be compared."
        return Problem((), f"`{shown(doc.key)}` cannot be compared", help)
    return None  # any text may begin so


def _number(how: str, what: str, word: str, own: bool) -> Range | Problem | None:
    number = what.replace(",", "")
    if how in _DAY_WORDS or not _NUMBER.fullmatch(number):
        if own:
            return None
        return Problem(
            (), f"`{shown(word)}` is no comparison of numbers", "Write it like `at least 3` or `less than 10`."
        )
    return _bounded(how, float(number), _as_number)


def _length(how: str, what: str, word: str) -> Range | Problem:
    days = _as_days(what.upper())
    if how in _DAY_WORDS or days is None:
        help = "Write it like `at least P30D` or `less than P1Y`."
        return Problem((), f"`{shown(word)}` is no comparison of lengths of time", help)
    return _bounded(how, days, _as_days)


def _bounded(how: str, bound: float | str, measure: Callable[[str], float | str | None]) -> Range:
    low = bound if how in ("at least", "more than") else None
    high = bound if how in ("at most", "less than") else None
    return Range(low, high, how == "more than", how == "less than", measure)


def _as_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _as_days(text: str) -> float | None:
    """About how many days a duration lasts."""
    duration = text.upper()
    if not _DURATION.fullmatch(duration):
        return None
    hours = re.search(r"T(?:(\d+)H)?(?:(\d+)M)?", duration)
    part = (int(hours[1] or 0) % 24 / 24 + int(hours[2] or 0) / 1440) if hours else 0.0
    try:
        return (_SOME_DAY + length_of(duration) - _SOME_DAY).days + part
    except (ValueError, OverflowError):
        return float("inf")


def _day(how: str, what: str, word: str, as_of: date | None) -> Range | Problem:
    relative = what.casefold() == "today" or how in ("older than", "within")
    if relative and as_of is None:
        help = "Say which day is meant: `as_of` in `mkdocs.yml`, or a date such as `before 2027-01-01`."
        return Problem((), f"`{shown(word)}` needs to know what day it is", help)
    today = as_of or date.min
    if how in ("older than", "within"):
        if not _DURATION.fullmatch(what.upper()):
            return Problem((), f"`{shown(what)}` is not a length of time", "Write it like `P90D` or `P1Y`.")
        if how == "older than":
            return Range(None, before(today, what.upper()).isoformat(), open_high=True, dated=True)
        return Range(today.isoformat(), after(today, what.upper()).isoformat(), dated=True)
    try:
        day = today if relative else date.fromisoformat(what)
    except ValueError:
        return Problem((), f"`{shown(what)}` is not a date", "Write it like `before 2027-01-01` or `after today`.")
    if how in ("at least", "at most", "more than", "less than"):
        help = "Write `before` or `after` and a date, `older than P1Y` or `within P90D`."
        return Problem((), f"`{shown(word)}` is no comparison of dates", help)
    text = day.isoformat()
    earlier = how == "before"
    return Range(None if earlier else text, text if earlier else None, not earlier, earlier, dated=relative)


def _ordered(how: str, what: str, word: str, vocabulary: Vocabulary) -> frozenset[str] | Problem:
    folded = {_folded(value.label): key for key, value in vocabulary.values.items()}
    folded |= {_folded(key): key for key in vocabulary.values}
    key = folded.get(_folded(what))
    if key is None or how in _DAY_WORDS:
        example = list(vocabulary.values)[-2:]
        help = f"Write it like `at least {example[0]}`. Allowed: {one_of(vocabulary.values, 60)}."
        return Problem((), f"`{shown(word)}` is no comparison of words of the list {vocabulary.title.lower()}", help)
    words = list(vocabulary.values)[:: 1 if vocabulary.ordered == "up" else -1]
    at = words.index(key)
    chosen = {
        "at least": words[at:],
        "more than": words[at + 1 :],
        "at most": words[: at + 1],
        "less than": words[:at],
    }[how]
    return frozenset(one.casefold() for one in chosen)


def _folded(word: str) -> str:
    return word.strip().casefold().replace("-", "_").replace(" ", "_")
