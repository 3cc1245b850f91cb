"""Terms: the glossary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from stackbook.model.base import DataFieldRef, Entity, KindSpec, Section, TeamRef, TermRef
from stackbook.model.types import Line, Name, Prose


class Term(Entity):
    """A word and what we mean by it."""

    spec: ClassVar[KindSpec] = KindSpec(
        "term",
        folder="terms",
        singular="Term",
        plural="Terms",
        icon="material/book-alphabet",
        tab="Data",
        about="Words that marketing and IT use, and what they mean here.",
        columns=("definition", "owner"),
        order=9,
    )

    description: Prose | None = None
    """More about it, where the definition is not enough. Markdown is fine."""
    definition: Line | None
    """What it means here, in a sentence or two."""
    synonyms: tuple[Name, ...] = ()
    """Other words for the same thing; they are recognised in texts too."""
    not_: Annotated[Line | None, Field(alias="not")] = None
    """What it is often taken for, and is not."""
    broader: TermRef | None = None
    """The wider term that it belongs to."""
    related: tuple[TermRef, ...] = ()
    """Terms that are worth reading with it."""
    fields: tuple[DataFieldRef, ...] = ()
    """Fields that hold what it means."""
    owner: Annotated[TeamRef | None, Section("Who to ask")]
    """The team that decides what it means."""

    @property
    def searchable(self) -> Iterator[str]:
        """Tags, aliases and synonyms."""
        yield from super().searchable
        yield from self.synonyms

    @property
    def words(self) -> tuple[str, ...]:
        """Everything it is called: its name, then its synonyms."""
        return self.name, *self.synonyms


def one_spelling(words: str) -> str:
    """Words as they are compared: capitals and spaces make no difference."""
    return " ".join(words.split()).casefold()


def shared_words(terms: Iterable[Term]) -> dict[str, tuple[Term, ...]]:
    """Words that mean more than one term (see `one_spelling`), with the terms by id."""
    found: dict[str, dict[str, Term]] = defaultdict(dict)
    for term in terms:
        for words in term.words:
            found[one_spelling(words)][term.id] = term
    return {words: tuple(of[key] for key in sorted(of)) for words, of in sorted(found.items()) if len(of) > 1}
