"""From files to entries: which kind a file is about, and the id of each entity in it."""

from __future__ import annotations

from collections.abc import Iterator

from stackbook.diagnostics import Diagnostic, Location
from stackbook.inventory import checks
from stackbook.inventory.words import did_you_mean, nearest, one_of, sentence, shown
from stackbook.model import KINDS
from stackbook.model.base import Entity
from stackbook.model.types import SLUG, make_id, suggest_id
from stackbook.source import Mapping, Node, Scalar, Sequence, SourceFile
from stackbook.source.nodes import location_of

OTHER_FOLDERS = ("icons",)
"""Folders of a stack that hold no entities."""

FOLDERS = {kind.spec.folder: kind for kind in KINDS.values() if kind.spec.folder}
"""Kinds by folder."""


def misplaced(source: SourceFile) -> Diagnostic:
    """The diagnostic about a file beside ``stack.yml``."""
    help = f"Move it into one of {one_of(FOLDERS)}."
    if source.stem in FOLDERS:
        help = f"Move it into the folder `{source.stem}`; there a file may have any name when each entry has its `id`."
    return checks.MISPLACED.at(
        Location(source.path), f"`{shown(source.stem)}` stands outside the stack's folders", help
    )


def unknown_folder(folder: str, files: list[SourceFile]) -> Diagnostic:
    """The diagnostic about a folder that stands for no kind."""
    many = f", so that {len(files)} files are not read" if len(files) > 1 else ""
    message = f"there is no kind with the folder `{shown(folder)}`{many}"
    help = sentence(did_you_mean(folder, list(FOLDERS)), f"the folders are {one_of(FOLDERS)}")
    return checks.UNKNOWN_FOLDER.at(Location(files[0].path), message, help)


def meant_by(folder: str) -> type[Entity] | None:
    """The kind that a misspelt folder was probably for."""
    return FOLDERS.get(nearest(folder, list(FOLDERS)) or "")


def claimed_ids(source: SourceFile) -> Iterator[str]:
    """The ids that a file was probably meant to give, when it cannot be used: others may refer to them."""
    yield make_id(source.stem) or source.stem
    for _, node in _nodes(source):
        written = node.values.get("id") if isinstance(node, Mapping) else None
        if isinstance(written, Scalar) and not written.is_null:
            yield make_id(written.text) or written.text


def entries(source: SourceFile, kind: type[Entity], diagnostics: list[Diagnostic]) -> Iterator[tuple[str, Mapping]]:
    """The ids and nodes of a file.

    Args:
        source: the file.
        kind: what its folder holds.
        diagnostics: what is wrong with the ids is added here.
    """
    documents = source.documents
    if source.broken:  # what stood before the mistake is used where it says what it is
        for _, node in _nodes(source):
            written = node.values.get("id") if isinstance(node, Mapping) else None
            if isinstance(node, Mapping) and isinstance(written, Scalar) and SLUG.fullmatch(written.text):
                yield written.text, node
        return
    if len(documents) == 1 and isinstance(documents[0], Mapping):
        yield from _single(source, kind, documents[0], diagnostics)
        return
    if _cut_by_accident(documents):
        second = next(iter(documents[1].keys.values()), None) if isinstance(documents[1], Mapping) else None
        message = "the line `---` above begins another entity, and none of them has an `id`"
        help = "Delete that line if all of this is one entity. If it is several, add `id:` to each."
        diagnostics.append(checks.NO_ID.at(location_of(source.path, second or documents[1]), message, help))
        return
    for _, node in _nodes(source):
        if not isinstance(node, Mapping):
            diagnostics.append(not_a_group(source, node))
        elif (entity_id := _written_id(source, node, diagnostics)) is not None:
            yield entity_id, node


def _nodes(source: SourceFile) -> Iterator[tuple[int, Node]]:
    """Everything in a file that should be an entity, with the number of its document."""
    for number, document in enumerate(source.documents):
        for node in document.items if isinstance(document, Sequence) else [document]:
            yield number, node


def _cut_by_accident(documents: list[Node]) -> bool:
    return len(documents) > 1 and all(isinstance(d, Mapping) and "id" not in d.values for d in documents)


def _single(
    source: SourceFile, kind: type[Entity], node: Mapping, diagnostics: list[Diagnostic]
) -> Iterator[tuple[str, Mapping]]:
    """A file that is one entity: its name is the id."""
    if not SLUG.fullmatch(source.stem):
        help = f"Use small letters, digits and single hyphens{suggest_id(source.stem)}."
        message = f"the file name `{shown(source.stem)}` cannot be an id"
        diagnostics.append(checks.BAD_ID.at(Location(source.path), message, help))
        return
    written = node.values.get("id")
    said = written.text if isinstance(written, Scalar) else ""
    if written is not None and said != source.stem:
        diagnostics.append(
            checks.ID_MISMATCH.at(
                location_of(source.path, written if said else node.keys["id"]),
                f"the id `{shown(said)}` differs from the file's name `{source.stem}`"
                if said
                else "this is not the file's name",
                entity=f"{kind.spec.key}:{source.stem}",
            )
        )
    yield source.stem, node


def _written_id(source: SourceFile, node: Mapping, diagnostics: list[Diagnostic]) -> str | None:
    """The id of one entry of several; None when there is none that can be used."""
    written = node.values.get("id")
    if not isinstance(written, Scalar) or written.is_null:
        first = next(iter(node.keys.values()), None)
        message = "this entry has no `id`"
        diagnostics.append(checks.NO_ID.at(location_of(source.path, first or node), message))
        return None
    if not SLUG.fullmatch(written.text):
        help = f"Use small letters, digits and single hyphens{suggest_id(written.text)}."
        message = f"`{shown(written.text)}` cannot be an id"
        diagnostics.append(checks.BAD_ID.at(location_of(source.path, written), message, help))
        return None
    return written.text


def not_a_group(source: SourceFile, node: Node) -> Diagnostic:
    """The diagnostic about something that should be keys with values."""
    sort = "a list" if isinstance(node, Sequence) else "text"
    return checks.NOT_A_GROUP.at(location_of(source.path, node), f"this is {sort}, not keys with values")
