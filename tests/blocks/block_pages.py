"""What tests of blocks share: stacks on the disk, and pages that have been converted."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stackbook.diagnostics import Diagnostic

BESIDE = [
    "pymdownx.superfences",
    "pymdownx.details",
    "pymdownx.tabbed",
    "admonition",
    "tables",
    "attr_list",
    "toc",
    "md_in_html",
]


def write_stack(folder: Path, stack: dict[str, Any]) -> Path:
    for path, values in stack.items():
        target = folder / f"{path}.yml"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    return folder


@dataclass
class Converted:
    """A page's HTML, and what was reported."""

    html: str
    problems: list[Diagnostic] = field(default_factory=list)

    @property
    def places(self) -> list[tuple[int, int]]:
        return [(p.location.line, p.location.column) for p in self.problems]


Convert = Callable[..., Converted]
