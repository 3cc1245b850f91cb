"""One view of the customer: words that name fields about people, what people are matched by, and what is missing.

Nothing is guessed. A word is about the customer when a field that it names says something about a person; a field is
one that people are matched by when its data source lists it among its identifiers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from stackbook.inventory import Inventory
from stackbook.lineage import Lineage
from stackbook.lineage.field_graph import FieldGraph, Place
from stackbook.model.base import Entity
from stackbook.model.data import DataField, DataSource
from stackbook.model.integrations import Integration
from stackbook.model.terms import Term, shared_words
from stackbook.model.tools import Tool

ONE, SEVERAL, NOBODY, ALONE = "one", "several", "nobody", "alone"
"""How clear it is where the value that counts stands: in one field; in several; nobody has said; there is one only."""
_PERSONAL = "user"
"""fideslang: data about a person."""
_OWN_PEOPLE = frozenset({"employee", "job_applicant", "consultant", "supplier_vendor", "shareholder", "trainee"})
"""fideslang data subjects who are no customers."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A field with where its true value stands.

    Args:
        place: the field.
        counts: the field whose value counts in the end; the field itself when another says so; None when nobody has.
        tool: the tool that holds it; None when it is not known.
        business: who decides about that tool.
        technical: who keeps it running.
    """

    place: Place
    counts: Place | None
    tool: Tool | None
    business: Entity | None
    technical: Entity | None


@dataclass(frozen=True, slots=True)
class WordLine:
    """A word about the customer.

    Args:
        term: the word.
        fields: the fields it names, in the order written.
        owner: the team that decides what it means.
        broader: the wider word it belongs to.
        related: other words worth reading with it, by name.
    """

    term: Term
    fields: tuple[Recorded, ...]
    owner: Entity | None
    broader: Term | None
    related: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class KeyLine:
    """Something that people are matched by: fields that are called the same where their true value stands.

    Args:
        name: what that field is called, such as ``email``.
        label: what people call it.
        fields: the fields, by data source.
        counts: those of which others say that their value counts, by key.
        flows: integrations in use by which records find each other so, by name.
        state: one of `ONE`, `SEVERAL`, `NOBODY`, `ALONE`.
    """

    name: str
    label: str
    fields: tuple[Recorded, ...]
    counts: tuple[Place, ...]
    flows: tuple[Integration, ...]
    state: str

    @property
    def unsaid(self) -> tuple[Recorded, ...]:
        """The fields that do not say which value counts, where there are others."""
        return () if self.state == ALONE else tuple(one for one in self.fields if one.counts is None)


class Customer:
    """What a stack says about its customers.

    Args:
        lineage: the stack.
    """

    def __init__(self, lineage: Lineage) -> None:
        self._lineage, self._inventory, self._fields = lineage, lineage.inventory, lineage.fields

    @cached_property
    def words(self) -> tuple[WordLine, ...]:
        """Words that name a field about people, by name."""
        return tuple(self._word(term) for term in self._terms if any(map(self._about_customer, self._places(term))))

    @cached_property
    def unplaced(self) -> tuple[WordLine, ...]:
        """Words that belong to one of them and name no field, by name."""
        known = {line.term.ref for line in self.words}
        found = (self._word(term) for term in self._terms if not term.fields and term.ref not in known)
        return tuple(line for line in found if known & {one.ref for one in _tied(line)})

    @cached_property
    def several_names(self) -> tuple[WordLine, ...]:
        """Words about the customer that people call by other names as well, by name."""
        both = sorted((*self.words, *self.unplaced), key=lambda line: (line.term.name.casefold(), line.term.id))
        return tuple(line for line in both if line.term.synonyms)

    @cached_property
    def two_meanings(self) -> Mapping[str, tuple[Term, ...]]:
        """Words that mean more than one thing, one of which is about the customer."""
        known = {line.term.ref for line in (*self.words, *self.unplaced)}
        found = shared_words(self._terms)
        return {words: terms for words, terms in found.items() if any(term.ref in known for term in terms)}

    @cached_property
    def keys(self) -> tuple[KeyLine, ...]:
        """What people are matched by; what most data sources use comes first."""
        groups: dict[str, list[Recorded]] = {}
        for place in self._identifiers():
            recorded = self._recorded(place)
            groups.setdefault((recorded.counts or place).field.id, []).append(recorded)
        found = (self._key(name, members) for name, members in groups.items())
        return tuple(sorted(found, key=lambda line: (-len(line.fields), line.label.casefold(), line.name)))

    @cached_property
    def _terms(self) -> tuple[Term, ...]:
        found = (one for one in self._inventory.all("term") if isinstance(one, Term))
        return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.id)))

    @cached_property
    def _named(self) -> frozenset[str]:
        """Keys of the fields of which another says that their value counts."""
        found = (self._fields.place(one.field.system_of_record) for one in self._fields.places.values())
        return frozenset(one.key for one in found if one is not None)

    @cached_property
    def _flows_by_key(self) -> Mapping[str, tuple[Integration, ...]]:
        """What records are matched by, in small letters, to the integrations in use that do."""
        found: dict[str, list[Integration]] = {}
        for flow in self._lineage.graph.flows:
            for key in flow.integration.match_keys if flow.integration.live else ():
                found.setdefault(key.casefold(), []).append(flow.integration)
        return {key: tuple(flows) for key, flows in found.items()}

    def _places(self, term: Term) -> tuple[Place, ...]:
        found = (self._fields.place(name) for name in term.fields)
        return tuple({one.key: one for one in found if one is not None}.values())

    def _about_customer(self, place: Place) -> bool:
        return about_person(place.field) and not _only_own_people(place.source)

    def _word(self, term: Term) -> WordLine:
        inventory = self._inventory
        broader = inventory.get("term", term.broader)
        named = [inventory.get("term", one) for one in term.related]
        named += [
            inventory.find(one.source) for one in inventory.named_by(term.ref) if one.key in ("related", "broader")
        ]
        related = {one.ref: one for one in named if isinstance(one, Term) and one is not term}
        return WordLine(
            term,
            tuple(self._recorded(place) for place in self._places(term)),
            inventory.get("team", term.owner),
            broader if isinstance(broader, Term) else None,
            tuple(sorted(related.values(), key=lambda one: (one.name.casefold(), one.id))),
        )

    def _recorded(self, place: Place) -> Recorded:
        tool = self._inventory.get("tool", place.tool)
        known = tool if isinstance(tool, Tool) else None
        end = counting(self._fields, place)
        said = end is not place or place.key in self._named
        return Recorded(place, end if said else None, known, *_owners(self._inventory, known))

    def _identifiers(self) -> Iterator[Place]:
        for place in self._fields.places.values():
            if (
                place.field.id in place.source.identifiers
                and self._about_customer(place)
                and not place.field.deprecated
            ):
                yield place

    def _key(self, name: str, members: list[Recorded]) -> KeyLine:
        fields = tuple(sorted(members, key=lambda one: (one.place.source.name.casefold(), one.place.key)))
        counts = {one.counts.key: one.counts for one in fields if one.counts is not None}
        state = (ONE if len(counts) == 1 else SEVERAL) if counts else (ALONE if len(fields) == 1 else NOBODY)
        first = next(iter(counts.values())) if counts else fields[0].place
        called = {name.casefold(), *(one.place.field.id.casefold() for one in fields)}
        flows = [flow for one in called for flow in self._flows_by_key.get(one, ())]
        once = {one.id: one for one in sorted(flows, key=lambda one: (one.name.casefold(), one.id))}
        return KeyLine(
            name, first.field.label, fields, tuple(counts[key] for key in sorted(counts)), tuple(once.values()), state
        )


def about_person(field: DataField) -> bool:
    """Whether a field says something about a person."""
    return field.specially_protected or any(
        one == _PERSONAL or one.startswith(f"{_PERSONAL}.") for one in field.data_categories
    )


def counting(fields: FieldGraph, place: Place) -> Place:
    """The field whose value counts for a field in the end; itself when it names no other.

    Of fields that name each other round and round it is the first by key.
    """
    seen: list[str] = []
    here = place
    while here.key not in seen:
        seen.append(here.key)
        following = fields.place(here.field.system_of_record)
        if following is None or following.key == here.key:
            return here
        here = following
    return fields.places[min(seen[seen.index(here.key) :])]


def _only_own_people(source: DataSource) -> bool:
    return bool(source.subjects) and _OWN_PEOPLE.issuperset(source.subjects)


def _owners(inventory: Inventory, tool: Tool | None) -> tuple[Entity | None, Entity | None]:
    if tool is None:
        return None, None
    return inventory.find(tool.business_owner), inventory.find(tool.technical_owner)


def _tied(line: WordLine) -> Iterable[Term]:
    return (*((line.broader,) if line.broader else ()), *line.related)
