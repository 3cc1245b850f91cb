"""The data of the explorer: one script that sets one global, so that a page opened from a folder can load it too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from stackbook.exchange.api import Artifact
from stackbook.model import KINDS
from stackbook.model.vocabulary import Vocabularies
from stackbook.views.explorer import KINDS_SHOWN, Explorer, Thing, Tie
from stackbook.views.scene import UNSORTED

PATH = "explorer/data.js"
NAME = "stackbookExplorer"
"""The global that the script sets."""

MOST_NAME, MOST_ABOUT = 160, 240
"""Longer names and descriptions are cut: the map shows a line, the page shows all."""

TIES = ("flow", "holds", "makes", "owns")
_VOCABULARIES = {
    "phase": "lifecycle_phase",
    "class": "classification",
    "pattern": "pattern",
    "status": "integration_status",
}


def explorer_file(
    seen: Explorer,
    places: Sequence[tuple[int, int]],
    words: Vocabularies,
    *,
    directories: bool = True,
    around: frozenset[str] = frozenset(),
) -> Artifact:
    """The data of the explorer, column by column.

    Args:
        seen: what an audience may see of the graph.
        places: where each of its things stands.
        words: the organisation's words.
        directories: addresses end in ``/`` instead of ``.html``.
        around: ``kind:id`` of the things whose neighbourhood has a page of its own, ``tools/braze/around``.
    """
    at = {thing.ref: position for position, thing in enumerate(seen.things)}
    phases, classes = _used(seen.things, "phase"), _used(seen.things, "approved") | _used(seen.things, "classes")
    patterns, statuses = _used(seen.ties, "pattern"), _used(seen.ties, "status")
    lists = {
        "category": _categories(words, _used(seen.things, "category")),
        **{
            name: _words(words, vocabulary, used)
            for (name, vocabulary), used in zip(
                _VOCABULARIES.items(), (phases, classes, patterns, statuses), strict=True
            )
        },
    }
    position = {name: {entry[0]: number for number, entry in enumerate(entries)} for name, entries in lists.items()}
    data = {
        "version": 1,
        "ending": "/" if directories else ".html",
        "kinds": [
            {"key": key, "one": spec.singular, "many": spec.plural, "folder": spec.folder}
            for key in (*KINDS_SHOWN, "integration")
            for spec in (KINDS[key].spec,)
        ],
        "groups": _groups(words),
        "words": lists,
        "things": _things(seen.things, places, position, at, around),
        "ties": _ties(seen.ties, position),
    }
    # Plain ASCII: the page that loads it may be read in any encoding. "<" never begins a tag.
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
    return Artifact(PATH, "text/javascript", f"window.{NAME}={text};\n".encode("ascii"))


def _things(
    things: Sequence[Thing],
    places: Sequence[tuple[int, int]],
    position: dict[str, dict[str, int]],
    at: dict[str, int],
    around: frozenset[str],
) -> dict[str, list[Any]]:
    return {
        "kind": [KINDS_SHOWN.index(thing.kind) for thing in things],
        "id": [thing.ref.partition(":")[2] for thing in things],
        "name": [_cut(thing.name, MOST_NAME) for thing in things],
        "about": [_cut(thing.about, MOST_ABOUT) for thing in things],
        "category": _column(things, position["category"], lambda thing: thing.category),
        "owners": [[at[team] for team in thing.owners if team in at] for thing in things],
        "phase": _column(things, position["phase"], lambda thing: thing.phase),
        "approved": _column(things, position["class"], lambda thing: thing.approved),
        "classes": [[position["class"][key] for key in thing.classes] for thing in things],
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "around": [int(thing.ref in around) for thing in things],
    }


def _ties(ties: Sequence[Tie], position: dict[str, dict[str, int]]) -> dict[str, list[Any]]:
    return {
        "kind": [TIES.index(tie.kind) for tie in ties],
        "from": [tie.source for tie in ties],
        "to": [tie.target for tie in ties],
        "id": [tie.ref.partition(":")[2] for tie in ties],
        "name": [_cut(tie.name, MOST_NAME) for tie in ties],
        "pattern": _column(ties, position["pattern"], lambda tie: tie.pattern),
        "status": _column(ties, position["status"], lambda tie: tie.status),
        "both": [int(tie.two_way) for tie in ties],
        "via": [tie.via for tie in ties],
    }


def _column(rows: Iterable[Any], position: dict[str, int], key: Callable[[Any], str]) -> list[int]:
    """The places of words in their list; -1 where none is recorded."""
    return [position.get(key(row), -1) for row in rows]


def _used(rows: Iterable[Any], attribute: str) -> set[str]:
    found: set[str] = set()
    for row in rows:
        value = getattr(row, attribute)
        found.update((value,) if isinstance(value, str) else value)
    return found - {""}


def _words(words: Vocabularies, name: str, used: set[str]) -> list[list[Any]]:
    """The words in use with their labels, in the order of the vocabulary."""
    vocabulary = words[name]
    return [[key, vocabulary.label(key)] for key in sorted(used, key=lambda key: (vocabulary.position(key), key))]


def _categories(words: Vocabularies, used: set[str]) -> list[list[Any]]:
    """The categories in use with their labels and the number of their group."""
    vocabulary, groups = words["category"], _groups(words)
    found = []
    for key in sorted(used, key=lambda key: (vocabulary.position(key), key)):
        value = vocabulary.values.get(key, UNSORTED)
        label = value.label if key in (value.key, UNSORTED.key) else key
        found.append([key, label, groups.index(value.group)])
    return found


def _groups(words: Vocabularies) -> list[str]:
    """The groups of the taxonomy in its order; their colours follow from it."""
    return list(dict.fromkeys([*(value.group for value in words["category"].values.values()), UNSORTED.group]))


def _cut(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
