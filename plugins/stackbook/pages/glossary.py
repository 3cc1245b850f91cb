"""The glossary: every term from A to Z on one page, and what the page of one term shows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from stackbook.inventory import Inventory
from stackbook.model.base import Entity
from stackbook.model.terms import Term
from stackbook.pages.book import Book, Desk
from stackbook.pages.links import list_of
from stackbook.pages.page import Page, SearchRecord

TITLE = "Glossary"


@dataclass(frozen=True, slots=True)
class Entry:
    """A term with what belongs to it.

    Args:
        term: the term.
        broader: the wider term it belongs to.
        narrower: terms that belong to it, by name.
        related: other terms worth reading with it, whichever of the two names the other, by name.
        owner: the team that decides what it means.
    """

    term: Term
    broader: Term | None
    narrower: tuple[Term, ...]
    related: tuple[Term, ...]
    owner: Entity | None


@dataclass(frozen=True, slots=True)
class Letter:
    """The terms that begin with one letter.

    Args:
        sign: what stands above them.
        anchor: its place on the page.
        entries: the terms by name.
    """

    sign: str
    anchor: str
    entries: tuple[Entry, ...]


def glossary_page(book: Book) -> Page:
    """Every term from A to Z."""
    spec, path = Term.spec, list_of(Term.spec.key)
    desk = Desk(book, path)
    letters = by_letter(book.inventory)
    count = sum(len(letter.entries) for letter in letters)
    html = desk.render("glossary.html", title=TITLE, kind=spec, letters=letters, count=count)
    return Page(path, TITLE, spec.about, html, spec.tab, (), SearchRecord(TITLE, spec.about, ("List",)), wide=True)


def by_letter(inventory: Inventory) -> tuple[Letter, ...]:
    """The terms by the letter they begin with, A to Z; digits and signs come first."""
    found: dict[str, list[Term]] = {}
    for entity in inventory.all("term"):
        if isinstance(entity, Term):
            found.setdefault(_sign(entity.name), []).append(entity)
    return tuple(
        Letter(sign, _anchor(sign), tuple(entry_of(inventory, one) for one in sorted(found[sign], key=_by_name)))
        for sign in sorted(found, key=lambda sign: (sign not in _NO_LETTERS, sign))
    )


def entry_of(inventory: Inventory, term: Term) -> Entry:
    """A term with what belongs to it."""
    naming = inventory.named_by(term.ref)
    narrower = [inventory.find(one.source) for one in naming if one.key == "broader"]
    related = [inventory.find(one.source) for one in naming if one.key == "related"]
    related += [inventory.get("term", one) for one in term.related]
    broader = inventory.get("term", term.broader)
    above, below = _terms([broader], ()), _terms(narrower, (term,))
    beside = _terms(related, (term, *above, *below))
    return Entry(term, above[0] if above else None, below, beside, inventory.get("team", term.owner))


def term_extras(desk: Desk, term: Term) -> dict[str, Any]:
    """What the page of a term shows beyond its fields."""
    return {"entry": entry_of(desk.book.inventory, term), "glossary": TITLE}


def _terms(found: Iterable[object], but: tuple[Term, ...]) -> tuple[Term, ...]:
    """Each term once, by name, without some."""
    once = {one.ref: one for one in found if isinstance(one, Term) and one not in but}
    return tuple(sorted(once.values(), key=_by_name))


def _by_name(term: Term) -> tuple[str, str, str]:
    """Letters with and without accents stand together."""
    return _unaccented(term.name), term.name, term.id


def _unaccented(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


_NO_LETTERS = ("0-9", "#")


def _sign(name: str) -> str:
    first = _unaccented(name.lstrip())[:1]
    if first.isdigit():
        return _NO_LETTERS[0]
    return first.upper() if first.isalpha() else _NO_LETTERS[1]


def _anchor(sign: str) -> str:
    if sign in _NO_LETTERS:
        return "letter-0-9" if sign == _NO_LETTERS[0] else "letter-other"
    return f"letter-{sign.lower()}" if sign.isascii() else f"letter-{'-'.join(f'{ord(c):x}' for c in sign)}"
