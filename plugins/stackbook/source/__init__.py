"""Files to node trees with positions. Knows YAML and files, and no word of the domain."""

from __future__ import annotations

from stackbook.source.characters import LINE_BREAK
from stackbook.source.checks import SOURCE_CHECKS
from stackbook.source.files import SourceFile, Sources, read_stack, read_text
from stackbook.source.nodes import Mapping, Node, Scalar, Sequence

__all__ = [
    "LINE_BREAK",
    "SOURCE_CHECKS",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "SourceFile",
    "Sources",
    "read_stack",
    "read_text",
]
