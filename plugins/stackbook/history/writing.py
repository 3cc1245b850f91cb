"""Writes a folder out of a repository: regular files only, never outside the target, and not without end."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from stackbook.history.problem import HistoryUnreadable

if TYPE_CHECKING:
    from dulwich.objects import Tree

MOST_ENTRIES = 50_000
MOST_BYTES = 200 * 1024 * 1024
MOST_DEEP = 40
_MOST_IN_NAME = 255
_UNSAFE = frozenset("/\\:\0")
"""Characters that make a name lead elsewhere on some system."""


def write_tree(read: Callable[[bytes], bytes | Tree], top: Tree, target: Path) -> None:
    """Write a folder.

    Args:
        read: gives what an object's id stands for: a file's bytes, or a folder.
        top: the folder.
        target: where to write it. It should be empty: what is there already stays as it is.

    Raises:
        HistoryUnreadable: it holds more than may be written, or an object is missing.
        OSError: the target cannot be written.
    """
    entries = size = 0
    too_much = f"the folder held more than {MOST_ENTRIES} files or {MOST_BYTES // 1024 // 1024} MB"
    pending = [(top, target, 0)]
    while pending:
        tree, folder, depth = pending.pop()
        folder.mkdir(parents=True, exist_ok=True)
        for name, mode, sha in sorted(tree.items()):
            path = folder / os.fsdecode(name)
            if not _safe(os.fsdecode(name)) or path.is_symlink():
                continue
            entries += 1
            if entries > MOST_ENTRIES:
                raise HistoryUnreadable(too_much)
            if stat.S_ISDIR(mode):
                below = read(sha)
                if depth == MOST_DEEP or isinstance(below, bytes):
                    raise HistoryUnreadable(f"the folder was nested more than {MOST_DEEP} deep, or is damaged")
                pending.append((below, path, depth + 1))
            elif stat.S_ISREG(mode):
                content = read(sha)
                if not isinstance(content, bytes):
                    raise HistoryUnreadable("the folder is damaged: a file's name stands for a folder")
                size += len(content)
                if size > MOST_BYTES:
                    raise HistoryUnreadable(too_much)
                if not path.exists():  # where "A" and "a" are one name, the first stays
                    path.write_bytes(content)


def _safe(name: str) -> bool:
    """Whether a name is that of a file in its folder on every system, and not of a repository's own."""
    return (
        0 < len(os.fsencode(name)) <= _MOST_IN_NAME
        and name not in (".", "..")
        and name.casefold() != ".git"
        and not _UNSAFE.intersection(name)
    )
