"""The field reference and the word lists, as Markdown pages for people who write YAML.

Both are generated, so they always say what the check says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version

from stackbook.fields import FieldDoc, describe
from stackbook.model.types import data_categories, data_subjects, data_uses, retired_words
from stackbook.model.vocab import BUILT_IN
from stackbook.model.vocabulary import Vocabularies, Vocabulary

WORDS_PAGE = "words.md"
"""Where the page of `vocabulary_reference` is expected, seen from the pages of `field_reference`."""


def field_reference(kind: str, vocabularies: Vocabularies = BUILT_IN, words_page: str = WORDS_PAGE) -> str:
    """One page about everything that can be written for a kind.

    Args:
        kind: its key.
        vocabularies: the words that may be used.
        words_page: address of the page made by `vocabulary_reference`, seen from this one.

    Raises:
        KeyError: there is no such kind.
    """
    doc = describe(kind)
    place = f"stack/{doc.spec.folder}/the-id.yml" if doc.spec.folder else "stack/stack.yml"
    out = [f"# {doc.spec.singular}", "", _escape(doc.help), "", f"One file for each: `{place}`.", ""]
    if not doc.spec.folder:
        out[-2] = f"There is one file: `{place}`."
    out += [
        "Only the keys marked **required** have to be there. Leave out what nobody has asked yet.",
        "Write `null` for what was asked and is not known. Keys marked *internal* are left out of a public site.",
        f"Keys with points count for how complete a record is: {sum(one.weight for one in doc.fields)} in all.",
        "",
    ]
    for title, fields in doc.sections:
        out += [f"## {_escape(title)}", "", *_table(fields, vocabularies, points=True), ""]
        for one in fields:
            out += _part(one, (one.key,), vocabularies)
    lists = sorted(_vocabularies_of(doc.fields))
    if lists:
        out += ["## Words", "", f"All lists are on the [page of words]({words_page}).", ""]
        for name in lists:
            out += [f"### {_escape(vocabularies[name].title)}", "", *_words(vocabularies[name]), ""]
    return "\n".join(out).rstrip() + "\n"


def vocabulary_reference(vocabularies: Vocabularies = BUILT_IN) -> str:
    """One page with every list of words."""
    out = [
        "# Words",
        "",
        "Some keys take only words of a list. Where a list can be extended,",
        "add words of your own under `vocabulary` in `stack/stack.yml`.",
        "",
    ]
    for name in sorted(vocabularies.by_name):
        one = vocabularies[name]
        own = f"You can add words of your own under `{name}`." if one.extensible else "The list is fixed."
        out += [f"## {_escape(one.title)}", "", f"Source: {_escape(one.source)}. {own}", "", *_words(one), ""]
    for title, words in _TAXONOMIES:
        source = f"Source: fideslang {version('fideslang')} by Ethyca (CC BY 4.0). The list is fixed."
        out += [f"## {title}", "", source, "", *_taxonomy(words()), ""]
    return "\n".join(out).rstrip() + "\n"


_TAXONOMIES: tuple[tuple[str, Callable[[], Mapping[str, tuple[str, str]]]], ...] = (
    ("Data categories", data_categories),
    ("Data uses", data_uses),
    ("Data subjects", data_subjects),
)


def _taxonomy(words: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    """Words of fideslang with name and meaning; those that are no longer used name their successor."""
    yield from ("| Word | Name | Meaning |", "| --- | --- | --- |")
    for key, (name, meaning) in words.items():
        yield f"| `{key}` | {_escape(name)} | {_escape(' '.join(meaning.split()))} |"
    for old, new in retired_words().items():
        if new in words:
            yield f"| `{old}` | | *Outdated.* Use `{new}`. |"


def _table(fields: tuple[FieldDoc, ...], vocabularies: Vocabularies, points: bool = False) -> Iterator[str]:
    yield "| Key | What it is | What to write | Who answers |" + (" Points |" if points else "")
    yield "| --- | --- | --- | --- |" + (" --- |" if points else "")
    for doc in fields:
        meaning = [_escape(" ".join(doc.help.split()))]
        if doc.required:
            meaning.insert(0, "**Required.**")
        if doc.internal:
            meaning.append("*Internal.*")
        write = _escape(doc.type_in_words)
        if doc.vocabulary:
            write = f"{'a list, each ' if doc.many else ''}a word of *{_escape(vocabularies[doc.vocabulary].title)}*"
        if doc.default not in (None, "", False):
            write += f"; `{doc.default}` when left out"
        cells = [f"`{doc.key}`", " ".join(meaning), write, doc.side.label if doc.side else ""]
        if points:
            cells.append(str(doc.weight or ""))
        yield f"| {' | '.join(cells)} |"


def _part(doc: FieldDoc, path: tuple[str, ...], vocabularies: Vocabularies) -> Iterator[str]:
    if not doc.part:
        return
    dots = " / ".join(f"`{key}`" for key in path)
    yield from (f"### {dots}", "", _escape(" ".join(doc.help.split())), "", *_table(doc.inner, vocabularies), "")
    for one in doc.inner:
        yield from _part(one, (*path, one.key), vocabularies)


def _vocabularies_of(fields: tuple[FieldDoc, ...]) -> set[str]:
    return {name for doc in fields for name in ({doc.vocabulary} - {None} | _vocabularies_of(doc.inner)) if name}


def _words(vocabulary: Vocabulary) -> Iterator[str]:
    grouped = any(value.group for value in vocabulary.values.values())
    yield "| Word | Label | Meaning |" + (" Group |" if grouped else "")
    yield "| --- | --- | --- |" + (" --- |" if grouped else "")
    for key, value in vocabulary.values.items():
        meaning = _escape(value.description)
        if value.replaced_by or value.deprecated:
            instead = f" Use `{value.replaced_by}`." if value.replaced_by else ""
            meaning = f"*Outdated.*{instead} {meaning}".strip()
        group = f" {_escape(value.group)} |" if grouped else ""
        yield f"| `{key}` | {_escape(value.label)} | {meaning} |{group}"


def _escape(text: str) -> str:
    """Text for a Markdown table or heading; `code` in backticks stays code."""
    pieces = re.split(r"(`[^`]*`)", text)
    return "".join(
        piece.replace("|", "\\|") if piece.startswith("`") and len(piece) > 1 else _escape_words(piece)
        for piece in pieces
    )


def _escape_words(text: str) -> str:
    return re.sub(r"[\\*_{}\[\]#|`]", r"\\\g<0>", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
