"""``stack.yml``: the organisation, and the words it adds to the vocabularies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from stackbook.diagnostics import Diagnostic, Location, Related
from stackbook.inventory import checks
from stackbook.inventory.core import Origin
from stackbook.inventory.entries import not_a_group
from stackbook.inventory.validate import validate
from stackbook.inventory.words import did_you_mean, one_of, sentence, shown
from stackbook.model.organisation import ExtraValue, Organisation
from stackbook.model.types import make_id
from stackbook.model.vocab import BUILT_IN
from stackbook.model.vocabulary import Value, Vocabularies, Vocabulary
from stackbook.source import Mapping, Node, SourceFile
from stackbook.source.nodes import location_of

STEM = "stack"
"""The file's name without its ending."""

REF = f"organisation:{STEM}"

_WORD = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")


@dataclass(slots=True)
class ReadOrganisation:
    """What came of ``stack.yml``.

    Args:
        organisation: as written, or an empty one.
        origin: its place; None when it could not be used.
        vocabularies: the built-in words and its own.
        words_known: its own words could be read, so that no other word can be one of them.
        diagnostics: what is wrong with it.
    """

    organisation: Organisation
    origin: Origin | None = None
    vocabularies: Vocabularies = BUILT_IN
    words_known: bool = False
    diagnostics: list[Diagnostic] = field(default_factory=list)


def read_organisation(files: list[SourceFile], shown_as: str) -> ReadOrganisation:
    """Find and check ``stack.yml``.

    Args:
        files: all files of the stack.
        shown_as: what stands for its folder in paths.
    """
    read = ReadOrganisation(Organisation(id=STEM, name="Your organisation"))
    here = sorted((f for f in files if is_organisation(f)), key=lambda f: not f.path.endswith(f"/{STEM}.yml"))
    if not here:
        help = "Create it with one line: `name: ` and your company's name."
        read.diagnostics.append(checks.NO_STACK.at(Location(shown_as), "there is no `stack.yml` here", help))
        return read
    source, *more = here
    for other in more:
        first = Related(Location(source.path), "the first one is here")
        message = "there already is a file of the organisation"
        read.diagnostics.append(checks.DUPLICATE_ID.at(Location(other.path), message, related=(first,), entity=REF))
    if source.stem != STEM:
        help = "Rename it to `stack.yml`."
        message = f"`{shown(source.stem)}` has capital letters, and `stack` has none"
        read.diagnostics.append(checks.MISPLACED.at(Location(source.path), message, help))
    if source.broken:
        return read
    if not source.documents:
        help = "Write `name: ` and your company's name."
        read.diagnostics.append(checks.MISSING.at(Location(source.path), "`name` is missing", help, entity=REF))
        return read
    _take(source, read)
    return read


def is_organisation(source: SourceFile) -> bool:
    """Whether a file is ``stack.yml``, also with capital letters."""
    return not source.folder and source.stem.casefold() == STEM


def _take(source: SourceFile, read: ReadOrganisation) -> None:
    node, *more = source.documents
    if not isinstance(node, Mapping):
        read.diagnostics.append(not_a_group(source, node))
        return
    for other in more:
        message = "this is a second part, and there is only one organisation"
        help = "Delete the line `---` above, so that all of it is one part."
        read.diagnostics.append(checks.NOT_A_GROUP.at(location_of(source.path, other), message, help))
    read.origin = Origin(source.path, node)
    done = validate(Organisation, STEM, node, source.path, BUILT_IN)
    read.diagnostics.extend(done.diagnostics)
    if not isinstance(done.entity, Organisation):
        return
    read.organisation = done.entity
    read.words_known = not any(d.field == "vocabulary" for d in done.diagnostics)
    read.vocabularies = _extended(read)


def _extended(read: ReadOrganisation) -> Vocabularies:
    """The vocabularies with the organisation's words; what is wrong with those is reported."""
    by_name = dict(BUILT_IN.by_name)
    open_ones = [name for name, v in by_name.items() if v.extensible]
    for name, extra in read.organisation.vocabulary.items():
        if name not in open_ones:
            read.diagnostics.append(_no_vocabulary(read, name, open_ones))
            continue
        mistakes = list(_wrong_words(read, name, by_name[name], extra))
        read.diagnostics.extend(mistakes)
        by_name[name] = _merged(by_name[name], extra)
    return Vocabularies(by_name)


def _no_vocabulary(read: ReadOrganisation, name: str, open_ones: list[str]) -> Diagnostic:
    closed = name in BUILT_IN.by_name
    message = f"the vocabulary `{shown(name)}` {'cannot be extended' if closed else 'does not exist'}"
    guess = "" if closed else did_you_mean(name, open_ones)
    help = sentence(guess, f"these can be extended: {one_of(open_ones, 40)}")
    return checks.UNKNOWN_VOCABULARY.at(_key_place(read.origin, "vocabulary", name), message, help, entity=REF)


def _wrong_words(
    read: ReadOrganisation, name: str, built_in: Vocabulary, extra: tuple[ExtraValue, ...]
) -> Iterator[Diagnostic]:
    known = {*built_in.values, *(one.value for one in extra)}
    seen: set[str] = set()
    for position, one in enumerate(extra):
        at = ("vocabulary", name, position)
        if not _WORD.fullmatch(one.value):
            made = make_id(one.value, "_")
            as_in = f", as in `{made}`" if made else ""
            help = f"Use small letters, digits and underscores{as_in}. `label` is what people read."
            message = f"`{shown(one.value)}` cannot be a word of a vocabulary"
            yield checks.WRONG_VALUE.at(_place(read, *at, "value"), message, help, entity=REF)
        if one.value in seen:
            message = f"the word `{shown(one.value)}` stands twice"
            yield checks.WRONG_VALUE.at(_place(read, *at, "value"), message, "Keep one of the two.", entity=REF)
        seen.add(one.value)
        if one.replaced_by is not None and one.replaced_by not in known - {one.value}:
            message = f"`{shown(one.replaced_by)}` is not a word of `{name}`"
            help = sentence(did_you_mean(one.replaced_by, known - {one.value}), "name the word to use instead")
            yield checks.UNKNOWN_VALUE.at(_place(read, *at, "replaced_by"), message, help, entity=REF)


def _place(read: ReadOrganisation, *keys: str | int) -> Location:
    assert read.origin is not None  # there are words only where there is a file
    return read.origin.at(*keys)


def _merged(vocabulary: Vocabulary, extra: tuple[ExtraValue, ...]) -> Vocabulary:
    """The vocabulary with more words; a word it has keeps what the organisation does not say anew."""
    values = []
    for one in extra:
        old = vocabulary.values.get(one.value)
        label = one.label or (old.label if old else one.value.replace("_", " ").capitalize())
        values.append(Value(one.value, label, one.description or "", one.group or "Other"))
    merged = vocabulary.extended(values)
    outdated = {one.value: one.replaced_by for one in extra if one.replaced_by is not None}
    marked = {
        key: replace(value, replaced_by=outdated[key], deprecated=True) if key in outdated else value
        for key, value in merged.values.items()
    }
    return replace(merged, values=marked)


def _key_place(origin: Origin | None, *keys: str) -> Location:
    """The place of a key, not of its value."""
    assert origin is not None  # there are words only where there is a file
    node: Node | None = origin.node
    for key in keys[:-1]:
        node = node.values.get(key) if isinstance(node, Mapping) else None
    if isinstance(node, Mapping) and keys[-1] in node.keys:
        return location_of(origin.path, node.keys[keys[-1]])
    return origin.at(*keys)
