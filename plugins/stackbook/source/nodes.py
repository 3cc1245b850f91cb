"""What a YAML file holds, with the place of everything."""

from __future__ import annotations

from dataclasses import dataclass, field

from stackbook.diagnostics import Location


@dataclass(slots=True)
class Scalar:
    """Text as typed. Lines and columns count from 0, as the parser's do.

    Args:
        text: the value, quotes and escapes resolved, never interpreted.
        plain: written without quotes.
        size: nodes below and including this one, aliases counted as often as they stand; long texts count for more.
        depth: levels of lists and groups below and including this one; 0 for text.
    """

    text: str
    plain: bool
    line: int
    column: int
    end_line: int
    end_column: int
    size: int = 1
    depth: int = 0

    @property
    def is_null(self) -> bool:
        """Whether it is the null of YAML 1.2's core schema: nothing, ``null`` or ``~``, unquoted."""
        return self.plain and self.text in ("", "null", "Null", "NULL", "~")


@dataclass(slots=True)
class Sequence:
    """A list."""

    line: int
    column: int
    items: list[Node] = field(default_factory=list)
    size: int = 1
    depth: int = 1


@dataclass(slots=True)
class Mapping:
    """Keys with values, in the order in which they stand; each key once."""

    line: int
    column: int
    keys: dict[str, Scalar] = field(default_factory=dict)
    values: dict[str, Node] = field(default_factory=dict)
    size: int = 1
    depth: int = 1


Node = Scalar | Sequence | Mapping


def location_of(path: str, node: Node) -> Location:
    """The place of a node: its whole text where it stands on one line."""
    length = 1
    if isinstance(node, Scalar) and node.line == node.end_line:
        length = max(1, node.end_column - node.column)
    return Location(path, node.line + 1, node.column + 1, length)


def find(node: Node, path: tuple[str | int, ...]) -> tuple[Node, Scalar | None]:
    """The node at `path` below `node`, and its key where it has one; as far down as the path leads."""
    key: Scalar | None = None
    for step in path:
        if isinstance(node, Mapping) and step in node.values:
            key, node = node.keys[str(step)], node.values[str(step)]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            key, node = None, node.items[step]
        else:
            break
    return node, key
