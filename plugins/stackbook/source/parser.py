"""YAML text to node trees: libyaml's events, and a builder of our own.

The events keep exact places and show duplicate keys; scalars stay the text that was
typed, since only the model knows what they should be (YAML 1.2: ``no`` is a word).
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from stackbook.diagnostics import Diagnostic, Location, Related
from stackbook.source import checks
from stackbook.source.mistakes import explain
from stackbook.source.nodes import Mapping, Node, Scalar, Sequence, location_of

MAX_DEPTH = 40
"""Deepest nesting of lists and groups."""

MAX_NODES = 200_000
"""Most nodes of a document with every alias written out."""

_KEY_LINE = re.compile(r"\s*(?:- )?[A-Za-z_][\w-]*:(?:\s|$)")
_TIGHT_KEY_LINE = re.compile(r"\s*[a-z_]{2,}:(?!//)\S")
_KNOWN_TAGS = frozenset(f"tag:yaml.org,2002:{t}" for t in ("str", "int", "float", "bool", "null", "seq", "map"))
_PARSER = getattr(yaml, "CParser", None)


class _Stop(Exception):
    """The document cannot be used; the diagnostic says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic


def parse(text: str, path: str) -> tuple[list[Node], list[Diagnostic], bool]:
    """Parse all documents of a file.

    Args:
        text: decoded, without byte-order mark and control characters.
        path: for diagnostics.

    Returns:
        The top node of each document that holds something, the diagnostics, and
        whether the file is broken (then the documents before the mistake are given).
    """
    builder = _Builder(text, path)
    try:
        builder.run()
    except yaml.YAMLError as error:
        builder.diagnostics.append(explain(error, text, path, builder.long_quotes))
    except _Stop as stop:
        builder.diagnostics.append(stop.diagnostic)
    else:
        builder.report_swallowed()
        return builder.documents, builder.diagnostics, False
    return builder.documents, builder.diagnostics, True


class _Builder:
    """One run over one file."""

    def __init__(self, text: str, path: str) -> None:
        self.text, self.path = text, path
        self.documents: list[Node] = []
        self.diagnostics: list[Diagnostic] = []
        self.long_quotes: list[Scalar] = []
        self.anchors: dict[str, Node | None] = {}
        self.stack: list[Mapping | Sequence] = []
        self.pending: list[Scalar | None] = []
        self.names: list[str | None] = []

    def run(self) -> None:
        """Take event after event.

        Raises:
            yaml.YAMLError: the text is no YAML.
            _Stop: it is, and must not be used.
        """
        parser = _PARSER(self.text) if _PARSER else yaml.Loader(self.text)
        take = parser.get_event
        while True:
            event = take()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self.scalar(event)
            elif kind is yaml.MappingStartEvent:
                self.open(event, Mapping(event.start_mark.line, event.start_mark.column))
            elif kind is yaml.SequenceStartEvent:
                self.open(event, Sequence(event.start_mark.line, event.start_mark.column))
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self.close()
            elif kind is yaml.AliasEvent:
                self.alias(event)
            elif kind is yaml.DocumentStartEvent:
                self.anchors.clear()
            elif kind is yaml.StreamEndEvent:
                return

    def scalar(self, event: Any) -> None:
        """A text."""
        start, end = event.start_mark, event.end_mark
        plain = event.style is None and event.tag != "tag:yaml.org,2002:str"
        node = Scalar(event.value, plain, start.line, start.column, end.line, end.column)
        if end.line > start.line and event.style not in ("|", ">"):
            self.long_quotes.append(node)
        self.check_tag(event, node)
        if event.anchor:
            self.anchors[event.anchor] = node
        self.add(node)

    def open(self, event: Any, node: Mapping | Sequence) -> None:
        """The start of a list or group."""
        if len(self.stack) >= MAX_DEPTH:
            raise _Stop(
                checks.DEPTH.at(location_of(self.path, node), f"this is nested more than {MAX_DEPTH} levels deep")
            )
        self.check_tag(event, node)
        if event.anchor:
            self.anchors[event.anchor] = None  # known, and not to be used before it is complete
        self.stack.append(node)
        self.pending.append(None)
        self.names.append(event.anchor)

    def close(self) -> None:
        """The end of a list or group."""
        node = self.stack.pop()
        self.pending.pop()
        anchor = self.names.pop()
        if anchor:
            self.anchors[anchor] = node
        self.add(node)

    def alias(self, event: Any) -> None:
        """``*name``: the same node again."""
        mark = event.start_mark
        place = Location(self.path, mark.line + 1, mark.column + 1, len(event.anchor) + 1)
        if event.anchor not in self.anchors:
            raise _Stop(checks.ALIAS.at(place, f"`*{event.anchor[:60]}` refers to an anchor that is not there"))
        node = self.anchors[event.anchor]
        if node is None:
            raise _Stop(checks.BOMB.at(place, f"`*{event.anchor[:60]}` contains itself"))
        self.add(node, place)

    def check_tag(self, event: Any, node: Node) -> None:
        """Refuse tags: they are never followed."""
        if event.tag and event.tag not in _KNOWN_TAGS and event.tag != "!":
            shown = event.tag.replace("tag:yaml.org,2002:", "!!")[:60]
            self.diagnostics.append(
                checks.TAG.at(location_of(self.path, node), f"`{shown}` is a tag, and Stackbook does not follow tags")
            )

    def add(self, node: Node, alias_at: Location | None = None) -> None:
        """Put a complete node where it belongs."""
        if not self.stack:
            if not (isinstance(node, Scalar) and node.is_null):
                self.documents.append(node)
            return
        parent = self.stack[-1]
        parent.size += node.size
        if parent.size > MAX_NODES:
            place = alias_at or location_of(self.path, node)
            raise _Stop(
                checks.BOMB.at(place, f"with all aliases written out this holds more than {MAX_NODES:,} values")
            )
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key = self.pending[-1]
        if key is not None:
            self.pending[-1] = None
            self.entry(parent, key, node)
        elif isinstance(node, Scalar):
            self.pending[-1] = node
        else:
            self.diagnostics.append(
                checks.KEY.at(location_of(self.path, node), "this is used as a key, and is not a word")
            )
            self.pending[-1] = Scalar("", False, node.line, node.column, node.line, node.column + 1)

    def entry(self, parent: Mapping, key: Scalar, value: Node) -> None:
        """A key with its value."""
        if key.text == "<<" and key.plain:
            self.merge(parent, value)
        elif key.text in parent.values and parent.keys[key.text].line >= 0:
            first = location_of(self.path, parent.keys[key.text])
            self.diagnostics.append(
                checks.DUPLICATE.at(
                    location_of(self.path, key),
                    f"the key `{key.text[:60]}` stands twice",
                    related=(Related(first, "the first one is here"),),
                )
            )
        else:
            parent.keys[key.text], parent.values[key.text] = key, value

    def merge(self, parent: Mapping, value: Node) -> None:
        """``<<: *defaults``: keys that are not there yet."""
        for one in value.items if isinstance(value, Sequence) else [value]:
            if isinstance(one, Mapping):
                for name, inner in one.values.items():
                    if name not in parent.values:
                        parent.keys[name], parent.values[name] = one.keys[name], inner

    def report_swallowed(self) -> None:
        """Texts over several lines that hold what looks like keys."""
        if not self.long_quotes:
            return
        lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", self.text)
        for scalar in self.long_quotes:
            pattern = _TIGHT_KEY_LINE if scalar.plain else _KEY_LINE
            inside = range(scalar.line + 1, min(scalar.end_line + 1, len(lines)))
            hit = next((n for n in inside if pattern.match(lines[n])), None)
            if hit is not None:
                name = lines[hit].strip().removeprefix("- ").partition(":")[0]
                self.diagnostics.append(
                    checks.SWALLOWED.at(
                        Location(self.path, scalar.line + 1, scalar.column + 1),
                        f"the text that begins here goes on for {scalar.end_line - scalar.line + 1} lines and takes in `{name[:60]}:`",
                        related=(Related(Location(self.path, hit + 1, 1), "this line is part of the text"),),
                    )
                )
