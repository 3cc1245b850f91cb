"""A drawing as PNG, by resvg, with the fonts that come with the package and no others: the same on every machine."""

from __future__ import annotations

import re
from importlib.resources import as_file, files

import resvg_py

_ZOOM = 2
_USUAL = 1_000.0
_MOST_PIXELS = 16_000
"""Longest side: larger ones cannot be opened by many programs."""


class PngUnavailable(Exception):
    """A PNG cannot be made here; the words say why, for people."""


def png(svg: str) -> bytes:
    """The PNG of a drawing that is a file of its own, on white, twice as fine as it is large.

    Args:
        svg: the drawing, with its size in pixels; nothing outside of it is read.

    Raises:
        PngUnavailable: the fonts are missing, or the drawing cannot be turned into one.
    """
    width, height = _size(svg)
    zoom = min(_ZOOM, _MOST_PIXELS / max(width, height, 1))
    with as_file(files("stackbook.drawing").joinpath("fonts")) as folder:
        fonts = sorted(str(path) for path in folder.glob("*.ttf")) if folder.is_dir() else []
        if not fonts:
            raise PngUnavailable("The fonts for PNG files are missing. Run `make setup`, or write an SVG instead.")
        try:
            made = resvg_py.svg_to_bytes(
                svg_string=svg,
                background="#ffffff",
                skip_system_fonts=True,
                font_files=fonts,
                font_family="Roboto",
                sans_serif_family="Roboto",
                width=max(1, round(width * zoom)),
            )
        except ValueError as error:
            raise PngUnavailable(f"The picture cannot be written as PNG: {error}. Write an SVG instead.") from error
    return bytes(made)


def _size(svg: str) -> tuple[float, float]:
    start = svg[: svg.find(">")]
    found = [re.search(rf' {name}="([0-9.]+)"', start) for name in ("width", "height")]
    width, height = (float(one[1]) if one else 0.0 for one in found)
    return width or _USUAL, height or _USUAL
