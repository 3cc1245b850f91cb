"""What is wrong with a value, in plain words: the model's refusals as diagnostics."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from stackbook.diagnostics import Check, Diagnostic, Location
from stackbook.fields import FieldDoc, Shape, by_key, fields_of
from stackbook.inventory import checks
from stackbook.inventory.words import did_you_mean, nearest, one_of, sentence, shown
from stackbook.model.base import Entity
from stackbook.model.vocabulary import Vocabularies
from stackbook.source import Mapping, Node, Scalar, Sequence
from stackbook.source.checks import COLON, NO_SPACE
from stackbook.source.nodes import find, location_of

Path = tuple[str | int, ...]

_NUMBERS = (Shape.WHOLE, Shape.NUMBER)
_EXAMPLES = {
    Shape.PLACE: "DE, EU",
    Shape.COUNTRY: "DE, FR",
    Shape.DATA_CATEGORY: "user.contact.email",
    Shape.DATA_USE: "marketing.communications.email",
    Shape.DATA_SUBJECT: "customer, prospect",
}
_TAXONOMY = {
    Shape.DATA_CATEGORY: "they are fideslang's data categories",
    Shape.DATA_USE: "they are fideslang's data uses",
    Shape.DATA_SUBJECT: "they are fideslang's data subjects",
}
_SIMPLE_LIST = re.compile(r"[\w .@/+-]+(, *[\w .@/+-]+)*")


@dataclass(slots=True)
class Subject:
    """The entity that is being checked.

    Args:
        kind: its class.
        ref: ``kind:id``.
        path: its file.
        node: its keys and values.
        vocabularies: the organisation's words.
        lenient: the organisation's own words could not be read, so that a word may be one of them.
        misspelt: keys that are there under another name: path of their group and key.
        silenced: top-level keys whose mistake is not worth a diagnostic of its own.
    """

    kind: type[Entity]
    ref: str
    path: str
    node: Mapping
    vocabularies: Vocabularies
    lenient: bool = False
    misspelt: set[tuple[Path, str]] = field(default_factory=set)
    silenced: set[str] = field(default_factory=set)


def explain(subject: Subject, errors: list[ErrorDetails]) -> list[Diagnostic]:
    """The diagnostics for what pydantic refused: unknown keys first, since one may explain a missing key."""
    unknown = [_path(e) for e in errors if e["type"] == "extra_forbidden"]
    found = [unknown_key(subject, path, _doc_at(subject.kind, path)[1]) for path in unknown]
    others = (_problem(subject, e) for e in errors if e["type"] != "extra_forbidden")
    return [*found, *(problem for problem in others if problem)]


def _path(error: ErrorDetails) -> Path:
    return tuple(step for step in error["loc"] if not (isinstance(step, str) and step == "[key]"))


def unknown_key(subject: Subject, path: Path, model: type[BaseModel]) -> Diagnostic:
    """The diagnostic about a key that its group does not know."""
    key = str(path[-1])
    parent, _ = find(subject.node, path[:-1])
    written = parent.keys.get(key) if isinstance(parent, Mapping) else None
    place = location_of(subject.path, written or parent)
    allowed = [doc.key for doc in fields_of(model)]
    before, colon, _ = key.partition(":")
    if colon and before in allowed and written is not None:
        subject.misspelt.add((path[:-1], before))
        place = Location(subject.path, place.line, place.column + len(before))
        top = str((*path[:-1], before)[0])
        return NO_SPACE.at(place, "there is no space after this colon", entity=subject.ref, field=top)
    guess = _guess_key(key, allowed, parent)
    help = _below(key, model, parent)
    about = str(path[0])
    if guess and not help:
        subject.misspelt.add((path[:-1], guess))
        about = about if len(path) > 1 else guess
    help = help or sentence(
        f"did you mean `{guess}`?" if guess else "", f"allowed here: {one_of(allowed, 8 if guess else 60)}"
    )
    return checks.UNKNOWN_KEY.at(
        place,
        f"`{shown(key)}` is not a key of {_called(model)}",
        sentence(help, _own_keys(key, len(path) > 1)),
        entity=subject.ref,
        field=about,
    )


def _guess_key(key: str, allowed: list[str], parent: Node) -> str:
    """The known key that was probably meant, and is not there already; or ""."""
    guess = nearest(key, allowed)
    there = isinstance(parent, Mapping) and guess in parent.values
    return guess if guess and not there else ""


def _own_keys(key: str, nested: bool) -> str:
    if key.startswith("x-"):
        return "keys that begin with `x-` stand at the beginning of a line, not inside a group"
    if nested:
        return ""
    if key.startswith(("x_", "X-")) and len(key) > 2:
        return f"a key of your own begins with `x-`: `x-{shown(key[2:])}`"
    return "a key of your own begins with `x-`"


def _below(key: str, model: type[BaseModel], parent: Node) -> str:
    """The advice to indent a key that belongs to a group above it, or ""."""
    holders = [doc for doc in fields_of(model) if doc.part and not doc.mapping and key in by_key(doc.part)]
    if not holders or not isinstance(parent, Mapping):
        return ""
    docs = by_key(model)
    keys = list(parent.values)
    for previous in reversed(keys[: keys.index(key)] if key in keys else keys):
        if previous in {doc.key for doc in holders}:
            return f"does it belong to `{previous}`? Then indent this line by two spaces"
        if previous in docs:
            break
    return f"it belongs below `{holders[0].key}:`, indented by two spaces" if len(holders) == 1 else ""


def _called(model: type[BaseModel]) -> str:
    if issubclass(model, Entity):
        name = model.spec.singular.lower()
        return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
    return "this group"


def _problem(subject: Subject, error: ErrorDetails) -> Diagnostic | None:
    """One pydantic error in words; None when it says nothing new."""
    path = _path(error)
    doc, _ = _doc_at(subject.kind, path)
    kind = error["type"]
    node, key = find(subject.node, path)
    name = _name(path)
    top = str(path[0]) if path else ""

    def at(check: Check, place: Location, message: str, help: str = "") -> Diagnostic:
        return check.at(place, message, help, entity=subject.ref, field=top)

    if kind == "missing":
        if (path[:-1], str(path[-1])) in subject.misspelt:
            return None
        return at(checks.MISSING, _missing_place(subject, path), f"`{name}` is missing", _missing_help(subject, doc))
    place = _place(subject, node, key)
    given = error.get("input")
    wanted = _wanted(subject, doc, path, node)
    if given is None:
        return at(checks.WRONG_TYPE, place, f"`{name}` cannot be empty", wanted)
    if slip := _slip(subject, doc, path, node):
        check, place, message = slip
        return at(check, place, message)
    if kind == "unknown_value":
        if subject.lenient and _extensible(subject, doc):
            subject.silenced.add(top)
            return None
        return at(checks.UNKNOWN_VALUE, place, *_unknown_value(subject, doc, error, name, given))
    if "help" in error.get("ctx", {}) and isinstance(node, Scalar):
        return at(checks.WRONG_VALUE, place, *_refused(error, name, given, doc))
    return _plain_problem(at, place, name, error, wanted, given, node)


def _place(subject: Subject, node: Node, key: Scalar | None) -> Location:
    """The value's place; its key's when the value is not to be seen or goes over lines."""
    hidden = isinstance(node, Scalar) and node.is_null and not node.text
    if key is not None and (hidden or not isinstance(node, Scalar)):
        return location_of(subject.path, key)
    return location_of(subject.path, node)


def _slip(subject: Subject, doc: FieldDoc | None, path: Path, node: Node) -> tuple[Check, Location, str] | None:
    """A colon that made a group of a text, or, lacking its space, a text of a group."""
    if doc is None:
        return None
    if isinstance(node, Scalar) and (tight := _tight(subject, doc, node)):
        return NO_SPACE, tight, "there is no space after this colon"
    if isinstance(node, Mapping) and not doc.part and isinstance(path[-1], int) and _one_text(node):
        return COLON, location_of(subject.path, node), "this text holds a colon and has no quotes"
    return None


def _refused(error: ErrorDetails, name: str, given: object, doc: FieldDoc | None) -> tuple[str, str]:
    """The words of one of our own types, and the key they are about."""
    message = str(error.get("ctx", {}).get("message", error["msg"]))
    help = str(error["ctx"]["help"])
    if given == "null" and doc and doc.allows_null:
        help = "write `null` without quotes if nobody knows"
    return f"{message} (`{name}`)", sentence(help)


def _plain_problem(
    at: Callable[[Check, Location, str, str], Diagnostic],
    place: Location,
    name: str,
    error: ErrorDetails,
    wanted: str,
    given: object,
    node: Node,
) -> Diagnostic:
    """What pydantic itself refuses: lengths, bounds, sorts."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "string_too_long":
        message = f"`{name}` is longer than {context['max_length']:,} characters"
        return at(checks.WRONG_VALUE, place, message, "Shorten it; details belong into `notes`.")
    if kind == "string_too_short":
        return at(checks.WRONG_VALUE, place, f"`{name}` is empty", wanted)
    if kind.startswith(("greater_than", "less_than")):
        edge = next((f"at {w} {context[k]:,g}" for k, w in (("ge", "least"), ("le", "most")) if k in context), "")
        help = wanted if "from" in wanted or not edge else f"Write a number of {edge}."
        return at(checks.WRONG_VALUE, place, f"`{name}` cannot be {shown(given)}", help)
    return at(checks.WRONG_TYPE, place, f"`{name}` is {_sort(given, node)}", wanted)


def _tight(subject: Subject, doc: FieldDoc, node: Scalar) -> Location | None:
    """The colon of ``phase:plan``, written where a group is wanted."""
    key, colon, _ = node.text.partition(":")
    if not doc.part or not node.plain or not colon or key not in by_key(doc.part):
        return None
    return Location(subject.path, node.line + 1, node.column + len(key) + 1)


def _one_text(node: Mapping) -> bool:
    """Whether it is one line, as ``AWS: hosting``, which was probably meant to be text."""
    if len(node.values) != 1:
        return False
    ((key, value),) = zip(node.keys.values(), node.values.values(), strict=True)
    return isinstance(value, Scalar) and bool(value.text) and value.end_line == key.line == node.line


def _extensible(subject: Subject, doc: FieldDoc | None) -> bool:
    return bool(doc and doc.vocabulary and subject.vocabularies[doc.vocabulary].extensible)


def _unknown_value(
    subject: Subject, doc: FieldDoc | None, error: ErrorDetails, name: str, given: object
) -> tuple[str, str]:
    context = error.get("ctx", {})
    message = f"`{shown(given)}` is not a value of `{name}`"
    if "known" in context:
        allowed = list(context["known"])
        guess = did_you_mean(str(given), allowed)
        source = _TAXONOMY.get(doc.shape, "") if doc else ""
        return message, sentence(guess, f"allowed are {one_of(allowed, 8 if guess else 24)}", source)
    vocabulary = subject.vocabularies[str(context["vocabulary"])]
    own = f"your own words go under `vocabulary: {vocabulary.name}` in `stack.yml`" if vocabulary.extensible else ""
    allowed = [key for key, value in vocabulary.values.items() if not value.deprecated]
    labels = {value.label.casefold(): key for key, value in vocabulary.values.items()}
    by_label = labels.get(str(given).casefold().strip())
    by_label = by_label or {"true": "yes", "false": "no"}.get(str(given).casefold(), "")
    meant = by_label if by_label in vocabulary else ""
    guess = f"did you mean `{meant}`?" if meant else did_you_mean(str(given), allowed)
    return message, sentence(guess, f"allowed are {one_of(allowed, 8 if guess else 60)}", own)


def _missing_place(subject: Subject, path: Path) -> Location:
    parent, key = find(subject.node, path[:-1])
    if isinstance(parent, Mapping) and len(path) > 1 and parent.keys:
        return location_of(subject.path, next(iter(parent.keys.values())))
    if key is not None and len(path) > 1:
        return location_of(subject.path, key)
    first = next(iter(subject.node.keys.values()), None)
    return location_of(subject.path, first or subject.node)


def _missing_help(subject: Subject, doc: FieldDoc | None) -> str:
    if doc is None:
        return ""
    allowed = ""
    if doc.vocabulary:
        allowed = f"allowed are {one_of(subject.vocabularies[doc.vocabulary].values, 20)}"
    unknown = "write `null` if you have asked and nobody knows" if doc.nullable else ""
    return sentence(doc.help.split("\n")[0].rstrip("."), allowed, unknown)


def _wanted(subject: Subject, doc: FieldDoc | None, path: Path, node: Node) -> str:
    """What to write instead."""
    if doc is None:
        return ""
    entry = bool(path) and isinstance(path[-1], int)
    given = node.text.strip() if isinstance(node, Scalar) else ""
    if doc.part:
        return f"Write {doc.type_in_words}." if doc.mapping and len(path) == 1 else _wanted_group(doc, entry, given)
    if doc.mapping:
        return f"Write {doc.type_in_words}."
    if doc.many and not entry:
        return f"Write {doc.type_in_words}{_list_example(subject, doc, given)}."
    if doc.vocabulary:
        return f"Write one of {one_of(subject.vocabularies[doc.vocabulary].values, 60)}."
    meant = _meant_number(given)
    if doc.shape in _NUMBERS and meant and not node_is_number(given):
        return f"Write {doc.type_in_words} in digits only, as in `{meant}`."
    if entry:
        words = doc.type_in_words.removeprefix("a list of ").removeprefix("a list, each ")
        return f"Each entry is {words.removesuffix('s') if words == 'texts' else words}."
    return f"Write {doc.type_in_words}."


def _meant_number(given: str) -> str:
    """The number in a text such as ``40 %``, ``1,500 EUR`` or ``3,5``; "" when there is none."""
    found = re.search(r"\d[\d.,' ]*", given)
    if not found:
        return ""
    text = found[0].rstrip(".,' ").replace("'", "").replace(" ", "")
    if re.fullmatch(r"\d+,\d{1,2}", text):  # a comma before one or two digits is a decimal point
        return text.replace(",", ".")[:12]
    return text.replace(",", "")[:12] if re.fullmatch(r"[\d,]+(\.\d+)?", text) else re.sub(r"\D", "", text)[:9]


def node_is_number(text: str) -> bool:
    """Whether a text is a number as YAML writes it."""
    return bool(re.fullmatch(r"[-+]?\d+(\.\d+)?", text))


def _list_example(subject: Subject, doc: FieldDoc, given: str) -> str:
    if given.startswith("-"):
        return ": a dash, a space and the entry, one a line"
    example = _EXAMPLES.get(doc.shape, "")
    if doc.vocabulary:
        example = ", ".join(list(subject.vocabularies[doc.vocabulary].values)[:2])
    elif doc.refs:
        example = "first-id, second-id" if len(doc.refs.kinds) == 1 else ", ".join(f"{k}:id" for k in doc.refs.kinds)
    elif not example:
        example = given if len(given) < 60 and _SIMPLE_LIST.fullmatch(given) else "one, two"
    return f", as in `{doc.key}: [{example}]`"


def _wanted_group(doc: FieldDoc, entry: bool, given: str) -> str:
    keys = [inner.key for inner in doc.inner]
    needed = [inner.key for inner in doc.inner if inner.required]
    if not entry and not doc.many:
        return f"Write a group of keys, one a line and indented below `{doc.key}:`: {one_of(keys, 8)}."
    if not entry:
        return f"Write a list: each entry begins with `- ` and holds {one_of(keys, 6)}."
    example = f", as in `- {needed[0]}: {shown(given)}`" if len(needed) == 1 and given else ""
    return f"Each entry is a group of keys{example}: {one_of(keys, 8)}."


def _sort(given: object, node: Node) -> str:
    if isinstance(node, Mapping):
        return "a group of keys here"
    if isinstance(node, Sequence):
        return "a list here"
    return f"`{shown(given)}` here"


def _name(path: Path) -> str:
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts[-1:] = [f"{parts[-1]}[{step + 1}]"] if parts else [str(step + 1)]
        else:
            parts.append(shown(step))
    return ".".join(parts)


def _doc_at(kind: type[Entity], path: Path) -> tuple[FieldDoc | None, type[BaseModel]]:
    """The field a path ends at, and the class that a key at its end would belong to."""
    model: type[BaseModel] = kind
    owner: type[BaseModel] = kind
    doc: FieldDoc | None = None
    for step in path:
        if isinstance(step, str) and (found := by_key(model).get(step)):
            doc, owner = found, model
            model = found.part or model
        elif isinstance(step, str) and not (doc and doc.mapping and doc.part is None):
            owner = model
    return doc, owner
