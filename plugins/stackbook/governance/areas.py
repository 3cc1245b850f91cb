"""Areas within which personal data moves freely, and where tools keep theirs."""

from __future__ import annotations

from collections.abc import Iterable

from stackbook.model.tools import Tool

EEA = frozenset(
    "AT|BE|BG|CY|CZ|DE|DK|EE|ES|FI|FR|GR|HR|HU|IE|IS|IT|LI|LT|LU|LV|MT|NL|NO|PL|PT|RO|SE|SI|SK".split("|")  # noqa: SIM905  # fits a line
)
"""The European Economic Area, within which personal data moves freely (GDPR, as incorporated by the EEA Joint
Committee's Decision 154/2018): the states of the European Union, Iceland, Liechtenstein and Norway."""

EEA_KEY = "eea"


def area_of(place: str) -> str:
    """The area of a place (ISO 3166 code or ``EU``) within which data moves freely: ``eea``, or the country itself."""
    return EEA_KEY if place == "EU" or place in EEA else place


def areas_of(tool: Tool) -> tuple[str, ...]:
    """The areas in which a tool keeps data, sorted; () when that is not recorded."""
    return tuple(sorted({area_of(place) for place in tool.data_residency}, key=lambda a: (a != EEA_KEY, a)))


def outside(places: Iterable[str], home: Iterable[str]) -> tuple[str, ...]:
    """The places of some that lie outside the home region, sorted; none when no home region is recorded."""
    within = {area_of(place) for place in home}
    return tuple(sorted({place for place in places if area_of(place) not in within})) if within else ()
