"""The files of a stack: finds them, reads them as text, has them parsed.

Nothing a contributor can write makes this raise: what cannot be read becomes a
diagnostic, and the file is marked broken so that others may still refer to it.
"""

from __future__ import annotations

import gc
import os
from dataclasses import dataclass, field
from pathlib import Path

from stackbook.diagnostics import Diagnostic, Location
from stackbook.source import checks
from stackbook.source.characters import INVISIBLE, LINE_BREAK
from stackbook.source.nodes import Node
from stackbook.source.parser import parse

MAX_BYTES = 2 * 1024 * 1024
"""Largest file that is read, in bytes."""

ENDINGS = (".yml", ".yaml")
_NEARLY = (*ENDINGS, ".yml.txt", ".yaml.txt", ".yml.yml", ".yaml.yaml", ".yml~")


@dataclass(slots=True)
class SourceFile:
    """One file of the stack.

    Args:
        path: as shown in diagnostics, with forward slashes.
        folder: the first folder below the stack, "" for a file at its top.
        stem: file name without its ending.
        text: the decoded text, "" when it could not be decoded.
        documents: the top node of each YAML document that holds something.
        broken: it could not be read to its end.
    """

    path: str
    folder: str
    stem: str
    text: str = ""
    documents: list[Node] = field(default_factory=list)
    broken: bool = False


@dataclass(slots=True)
class Sources:
    """Everything that was found below a stack's folder."""

    files: list[SourceFile]
    diagnostics: list[Diagnostic]

    def texts(self) -> dict[str, str]:
        """Path to text, for excerpts."""
        return {f.path: f.text for f in self.files}


def read_stack(folder: Path, shown_as: str = "stack") -> Sources:
    """Read every ``.yml`` and ``.yaml`` file below a folder.

    Args:
        folder: the stack.
        shown_as: what stands for the folder in paths, such as ``stack``.

    Returns:
        The files in the order of their paths, and what is wrong with them.
    """
    diagnostics: list[Diagnostic] = []
    files: list[SourceFile] = []
    collecting = gc.isenabled()
    gc.disable()  # tens of thousands of small nodes and no cycles: the collector only costs time here
    try:
        found = _walk(folder, diagnostics, shown_as)
        files += [_read(folder / relative, relative, shown_as, diagnostics) for relative in found]
    finally:
        if collecting:
            gc.enable()
    return Sources(files, diagnostics)


def _walk(folder: Path, diagnostics: list[Diagnostic], shown_as: str) -> list[str]:
    found: list[str] = []
    pending = [""]
    while pending:
        below = pending.pop()
        try:
            entries = sorted(os.scandir(folder / below), key=lambda e: e.name)
        except OSError as error:
            place = Location(f"{shown_as}/{below}".rstrip("/"))
            diagnostics.append(checks.UNREADABLE.at(place, f"this folder cannot be read: {error.strerror}"))
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            place = Location(_clean(f"{shown_as}/{below}{entry.name}"))
            try:
                _sort_in(entry, f"{below}{entry.name}", place, found, pending, diagnostics)
            except OSError as error:  # a link that leads in a circle, or to where nobody may look
                diagnostics.append(checks.UNREADABLE.at(place, f"this cannot be read: {error.strerror}"))
    return sorted(found)


def _sort_in(
    entry: os.DirEntry[str],
    relative: str,
    place: Location,
    found: list[str],
    pending: list[str],
    diagnostics: list[Diagnostic],
) -> None:
    """A file goes to those found, a folder to those pending, anything else becomes a diagnostic where it matters.

    Raises:
        OSError: nothing can be learned about it.
    """
    wanted = entry.name.endswith(ENDINGS)
    if entry.is_symlink():
        if wanted or entry.is_dir():
            diagnostics.append(checks.LINKED.at(place, "this is a link, and is not read"))
    elif entry.is_dir():
        pending.append(f"{relative}/")
    elif wanted and entry.is_file():
        found.append(relative)
    elif wanted:
        diagnostics.append(checks.UNREADABLE.at(place, "this is neither a file nor a folder"))
    elif entry.name.lower().endswith(_NEARLY):
        diagnostics.append(checks.ENDING.at(place, "this file is not read, because its name does not end in `.yml`"))


def _clean(path: str) -> str:
    """A path that may be printed: what is not text, or moves the cursor, is replaced."""
    return INVISIBLE.sub("\ufffd", path).replace("\n", "\ufffd").replace("\r", "\ufffd").replace("\t", " ")


def _read(path: Path, relative: str, shown_as: str, diagnostics: list[Diagnostic]) -> SourceFile:
    folder, _, rest = _clean(relative).rpartition("/")
    source = SourceFile(_clean(f"{shown_as}/{relative}"), folder.partition("/")[0], rest.rpartition(".")[0])
    text, problem = read_text(path, source.path)
    source.text = text
    if problem:
        diagnostics.append(problem)
        source.broken = True
        return source
    documents, problems, source.broken = parse(text, source.path)
    source.documents = documents
    diagnostics.extend(problems)
    if not documents and not source.broken:
        diagnostics.append(checks.EMPTY.at(Location(source.path), "this file holds nothing but comments or space"))
    return source


def read_text(path: Path, shown: str) -> tuple[str, Diagnostic | None]:
    """Decode one file.

    Args:
        path: the file.
        shown: its path in diagnostics.

    Returns:
        The text without a byte-order mark, and the problem that keeps it from being parsed, if any.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        return "", checks.UNREADABLE.at(Location(shown), f"this file cannot be read: {error.strerror}")
    if len(data) > MAX_BYTES:
        return "", checks.TOO_LARGE.at(Location(shown), f"this file is larger than {MAX_BYTES // 1024 // 1024} MB")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:2] or b"\0" in data[3:4]:
        return "", checks.ENCODING.at(Location(shown), "this file is saved as UTF-16")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _undecodable(data, error, shown)
    bad = INVISIBLE.search(text)
    if bad:
        return text, checks.CONTROL.at(
            _place(shown, text, bad.start()), f"there is an invisible character here (U+{ord(bad.group()):04X})"
        )
    return text, None


def _undecodable(data: bytes, error: UnicodeDecodeError, shown: str) -> tuple[str, Diagnostic]:
    before = data[: error.start].decode("utf-8-sig", "replace")
    text = data.decode("cp1252", "replace")
    letter = bytes([data[error.start]]).decode("cp1252", "replace")
    # The excerpt shows the text as Windows would; the place is counted in what could be decoded before.
    line = len(LINE_BREAK.split(before))
    column = len(LINE_BREAK.split(before)[-1]) + 1
    return INVISIBLE.sub("\ufffd", text), checks.ENCODING.at(
        Location(shown, line, column),
        f"this file is not saved as UTF-8 (the first trouble is at what Windows shows as “{letter}”)",
    )


def _place(path: str, text: str, index: int) -> Location:
    lines = LINE_BREAK.split(text[:index])
    return Location(path, len(lines), len(lines[-1]) + 1)
