"""What a key of a condition leads to: a field, one in a part of a record, or one of another record tied to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from stackbook.asking.problem import Problem
from stackbook.fields import FieldDoc, Shape, by_key, derived_of
from stackbook.inventory import Inventory
from stackbook.inventory.targets import kind_meant
from stackbook.inventory.words import did_you_mean, one_of, sentence, shown
from stackbook.model import KINDS
from stackbook.model.base import Entity, Ref

NAMED_BY = "named_by"
"""The key below which stand records that name this one, by kind: ``named_by.contract``."""

COUNT = "count"
"""The last key that means how many there are: ``provisioners.count``."""

_MOST_KEYS = 50
_MOST_STEPS = 8
_HOW_MANY = FieldDoc("", COUNT, "how many", "", Shape.WHOLE, required=False, nullable=False)


@dataclass(frozen=True, slots=True)
class Field:
    """What a key leads to.

    Args:
        key: as written, without a main key that was left out.
        steps: the fields from the kind's to the one that is meant; () for a key of the organisation's own. Where a
            step names other records and does not come last, the next one is theirs.
    """

    key: str
    steps: tuple[FieldDoc, ...]

    @property
    def label(self) -> str:
        """The field for people."""
        if not self.steps:
            return self.key.removeprefix("x-")
        first = self.steps[0].label
        inside = [doc.label for doc, part in zip(self.steps[1:], self.steps, strict=False) if doc is not main(part)]
        return ", ".join((first, *inside))

    @property
    def top(self) -> str:
        """The top-level key of the record itself; "" when it is about other records."""
        return "" if self.steps and self.steps[0].key.startswith(NAMED_BY) else self.key.partition(".")[0]

    @property
    def internal(self) -> bool:
        """Whether any step of it is internal."""
        return any(doc.internal for doc in self.steps)

    def values(self, entity: Entity, inventory: Inventory | None = None) -> Iterator[Any]:
        """Every single value an entity has there; none when nothing is recorded.

        Args:
            entity: of the kind.
            inventory: finds what is named; needed only where the key goes over to other records.
        """
        if self.steps:
            yield from _walk(entity, self.steps, inventory)[0]
        else:
            yield from _own(entity.extensions, self.key)

    def records(self, entity: Entity, inventory: Inventory) -> frozenset[str]:
        """``kind:id`` of the other records that are looked at on the way to the values, whatever they hold."""
        return _walk(entity, self.steps, inventory)[1] if self.steps else frozenset()


def find_field(kind: str, key: str, internal: bool, *, across: bool = False) -> Field | Problem:
    """The field that a key of a kind means; or what is wrong with the key, as a problem with an empty path.

    Args:
        kind: the kind.
        key: dotted; ``id`` and ``x-`` keys as well.
        internal: internal fields may be asked for.
        across: the key may go over to other records, and count.
    """
    if key.startswith("x-"):
        return Field(key, ())
    words = key.split(".")
    steps: list[FieldDoc] = []
    if across and words[0] == NAMED_BY:
        start = _named_by(words)
        if isinstance(start, Problem):
            return start
        steps.append(start)
        words = words[2:]
    return _follow(kind, words, steps, key, internal, across)


def _follow(
    kind: str, words: list[str], steps: list[FieldDoc], key: str, internal: bool, across: bool
) -> Field | Problem:
    docs, holder = _known(steps[-1] if steps else None, kind)
    prefix = "".join(f"{doc.key}." for doc in steps)
    for at, word in enumerate(words):
        if len(steps) >= _MOST_STEPS:
            return Problem((), f"`{shown(key)}` goes too far", f"Use {_MOST_STEPS} keys at most.", at_key=True)
        doc = docs.get(word)
        if doc is None and across and word == COUNT and steps and _counted(steps[-1]) and at == len(words) - 1:
            return Field(key, (*steps, _HOW_MANY))
        if doc is None:
            return _no_such_key(holder, prefix, word, [k for k, d in docs.items() if internal or not d.internal])
        if doc.internal and not internal:
            message = f"`{shown(key)}` is internal and cannot be asked for in a public site"
            return Problem((), message, "Leave it out.", at_key=True)
        steps.append(doc)
        prefix += f"{doc.key}."
        docs, holder = ({one.key: one for one in doc.inner}, f"`{prefix[:-1]}`")
        if across and doc.refs:
            docs, holder = _known(doc, kind)
    return Field(key, tuple(steps))


def _known(doc: FieldDoc | None, kind: str) -> tuple[Mapping[str, FieldDoc], str]:
    """The keys that may come next, and what they belong to in words."""
    if doc is None:
        return {**by_key(KINDS[kind]), **_id_of(kind)}, _a(kind)
    docs: dict[str, FieldDoc] = {}
    kinds = doc.refs.kinds if doc.refs else ()
    for one in reversed([kind for kind in kinds if kind in KINDS]):
        docs |= {**by_key(KINDS[one]), **_id_of(one)}
    return docs, " or ".join(_a(one) for one in kinds)


def _a(kind: str) -> str:
    name = KINDS[kind].spec.singular.lower()
    return f"a{'n' if name[0] in 'aeio' else ''} {name}"


def _named_by(words: list[str]) -> FieldDoc | Problem:
    kinds = [kind for kind, model in KINDS.items() if model.spec.folder]
    kind = kind_meant(words[1]) if len(words) > 1 else None
    if kind not in kinds:
        wrong = f"`{shown(words[1])}` is not a kind" if len(words) > 1 else f"`{NAMED_BY}` needs a kind"
        guess = did_you_mean(words[1], kinds) if len(words) > 1 else ""
        return Problem((), wrong, sentence(guess, f"Kinds: {one_of(kinds, _MOST_KEYS)}"), at_key=True)
    spec = KINDS[kind].spec
    return FieldDoc(
        "",
        f"{NAMED_BY}.{kind}",
        f"named by {spec.plural.lower()}",
        "",
        Shape.REF,
        required=False,
        nullable=True,
        refs=Ref((kind,)),
        many=True,
    )


def _counted(doc: FieldDoc) -> bool:
    return doc.many or doc.mapping


def _id_of(kind: str) -> dict[str, FieldDoc]:
    """The id, which nobody writes and everybody may ask for."""
    return {doc.key: doc for doc in derived_of(KINDS[kind]) if doc.key == "id"}


def _no_such_key(holder: str, prefix: str, word: str, known: list[str]) -> Problem:
    if not known:
        return Problem((), f"{holder} has no keys below it", "Leave out what stands after the dot.", at_key=True)
    every = one_of((prefix + key for key in known), _MOST_KEYS)
    help = sentence(did_you_mean(word, known), f"There are {every}")
    return Problem((), f"`{shown(word)}` is not a key of {holder}", help, at_key=True)


def main(part: FieldDoc) -> FieldDoc | None:
    """The field that stands for a part: its first one, when that must be there; None when there is none."""
    return part.inner[0] if part.inner and part.inner[0].required else None


def _walk(entity: Entity, steps: tuple[FieldDoc, ...], inventory: Inventory | None) -> tuple[list[Any], frozenset[str]]:
    """The values at the end of the steps, and the records on the way.

    Step by step for all holders at once, each record once: the ways between records grow as a power of their number.
    """
    holders: list[Any] = [entity]
    visited: set[str] = set()
    for at, doc in enumerate(steps):
        rest = steps[at + 1 :]
        if rest == (_HOW_MANY,):
            return [sum(1 for _ in _of(holder, doc, inventory)) for holder in holders], frozenset(
                visited | {ref for holder in holders for ref in _refs(_of(holder, doc, inventory), doc)}
            )
        found = [value for holder in holders for value in _of(holder, doc, inventory)]
        visited |= set(_refs(found, doc))
        if not rest:
            return found, frozenset(visited)
        if doc.refs is not None:
            others = (_named(value, doc.refs, inventory) for value in dict.fromkeys(map(str, found)))
            holders = list({other.ref: other for other in others if other is not None}.values())
        else:
            holders = found
    return [], frozenset(visited)


def _refs(values: Iterable[Any], doc: FieldDoc) -> Iterator[str]:
    """The records that values of a field name, as they are written."""
    if doc.refs is not None:
        kind = doc.refs.kinds[0]
        yield from (str(one) if len(doc.refs.kinds) > 1 else f"{kind}:{one}" for one in values)


def _own(extensions: Mapping[str, Any], key: str) -> Iterator[Any]:
    """What stands under a key of the organisation's own; dotted, what stands in a group below it."""
    found: Any = extensions.get(key)
    if found is None and "." in key:
        found = extensions
        for word in key.split("."):
            found = found.get(word) if isinstance(found, Mapping) else None
    if found is not None:
        yield from found if isinstance(found, list) else [found]


def _of(holder: BaseModel, doc: FieldDoc, inventory: Inventory | None) -> Iterator[Any]:
    """The values of one field; for what names a record, the ids of those of one kind."""
    if doc.key.startswith(f"{NAMED_BY}."):
        kind = doc.key.partition(".")[2]
        if inventory is not None and isinstance(holder, Entity):
            found = {r.source for r in inventory.named_by(holder.ref) if r.source.startswith(f"{kind}:")}
            yield from (ref.partition(":")[2] for ref in sorted(found))
        return
    if isinstance(holder, Entity):  # what is named may be of another kind, which has no such key
        own = {**by_key(type(holder)), **_id_of(holder.spec.key)}.get(doc.key)
        if own is None:
            return
        doc = own
    for _, value in doc.each(holder):
        yield value


def _named(value: Any, refs: Ref, inventory: Inventory | None) -> Entity | None:
    if inventory is None:
        return None
    return inventory.find(str(value) if len(refs.kinds) > 1 else f"{refs.kinds[0]}:{value}")


__all__ = ["COUNT", "NAMED_BY", "Field", "find_field", "main"]
