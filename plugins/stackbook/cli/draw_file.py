"""What the command `draw` writes: a view as bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from stackbook.asking.problem import Problem, below
from stackbook.asking.where import where_of
from stackbook.audience import Audience
from stackbook.cli.common import plain
from stackbook.drawing import standalone_svg
from stackbook.drawing.dot_file import dot_source
from stackbook.drawing.grid import landscape_svg, matrix_svg
from stackbook.drawing.mermaid import mermaid_source
from stackbook.drawing.outline import outline
from stackbook.drawing.png import png
from stackbook.drawing.sequence import sequence_file
from stackbook.drawing.sequence_mermaid import sequence_mermaid
from stackbook.inventory.words import sentence
from stackbook.site import Opened
from stackbook.views.catalogue import Picture
from stackbook.views.landscape import Landscape
from stackbook.views.matrix import Matrix
from stackbook.views.overlays import overlay_of
from stackbook.views.scene import Scene
from stackbook.views.sequence import SequenceView
from stackbook.views.spec import Asked, limited, make_asked, read_spec

_OPTIONS = {"view": "VIEW", "of": "--of", "depth": "--depth", "where": "--where", "overlay": "--overlay", "on": "--on"}


class NotAsked(Exception):
    """It cannot be asked for; the words say everything that is wrong, a line each."""


class NotDrawn(Exception):
    """There is no picture; the words say why, for people."""


def asked_for(opened: Opened, options: Mapping[str, object], where: tuple[str, ...]) -> Asked:
    """The view that is meant.

    Args:
        opened: the stack.
        options: the command's options by the keys of `read_spec`; None where one is not given.
        where: the conditions as they were given.

    Raises:
        NotAsked: something cannot be asked for.
    """
    conditions, wrong = where_of(where)
    given = {key: value for key, value in {**options, "where": conditions or None}.items() if value is not None}
    asked, problems = read_spec(
        given, opened.book.inventory, opened.published.audience is Audience.INTERNAL, opened.book.as_of
    )
    problems = (*below(wrong, "where"), *problems)
    if problems or asked is None:
        raise NotAsked("\n".join(_lines(problems)))
    return asked


def _lines(problems: Iterable[Problem]) -> Iterable[str]:
    for problem in problems:
        option = _OPTIONS.get(str(problem.path[0]), "") if problem.path else ""
        # Help is written for blocks in pages, where options are keys.
        help = re.sub(r"`(of|depth|overlay|on):( ?[^`]*)`", r"`--\1\2`", problem.help)
        words = sentence(f"{option}: {problem.message}" if option else problem.message, help)
        yield plain(words.replace("`", "'"))


def content_of(opened: Opened, asked: Asked, kind: str) -> bytes:
    """The file: svg, png, dot or mermaid.

    Raises:
        NotDrawn: there is nothing to show, or no layout.
        LayoutUnavailable: the engine does not work on this machine.
        PngUnavailable: no PNG can be made on it.
    """
    scene = opened.book.scene
    picture = make_asked(scene, asked)
    if picture is None:
        raise NotDrawn(f"There is nothing to show. {asked.limits}".strip())
    if kind == "dot":
        return dot_source(outline(picture)).encode()
    if kind == "mermaid" and isinstance(picture, SequenceView):
        return sequence_mermaid(picture).encode()
    if kind == "mermaid":
        return mermaid_source(outline(picture)).encode()
    svg = _svg(opened, scene, picture, asked)
    return png(svg) if kind == "png" else f"{svg.rstrip()}\n".encode()


def _svg(opened: Opened, scene: Scene, picture: Picture, asked: Asked) -> str:
    if isinstance(picture, Landscape):
        colours = overlay_of(limited(scene, asked), asked.spec.overlay) if asked.spec.overlay else None
        return landscape_svg(picture, opened.book.icons, colours)
    if isinstance(picture, Matrix):
        return matrix_svg(picture)
    if isinstance(picture, SequenceView):
        return sequence_file(picture, opened.book.icons)
    drawing = opened.renderer.draw(picture)
    if drawing.layout is None:
        raise NotDrawn(drawing.reason)
    said = " ".join(filter(None, (picture.note, asked.limits)))
    return standalone_svg(replace(picture, note=said), drawing.layout, opened.book.icons)
