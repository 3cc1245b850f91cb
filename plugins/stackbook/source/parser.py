"""YAML text to node trees: libyaml's events, and a builder of our own.

The events keep exact places and show duplicate keys; scalars stay the text that was
typed, since only the model knows what they should be (YAML 1.2: ``no`` is a word).
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

import yaml

from stackbook.diagnostics import Diagnostic, Location, Related
from stackbook.source import checks
from stackbook.source.characters import INVISIBLE, LINE_BREAK, ODD_SPACE
from stackbook.source.mistakes import KEY, ODD_SPACE_HELP, TIGHT_KEY, explain, odd_space
from stackbook.source.nodes import Mapping, Node, Scalar, Sequence, location_of

_Parser: Any
try:
    from yaml._yaml import CParser as _Parser
except ImportError:  # a PyYAML that was built without libyaml: the same events, thirty times slower
    from yaml import Loader as _Parser

MAX_DEPTH = 40
"""Deepest nesting of lists and groups."""

MAX_NODES = 200_000
"""Most nodes of a document with every alias written out."""

_LOST_LINE = re.compile(r"\s*(?:[a-z_]{2,}:(?!//)\S|- \S)")  # in a text without quotes: what was meant to be more
_LOST_TEXT = re.compile(r"\s*#[^\s#!]")
_LOST_HELP = "Give that line as many spaces as the one it belongs to, and a space after its dash or colon."
_LEADING_ODD_SPACE = re.compile(rf"[{ODD_SPACE}]")
_KNOWN_TAGS = frozenset(f"tag:yaml.org,2002:{t}" for t in ("str", "int", "float", "bool", "null", "seq", "map"))


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
        builder.end_of_document()
        builder.report_swallowed()
        builder.report_tight()
    except yaml.YAMLError as error:
        builder.diagnostics.append(explain(error, text, path, builder.long_quotes))
    except _Stop as stop:
        builder.diagnostics.append(stop.diagnostic)
    else:
        return builder.documents, builder.diagnostics, False
    # A text at the top is what was left of a key whose colon or quote went wrong.
    return [d for d in builder.documents if not isinstance(d, Scalar)], builder.diagnostics, True


class _Builder:
    """One run over one file."""

    def __init__(self, text: str, path: str) -> None:
        self.text, self.path = text, path
        self.documents: list[Node] = []
        self.diagnostics: list[Diagnostic] = []
        self.long_quotes: list[Scalar] = []
        self.anchors: dict[str, Node | None] = {}
        self.unused: dict[str, Scalar] = {}
        self.merges: list[list[Node]] = []
        self.aliased = False
        self.stack: list[Mapping | Sequence] = []
        self.pending: list[Scalar | None] = []
        self.names: list[str | None] = []

    @cached_property
    def lines(self) -> list[str]:
        """The file's lines, for the few places that look at them."""
        return LINE_BREAK.split(self.text)

    def run(self) -> None:
        """Take event after event.

        Raises:
            yaml.YAMLError: the text is no YAML.
            _Stop: it is, and must not be used.
        """
        parser = _Parser(self.text)
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
                self.end_of_document()
            elif kind is yaml.StreamEndEvent:
                return

    def scalar(self, event: Any) -> None:
        """A text."""
        start, end = event.start_mark, event.end_mark
        plain = not event.style and event.tag != "tag:yaml.org,2002:str"
        # A long text counts for more than one value, so that aliases cannot make a small file large by length either.
        size = 1 + len(event.value) // 20
        node = Scalar(event.value, plain, start.line, start.column, end.line, end.column, size)
        if end.line > start.line and event.style not in ("|", ">"):
            self.long_quotes.append(node)
        self.check_tag(event, node)
        if event.style == '"' and (bad := INVISIBLE.search(event.value)):
            message = f"an escape in this text stands for an invisible character (U+{ord(bad.group()):04X})"
            self.diagnostics.append(checks.CONTROL.at(location_of(self.path, node), message, "Delete the escape."))
            node.text = INVISIBLE.sub("\ufffd", event.value)
        if event.anchor:
            self.anchors[event.anchor] = node
            self.unused[event.anchor] = node
        self.add(node)

    def end_of_document(self) -> None:
        """Anchors end with their document; one on a text that nothing uses is a text that begins with &."""
        for name, node in self.unused.items():
            message = f"`&{name[:60]}` is left out of this text"
            self.diagnostics.append(checks.ANCHOR.at(location_of(self.path, node), message))
        self.unused.clear()
        self.anchors.clear()

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
        self.merges.append([])

    def close(self) -> None:
        """The end of a list or group."""
        node = self.stack.pop()
        self.pending.pop()
        anchor = self.names.pop()
        for value in self.merges.pop():
            self.merge(node, value)
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
        self.unused.pop(event.anchor, None)
        self.aliased = True
        self.add(node, place)

    def check_tag(self, event: Any, node: Node) -> None:
        """Refuse tags: they are never followed."""
        if event.tag and event.tag not in _KNOWN_TAGS:
            shown = event.tag.replace("tag:yaml.org,2002:", "!!")[:60]
            raise _Stop(
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
        if parent.depth <= node.depth:
            parent.depth = node.depth + 1
        if self.aliased:
            self.check_size(parent, node, alias_at)
        if isinstance(parent, Sequence):
            self.check_comment(node, node.column)
            parent.items.append(node)
            return
        key = self.pending[-1]
        if key is not None:
            self.pending[-1] = None
            self.entry(parent, key, node)
        elif isinstance(node, Scalar):
            self.pending[-1] = node
        else:
            raise _Stop(self.key_is_no_word(node))

    def check_size(self, parent: Mapping | Sequence, node: Node, alias_at: Location | None) -> None:
        """Stop when aliases make a small file large or deep."""
        place = alias_at or location_of(self.path, node)
        if parent.size > MAX_NODES:
            message = f"with all aliases written out this holds more than {MAX_NODES:,} values"
            raise _Stop(checks.BOMB.at(place, message))
        if len(self.stack) + node.depth > MAX_DEPTH:
            raise _Stop(checks.DEPTH.at(place, f"this is nested more than {MAX_DEPTH} levels deep"))

    def key_is_no_word(self, node: Node) -> Diagnostic:
        """The diagnostic about a list or group where a key is wanted; two curly brackets make one."""
        line = self.lines[node.line]
        if line[node.column - 1 : node.column + 1] == "{{":
            place = Location(self.path, node.line + 1, node.column, 2)
            return checks.SPECIAL.at(place, "a text cannot begin with `{{`")
        return checks.KEY.at(location_of(self.path, node), "this is used as a key, and is not a word")

    def check_comment(self, value: Node, column: int) -> None:
        """Warn where a value is empty because its text begins with a #."""
        if not isinstance(value, Scalar) or value.text or not value.plain or value.line >= len(self.lines):
            return
        line = self.lines[value.line]
        lost = _LOST_TEXT.match(line, column)
        if lost:
            place = Location(self.path, value.line + 1, lost.end() - 1, len(line.rstrip()) - lost.end() + 2)
            self.diagnostics.append(checks.COMMENT.at(place, "this is read as a comment, so the value is empty"))

    def entry(self, parent: Mapping, key: Scalar, value: Node) -> None:
        """A key with its value."""
        if isinstance(value, Scalar) and not value.text and value.line == key.end_line:
            self.check_comment(value, max(value.column, key.end_column + 1))
        if key.text == "<<" and key.plain:
            self.merges[-1].append(value)
            self.check_merge(key, value)
        elif key.text in parent.values:
            first = location_of(self.path, parent.keys[key.text])
            self.diagnostics.append(
                checks.DUPLICATE.at(
                    location_of(self.path, key),
                    f"the key `{key.text[:60]}` stands twice",
                    related=(Related(first, "the first one is here"),),
                )
            )
        elif not key.text:
            self.diagnostics.append(checks.KEY.at(location_of(self.path, key), "there is no key here"))
        elif odd := _LEADING_ODD_SPACE.match(key.text):
            place = Location(self.path, key.line + 1, key.column + 1)
            raise _Stop(checks.CONTROL.at(place, odd_space(odd.group()), ODD_SPACE_HELP))
        else:
            parent.keys[key.text], parent.values[key.text] = key, value

    def check_merge(self, key: Scalar, value: Node) -> None:
        """Report a ``<<`` that has nothing to merge."""
        if not all(isinstance(one, Mapping) for one in (value.items if isinstance(value, Sequence) else [value])):
            message = "`<<` takes in the keys of a group, and this is none"
            help = "Write the alias of a group, as in `<<: *defaults`."
            self.diagnostics.append(checks.ALIAS.at(location_of(self.path, key), message, help))

    def merge(self, parent: Mapping | Sequence, value: Node) -> None:
        """``<<: *defaults``: the keys that the group does not have itself, wherever the line stands in it."""
        assert isinstance(parent, Mapping)  # only a group has entries
        for one in value.items if isinstance(value, Sequence) else [value]:
            if isinstance(one, Mapping):
                for name, inner in one.values.items():
                    if name not in parent.values:
                        parent.keys[name], parent.values[name] = one.keys[name], inner

    def report_swallowed(self) -> None:
        """Texts over several lines that hold what looks like keys."""
        if not self.long_quotes:
            return
        for scalar in self.long_quotes:
            pattern = _LOST_LINE if scalar.plain else KEY
            inside = range(scalar.line + 1, min(scalar.end_line + 1, len(self.lines)))
            hit = next((n for n in inside if pattern.match(self.lines[n])), None)
            if hit is None:
                continue
            text = self.lines[hit].strip()
            what = text if scalar.plain and text.startswith("- ") else text.removeprefix("- ").partition(":")[0] + ":"
            count = scalar.end_line - scalar.line + 1
            self.diagnostics.append(
                checks.SWALLOWED.at(
                    Location(self.path, scalar.line + 1, scalar.column + 1),
                    f"the text that begins here goes on for {count} lines and takes in `{what[:60]}`",
                    help=_LOST_HELP if scalar.plain else "",
                    related=(Related(Location(self.path, hit + 1, 1), "this line is part of the text"),),
                )
            )

    def report_tight(self) -> None:
        """Stop at a file that is one line of text because the colon after its only key has no space."""
        for node in self.documents:
            if isinstance(node, Scalar) and node.plain and (match := TIGHT_KEY.match(node.text)):
                column = node.column + match.end(1)
                after = node.text[match.end() : match.end() + 1]
                if _LEADING_ODD_SPACE.match(after):
                    place = Location(self.path, node.line + 1, column + 2)
                    raise _Stop(checks.CONTROL.at(place, odd_space(after), ODD_SPACE_HELP))
                place = Location(self.path, node.line + 1, column + 1)
                raise _Stop(checks.NO_SPACE.at(place, "there is no space after this colon"))
