"""Values that somebody asks for: which ones a field can hold, and how they are compared with what is recorded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from stackbook.asking.problem import Problem
from stackbook.fields import FieldDoc, Shape
from stackbook.inventory import Inventory
from stackbook.inventory.targets import kind_meant
from stackbook.inventory.words import did_you_mean, one_of, sentence, shown
from stackbook.model import KINDS
from stackbook.model.base import Ref
from stackbook.model.types import currencies, data_categories, data_subjects, data_uses, places
from stackbook.model.vocabulary import Vocabulary

_WILDCARD = "*"
_MOST_WORDS, _MOST_NAMES = 60, 12
_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(\.[0-9]{1,9})?")


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a word stands for.

    Args:
        words: recorded values that it means, as `as_compared` gives them.
        said: it in words for people.
        pattern: the same for a word with wildcards.
    """

    words: frozenset[str]
    said: str
    pattern: Wildcard | None = None


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Text with stars that stand for any other text: the pieces between the stars, in small letters.

    Not a regular expression: its time could grow with a power of the number of stars.
    """

    pieces: tuple[str, ...]

    def matches(self, text: str) -> bool:
        """Whether a text in small letters is of that form."""
        first, *middle, last = self.pieces
        end = len(text) - len(last)
        if not (text.startswith(first) and text.endswith(last)):
            return False
        at = len(first)
        for piece in middle:
            at = text.find(piece, at, end)
            if at < 0:
                return False
            at += len(piece)
        return at <= end


def as_compared(doc: FieldDoc | None, value: Any, inventory: Inventory) -> str:
    """A single recorded value as it is compared: names as ``kind:id``, text in small letters.

    Args:
        doc: its field; None for a key of the organisation's own.
        value: the value.
        inventory: knows what goes by an earlier id.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(float(value))
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    if doc is not None and doc.refs is not None and text not in doc.refs.words:
        ref = text if len(doc.refs.kinds) > 1 else f"{doc.refs.kinds[0]}:{text}"
        entity = inventory.find(ref)
        return entity.ref if entity else ref
    return text.casefold()


def accepted(doc: FieldDoc | None, word: str, inventory: Inventory) -> Accepted | Problem:
    """What a word means for a field; or what is wrong with it, as a problem with an empty path.

    Args:
        doc: the field; None for a key of the organisation's own.
        word: as written.
        inventory: its words and names.
    """
    if word == _WILDCARD:
        return Accepted(frozenset(), "anything", Wildcard(("", "")))
    if doc is None:
        number = {repr(float(word))} if _NUMBER.fullmatch(word) else set()
        return _text(word, number)
    if doc.refs is not None:
        return _named(doc.refs, word, inventory)
    if doc.vocabulary:
        return _worded(inventory.vocabularies[doc.vocabulary], word)
    if doc.key == "id" and doc.derived:
        return _text(word)
    return _BY_SHAPE.get(doc.shape, _text)(word)


def word_meant(vocabulary: Vocabulary, text: str) -> str | None:
    """The word of a vocabulary that a text means, by its key or its label; None when there is none."""
    known = {_folded(value.label): key for key, value in vocabulary.values.items()}
    known |= {_folded(key): key for key in vocabulary.values}
    return known.get(_folded(text))


def no_such_word(vocabulary: Vocabulary, text: str) -> Problem:
    """What to say about a word that is not in a vocabulary: the nearest one, and all there are."""
    labels = {value.label: key for key, value in vocabulary.values.items()}
    guess = did_you_mean(text, vocabulary.values) or did_you_mean(text, labels)
    help = sentence(guess, f"Allowed: {one_of(vocabulary.values, _MOST_WORDS)}")
    return Problem((), f"`{shown(text)}` is not a word of the list {vocabulary.title.lower()}", help)


def _worded(vocabulary: Vocabulary, word: str) -> Accepted | Problem:
    key = word_meant(vocabulary, word)
    if key is None:
        return no_such_word(vocabulary, word)
    return Accepted(frozenset({key.casefold()}), vocabulary.label(key))


def _named(refs: Ref, word: str, inventory: Inventory) -> Accepted | Problem:
    """Everything of those kinds that goes by that id or name."""
    special = {_folded(one): one for one in refs.words}.get(_folded(word))
    if special:
        return Accepted(frozenset({special.casefold()}), special.replace("_", " ").capitalize())
    start, colon, rest = word.replace("/", ":", 1).partition(":")
    kind = kind_meant(start) if colon else None
    if kind and kind not in refs.kinds:
        return Problem((), f"`{shown(word)}` cannot stand here", f"This is {_kinds(refs.kinds)}.")
    entity_id, kinds = (rest.strip(), (kind,)) if kind else (word, refs.kinds)
    found = [entity for one in kinds if (entity := inventory.get(one, entity_id))]
    if not found:
        everything = [e for one in kinds for e in inventory.entities.get(one, {}).values()]
        found = [e for e in everything if e.display_name.casefold() == entity_id.casefold()]
        if not found:
            ids = [e.id if len(refs.kinds) == 1 else e.ref for e in everything]
            guess = did_you_mean(entity_id, [e.id for e in everything])
            names = {e.display_name: e.id for e in everything}
            help = sentence(
                guess or did_you_mean(entity_id, names), f"There are {one_of(ids, _MOST_NAMES)}" if ids else ""
            )
            return Problem((), f"there is no {_kinds(kinds, article=False)} `{shown(entity_id)}`", help)
    return Accepted(frozenset(e.ref for e in found), found[0].display_name)


def _kinds(kinds: Iterable[str], article: bool = True) -> str:
    names = [KINDS[kind].spec.singular.lower() for kind in kinds]
    return " or ".join(f"{'an' if n[0] in 'aeio' else 'a'} {n}" if article else n for n in names)


def _flag(word: str) -> Accepted | Problem:
    value = {"true": "true", "yes": "true", "false": "false", "no": "false"}.get(word.casefold())
    if value is None:
        return Problem((), f"`{shown(word)}` is neither true nor false", "Write `true` or `false`.")
    return Accepted(frozenset({value}), "yes" if value == "true" else "no")


def _number(word: str) -> Accepted | Problem:
    if not _NUMBER.fullmatch(word.replace(",", "")):
        return Problem((), f"`{shown(word)}` is not a number", "Write digits, as in `3` or `99.5`.")
    return Accepted(frozenset({repr(float(word.replace(",", "")))}), word)


def _day(word: str) -> Accepted | Problem:
    if _WILDCARD in word:
        return _text(word)
    try:
        return Accepted(frozenset({date.fromisoformat(word).isoformat()}), word)
    except ValueError:
        return Problem((), f"`{shown(word)}` is not a date", "Write it like `2026-03-31`, or with a star: `2026-*`.")


def _place(word: str) -> Accepted | Problem:
    return _listed(word, places(), "a country", "as in `DE`, `US`, or `EU`")


def _data_category(word: str) -> Accepted | Problem:
    how = "as in `user.contact.email`, or with a star: `user.contact.*`"
    return _in_taxonomy(word, data_categories(), "a data category", how)


def _data_use(word: str) -> Accepted | Problem:
    return _in_taxonomy(word, data_uses(), "a data use", "as in `marketing.communications.email`, or `marketing.*`")


def _data_subject(word: str) -> Accepted | Problem:
    return _in_taxonomy(word, data_subjects(), "a data subject", "as in `customer`")


def _currency(word: str) -> Accepted | Problem:
    return _listed(word, currencies(), "a currency", "as in `EUR`")


def _in_taxonomy(word: str, taxonomy: Mapping[str, tuple[str, str]], what: str, how: str) -> Accepted | Problem:
    if _WILDCARD in word:
        return _text(word)
    return _listed(word, {key: name for key, (name, _) in taxonomy.items()}, what, how)


def _listed(word: str, known: Mapping[str, str], what: str, how: str) -> Accepted | Problem:
    names = {name.casefold(): key for key, name in known.items()} | {key.casefold(): key for key in known}
    key = names.get(word.casefold())
    if key is None:
        help = sentence(did_you_mean(word, known) or did_you_mean(word, names), f"Write it {how}")
        return Problem((), f"`{shown(word)}` is not {what}", help)
    return Accepted(frozenset({key.casefold()}), known[key])


def _text(word: str, more: Iterable[str] = ()) -> Accepted:
    if _WILDCARD not in word:
        return Accepted(frozenset({word.casefold(), *more}), word)
    return Accepted(frozenset(), word, Wildcard(tuple(word.casefold().split(_WILDCARD))))


def _folded(word: str) -> str:
    return word.strip().casefold().replace("-", "_").replace(" ", "_")


_BY_SHAPE: Mapping[Shape, Callable[[str], Accepted | Problem]] = {
    Shape.FLAG: _flag,
    Shape.WHOLE: _number,
    Shape.NUMBER: _number,
    Shape.DAY: _day,
    Shape.COUNTRY: _place,
    Shape.PLACE: _place,
    Shape.DATA_CATEGORY: _data_category,
    Shape.DATA_USE: _data_use,
    Shape.DATA_SUBJECT: _data_subject,
    Shape.CURRENCY: _currency,
}
