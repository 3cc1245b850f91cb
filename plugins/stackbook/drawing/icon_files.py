"""SVG files from outside, made harmless: parsed, and written anew from what is on a short list of allowed things.

A file that holds something with a will of its own (a script, a link, another file) is refused as a
whole, with a reason; what editors leave behind (metadata, their own attributes) is only dropped.
"""

from __future__ import annotations

import math
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from stackbook.drawing.text import escape

LARGEST = 64 * 1024
_TOO_LARGE = "It is larger than 64 kB. Save it simpler or smaller."
_DEEPEST, _MOST = 24, 1000
_SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
_HOLDERS = {"g", "defs", "linearGradient", "radialGradient", "stop", "clipPath", "mask"}
_ALLOWED = _SHAPES | _HOLDERS
_DROPPED = {"metadata", "title", "desc"}
_NEVER = {"script", "foreignobject", "iframe", "object", "embed", "handler", "listener"}
_ATTRIBUTES = frozenset(
    re.findall(
        r"\S+",
        """
    d points x y x1 y1 x2 y2 cx cy r rx ry fx fy width height transform pathLength offset fill fill-opacity fill-rule
    clip-rule clip-path mask stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray
    stroke-dashoffset stroke-opacity opacity stop-color stop-opacity gradientUnits gradientTransform spreadMethod
    clipPathUnits maskUnits maskContentUnits
        """,
    )
)
_STYLES = frozenset(name for name in _ATTRIBUTES if "-" in name or name in ("fill", "mask", "stroke", "opacity"))
# No colon, slash, quote, backslash or semicolon: no address and no second declaration fits through.
_VALUE = re.compile(r"[\w#%.,()+\-\s]*", re.ASCII)
_LOCAL = re.compile(r"url\(\s*#([A-Za-z_][\w.-]*)\s*\)", re.ASCII)
_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_NUMBER = re.compile(r"\s*([+-]?\d*\.?\d+(?:e[+-]?\d+)?)\s*(?:px)?\s*", re.ASCII | re.IGNORECASE)


class _Refused(Exception):
    """Why a file is not used."""


@dataclass(frozen=True, slots=True)
class Artwork:
    """The inside of a harmless SVG.

    Args:
        view_box: its coordinates, four numbers.
        body: elements, without the ``<svg>`` round them.
        coloured: it has colours of its own, so it must not be given others.
    """

    view_box: str
    body: str
    coloured: bool


def read_file(folder: Path, name: str) -> bytes | str | None:
    """The bytes of a file that stands in this very folder.

    Gives None when there is no such file and a reason, in words, when it is not read: its name leads
    elsewhere, it (or the folder) is a link, no plain file, or larger than 64 kB.
    """
    if not re.fullmatch(r"[A-Za-z0-9][\w.-]*", name, re.ASCII) or ".." in name:
        return "The name of an icon has only letters, digits, dots, hyphens and underscores."
    path = folder / name
    handle = -1
    try:
        if folder.is_symlink() or path.is_symlink():
            return "It is a link to another file. Put the file itself there."
        # Without blocking: a pipe would wait for somebody to write into it.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return "It is not a file."
        with os.fdopen(handle, "rb", closefd=False) as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError:
        return "It could not be opened."
    finally:
        if handle >= 0:
            os.close(handle)
    return data if len(data) <= LARGEST else _TOO_LARGE


def sanitise(data: bytes, prefix: str) -> Artwork | str:
    """The drawing in an SVG file, or the reason, in words, why it is refused; never an exception.

    Args:
        data: the file.
        prefix: put before the ids in it, so that two icons on a page do not meet.
    """
    if len(data) > LARGEST:
        return _TOO_LARGE
    try:
        root = fromstring(data)
    except DefusedXmlException:
        return "It declares entities. Save it as plain SVG."
    except (ParseError, ValueError, LookupError, RecursionError):
        return "It is not well-formed SVG."
    try:
        return _Writer(prefix).artwork(root)
    except _Refused as refused:
        return str(refused)


class _Writer:
    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._elements = 0
        self._shapes = 0
        self._coloured = False

    def artwork(self, root: Element) -> Artwork:
        if _split(root.tag)[1] != "svg":
            raise _Refused("It is not an SVG file.")
        # Styles of the root are passed on to what is in it.
        attributes = [(key, value) for key, value in self._attributes(root, "g") if key not in ("x", "y", "id")]
        inherited = "".join(f' {key}="{value}"' for key, value in attributes if key in _STYLES)
        body = "".join(self._children(root, 1))
        if not self._shapes:
            raise _Refused("There is nothing in it that can be drawn. Turn text into paths.")
        return Artwork(_view_box(root), f"<g{inherited}>{body}</g>" if inherited else body, self._coloured)

    def _children(self, parent: Element, depth: int) -> Iterator[str]:
        if depth > _DEEPEST:
            raise _Refused("It is nested too deeply.")
        for child in parent:
            if not isinstance(child.tag, str):
                continue  # a comment or an instruction
            space, name = _split(child.tag)
            if name.lower() in _NEVER:
                raise _Refused(f"It contains <{name.lower()}>, which an icon must not.")
            if space not in ("", "http://www.w3.org/2000/svg") or name in _DROPPED:
                continue
            if name not in _ALLOWED:
                raise _Refused(f"It contains <{name[:30]}>. Save it with plain shapes and paths only.")
            yield self._element(child, name, depth)

    def _element(self, element: Element, name: str, depth: int) -> str:
        self._elements += 1
        self._shapes += name in _SHAPES
        if self._elements > _MOST:
            raise _Refused("It has more than 1000 parts. Save it simpler.")
        attributes = "".join(f' {key}="{value}"' for key, value in self._attributes(element, name))
        inside = "".join(self._children(element, depth + 1))
        return f"<{name}{attributes}>{inside}</{name}>" if inside else f"<{name}{attributes}/>"

    def _attributes(self, element: Element, name: str) -> Iterator[tuple[str, str]]:
        found: dict[str, str] = {}
        for full, value in element.attrib.items():
            space, key = _split(full)
            if key.lower().startswith("on"):
                raise _Refused(f"It contains the event attribute {key[:30]}, which an icon must not.")
            if key == "href":
                found["href"] = self._href(value, name)
            elif space:
                continue
            elif key == "id":
                if _NAME.fullmatch(value):
                    found["id"] = self._prefix + value
            elif key == "style":
                found.update(self._style(value))
            elif key in _ATTRIBUTES:
                found.setdefault(key, self._value(key, value))
        yield from sorted(found.items())

    def _href(self, value: str, name: str) -> str:
        if name in ("linearGradient", "radialGradient") and _NAME.fullmatch(value[1:]) and value[0] == "#":
            return f"#{self._prefix}{value[1:]}"
        raise _Refused("It links to something outside itself. Save it without links and linked images.")

    def _style(self, style: str) -> Iterator[tuple[str, str]]:
        for declaration in style.split(";"):
            key, _, value = declaration.partition(":")
            key = key.strip().lower()
            if "url(" in value.lower() and not _LOCAL.fullmatch(value.strip()):
                raise _Refused("Its style names an address. Save it without styles.")
            if key in _STYLES:
                yield key, self._value(key, value.replace("!important", "").strip())

    def _value(self, key: str, value: str) -> str:
        local = _LOCAL.fullmatch(value.strip())
        if local:
            self._coloured = self._coloured or key in ("fill", "stroke")
            return f"url(#{self._prefix}{local[1]})"
        if "url" in value.lower() or not _VALUE.fullmatch(value):
            raise _Refused(f"The attribute {key} holds something that is not allowed in an icon.")
        if key in ("fill", "stroke", "stop-color") and value.strip().lower() not in (
            "",
            "none",
            "currentcolor",
            "inherit",
        ):
            self._coloured = True
        return escape(value)


def _split(name: str) -> tuple[str, str]:
    space, _, local = name.rpartition("}")
    return space.lstrip("{"), local


def _view_box(root: Element) -> str:
    parts = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    if parts == [""]:
        parts = ["0", "0", root.get("width", ""), root.get("height", "")]
    found = [_NUMBER.fullmatch(part) for part in parts]
    numbers = [float(number[1]) for number in found if number]
    sane = len(numbers) == len(parts) == 4 and all(math.isfinite(number) for number in numbers)
    if not sane or not (0 < numbers[2] < 1e6 and 0 < numbers[3] < 1e6):
        raise _Refused("It does not say how large it is: give it a viewBox.")
    return " ".join(f"{number:g}" for number in numbers)
