"""Icons: which one a tool gets, and the sprite that holds those of a page."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from stackbook.drawing import icon_files, icon_names
from stackbook.drawing.text import escape
from stackbook.views.picture import Node

SIZE = 30
_BUNDLED = re.compile(r"(simple|material|octicons|fontawesome/(?:brands|regular|solid))/([a-z0-9-]+)", re.ASCII)
_DIAGRAMS = re.compile(r"diagrams:([a-z0-9]+)\.([a-z0-9]+)\.([A-Za-z0-9]+)", re.ASCII)
_LICENCES = {
    "simple": "Simple Icons, CC0 1.0",
    "material": "Material Design Icons by Pictogrammers, Apache 2.0",
    "octicons": "Octicons by GitHub, MIT",
    "fontawesome": "Font Awesome Free, CC BY 4.0",
}


@dataclass(frozen=True, slots=True)
class Icon:
    """An icon, ready to be put on a page.

    Args:
        key: its name: small letters, digits and hyphens; the same for the same icon, always.
        kind: ``own`` (the organisation's file), ``named`` (asked for by name), ``brand``, ``category`` or ``monogram``.
        markup: a square of 30 by 30: harmless SVG elements.
        source: the collection and name it comes from, such as ``simple/mailchimp``, or "".
    """

    key: str
    kind: str
    markup: str
    source: str = ""


class Found(NamedTuple):
    """The icon of a tool, and why it is not the one that was asked for: a sentence, or ""."""

    icon: Icon
    problem: str = ""


class IconFinder:
    """Finds icons. A missing icon is normal: there is always a monogram in the end.

    Args:
        own: the organisation's folder of icons (``stack/icons``), or None.
        bundled: folder of the collections; those of the installed Material theme when left out.
    """

    def __init__(self, own: Path | None = None, bundled: Path | None = None) -> None:
        self._own = own
        self._bundled = bundled or Path(str(files("material"))) / "templates" / ".icons"
        self._named = lru_cache(maxsize=None)(self._read_named)

    def icon_for(self, name: str, id: str, explicit: str = "", category: str = "", brand: bool = True) -> Found:
        """The icon of a tool: own file, name asked for, brand, category, monogram; the first that there is.

        Args:
            name: of the tool, for people.
            id: of the tool; ``<id>.svg`` in the own folder is its icon.
            explicit: what its file asks for: ``simple/mailchimp``, ``material/email``, ``acme.svg`` (in the own
                folder), ``diagrams:saas.chat.Slack``; or "".
            category: icon of its category, such as ``material/email-outline``, or "" to prefer a monogram.
            brand: look among the brand icons; not for software made in house.
        """
        icon, problem = None, ""
        if explicit:
            icon, problem = self._explicit(explicit.strip())
        if icon is None:
            icon, refused = self._file(f"{id}.svg")
            if refused:
                problem = problem or f"The icon {id}.svg is not used. {refused}"
        if icon is None and brand:
            icon = self._brand(name, id)
        if icon is None and category:
            icon = self.named(category, "category")
        return Found(icon or monogram(name, id), problem)

    def named(self, name: str, kind: str = "named") -> Icon | None:
        """The icon of that name in a bundled collection, such as ``material/email-outline``, or None."""
        match = _BUNDLED.fullmatch(_long(name))
        return self._named(match[1], match[2], kind) if match else None

    def _explicit(self, name: str) -> tuple[Icon | None, str]:
        if name.startswith("diagrams:"):
            return _from_diagrams(name)
        icon = self.named(name)
        if icon is not None:
            return icon, ""
        if "/" in name or name.startswith(":"):
            return None, f"There is no icon named {name}."
        file = name if name.endswith(".svg") else f"{name}.svg"
        icon, refused = self._file(file)
        if icon is None:
            return None, f"The icon {file} is not used. {refused or 'There is no such file among the icons.'}"
        return icon, ""

    def _file(self, name: str) -> tuple[Icon | None, str]:
        data = icon_files.read_file(self._own, name) if self._own else None
        if data is None or isinstance(data, str):
            return None, data or ""
        key = f"own-{_safe(name.removesuffix('.svg'))}"
        art = icon_files.sanitise(data, f"sb-i-{key}-")
        if isinstance(art, str):
            return None, art
        return Icon(key, "own", _tile(art, "sb-tile sb-tile-own" if art.coloured else "sb-tile", 22)), ""

    def _brand(self, name: str, id: str) -> Icon | None:
        for word in icon_names.candidates(name, id):
            for collection, known in self._brands:
                if word in known:
                    return self._named(collection, known[word], "brand")
        return None

    @cached_property
    def _brands(self) -> tuple[tuple[str, dict[str, str]], ...]:
        """Per collection of brands its names by their spelling without hyphens."""
        found = []
        for collection in ("simple", "fontawesome/brands"):
            names = sorted(path.stem for path in (self._bundled / collection).glob("*.svg"))
            found.append((collection, {name.replace("-", ""): name for name in reversed(names)}))
        return tuple(found)

    def _read_named(self, collection: str, name: str, kind: str) -> Icon | None:
        data = icon_files.read_file(self._bundled / collection, f"{name}.svg")
        key = f"{collection.replace('/', '-')}-{name}"
        art = icon_files.sanitise(data, f"sb-i-{key}-") if isinstance(data, bytes) else None
        if not isinstance(art, icon_files.Artwork):
            return None
        return Icon(key, kind, _tile(art, "sb-tile", 18), f"{collection}/{name}")


@lru_cache(maxsize=4096)
def monogram(name: str, id: str = "") -> Icon:
    """A tile with the first letters of a name, in one of eight hues."""
    letters, hue = icon_names.monogram(name), icon_names.hue(id or name)
    plain = letters.lower() if letters.isascii() and letters.isalnum() else letters.encode().hex()
    case = "".join("u" if letter.isupper() else "l" for letter in letters)
    return Icon(
        f"mono-{plain}-{case}-{hue}",
        "monogram",
        f'<rect class="sb-tile sb-hue-{hue}" width="{SIZE}" height="{SIZE}" rx="8"/>'
        f'<text class="sb-letters sb-hue-{hue}" x="15" y="19.5" text-anchor="middle">{escape(letters)}</text>',
    )


XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
"""What the outermost element of an SVG with links has to declare."""


class IconSet:
    """The icons that the pictures of a site may use, by key.

    Args:
        finder: looks up bundled icons that are asked for by name (``material/email-outline``), or None.
    """

    def __init__(self, finder: IconFinder | None = None) -> None:
        self._icons: dict[str, Icon] = {}
        self._finder = finder

    def add(self, icon: Icon) -> str:
        """Takes an icon in and gives its key, for `Node.icon`."""
        self._icons[icon.key] = icon
        return icon.key

    def of(self, node: Node) -> Icon | None:
        """The icon of a node: that of its key, or that of its name, or its monogram; None when it asks for none."""
        if not node.icon:
            return None
        icon = self._icons.get(node.icon)
        if icon is None:
            icon = (self._finder.named(node.icon) if self._finder else None) or monogram(node.label, node.id)
            self.add(icon)
            if "/" in node.icon:
                self._icons[node.icon] = icon
        return icon

    def keys(self, nodes: Iterable[Node]) -> tuple[str, ...]:
        """Keys of the icons that these nodes use, sorted: what the sprite of their page must hold."""
        return tuple(sorted({icon.key for node in nodes if (icon := self.of(node))}))

    def sprite(self, keys: Iterable[str]) -> str:
        """One hidden ``<svg>`` with these icons as symbols; put once on a page, before or after the pictures.

        It is hidden by its size: browsers do not draw gradients out of something that is not displayed.
        """
        symbols = self.symbols(keys)
        if not symbols:
            return ""
        head = f'<svg {XLINK} class="sb-sprite" width="0" height="0" aria-hidden="true" focusable="false">'
        return f"{head}{linked(symbols)}</svg>"

    def symbols(self, keys: Iterable[str]) -> str:
        """The symbols of these icons with a note of their licences."""
        icons = [self._icons[key] for key in sorted(set(keys)) if key in self._icons]
        credits = sorted({_LICENCES[icon.source.split("/")[0]] for icon in icons if icon.source})
        note = f"<!-- Icons: {'; '.join(credits)} -->" if credits else ""
        return note + "".join(
            f'<symbol id="{symbol_id(icon.key)}" viewBox="0 0 {SIZE} {SIZE}">{icon.markup}</symbol>' for icon in icons
        )


def linked(svg: str) -> str:
    """SVG of ours with its links written the old way, which every program knows.

    On a page the new way, ``href``, stops Material's instant navigation: it sets the property of that name on every
    element that has the attribute, and in SVG the property cannot be set.
    """
    return svg.replace(' href="', ' xlink:href="')  # in text and attributes of others every quote is escaped


def symbol_id(key: str) -> str:
    """The id of an icon on a page: ``<use href="#...">``."""
    return f"sb-i-{key}"


def _tile(art: icon_files.Artwork, classes: str, size: int) -> str:
    at = (SIZE - size) // 2
    return (
        f'<rect class="{classes}" width="{SIZE}" height="{SIZE}" rx="8"/><svg class="sb-glyph" x="{at}" y="{at}" '
        f'width="{size}" height="{size}" viewBox="{art.view_box}">{art.body}</svg>'
    )


def _safe(name: str) -> str:
    plain = re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")
    return plain if plain == name else f"{plain}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _long(name: str) -> str:
    """``:simple-mailchimp:`` as the theme writes it in Markdown, made ``simple/mailchimp``."""
    if name.startswith(":") and name.endswith(":"):
        return re.sub(r"^(fontawesome-(?:brands|regular|solid)|[a-z]+)-", r"\1/", name.strip(":")).replace(
            "fontawesome-", "fontawesome/", 1
        )
    return name


def _from_diagrams(name: str) -> tuple[Icon | None, str]:
    """The picture of a node class of the package `diagrams`, as a data address."""
    missing = f"There is no icon named {name}."
    match = _DIAGRAMS.fullmatch(name)
    if not match:
        return None, missing
    try:
        found = getattr(import_module(f"diagrams.{match[1]}.{match[2]}"), match[3])
        data = files("diagrams").joinpath("..", str(found._icon_dir), str(found._icon)).read_bytes()
    except (ImportError, AttributeError, OSError):
        return None, missing
    if len(data) > icon_files.LARGEST or not data.startswith(b"\x89PNG"):
        return None, f"The icon {name} is not used. It is larger than 64 kB."
    picture = base64.b64encode(data).decode("ascii")
    markup = (
        f'<rect class="sb-tile sb-tile-own" width="{SIZE}" height="{SIZE}" rx="8"/>'
        f'<image x="4" y="4" width="22" height="22" href="data:image/png;base64,{picture}"/>'
    )
    return Icon(f"diagrams-{_safe('-'.join(match.groups()).lower())}", "named", markup), ""
