"""Text in drawings: made harmless, measured without a font, and broken into lines."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

ELLIPSIS = "\u2026"

# Widths in thousandths of the font size, each the larger one of Roboto and Arial, so that
# text fits its box whichever of the two the reader's browser has.
_WIDTHS = {
    **dict.fromkeys("ijl|'", 243),
    **dict.fromkeys(" !.,:;/\\ft[]()Ir-`", 345),
    **dict.fromkeys('"*{}', 400),
    **dict.fromkeys("ckszvxyJ", 515),
    **dict.fromkeys("abdeghnopqu0123456789?$#_L", 575),
    **dict.fromkeys("FTZ+<=>~^", 620),
    **dict.fromkeys("ABEKPSVXY&", 675),
    **dict.fromkeys("CDHNRUw", 745),
    **dict.fromkeys("GOQ", 785),
    **dict.fromkeys("mM%", 890),
    **dict.fromkeys("W@", 1015),
}
_OTHER, _WIDE = 720, 1050
_BOLD = 1.06
# Marks that turn the order of the text around them and letters that draw nothing: a name needs none of them.
_UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]")
_CONTROL = re.compile("[\u0000-\u0008\u000e-\u001f\u007f-\u009f]")
_SPACE = re.compile(r"\s+")


def clean(text: str) -> str:
    """The text on one line, without control characters, direction overrides and whatever XML does not allow."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return _SPACE.sub(" ", _UNSEEN.sub("", _CONTROL.sub("", text))).strip()


@lru_cache(maxsize=8192)
def escape(text: str) -> str:
    """The text cleaned and made safe both inside and between XML tags. All text from users passes here."""
    return html.escape(clean(text), quote=True)


@lru_cache(maxsize=4096)
def _letter(letter: str) -> int:
    known = _WIDTHS.get(letter)
    if known is not None:
        return known
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(letter) in ("W", "F") or ord(letter) > 0xFFFF:
        return _WIDE
    base = unicodedata.normalize("NFD", letter)[0]
    return _WIDTHS.get(base, _OTHER)


def width(text: str, size: float, bold: bool = False) -> float:
    """A careful guess, rather too large, of how wide the text is at that font size."""
    total = sum(map(_letter, text)) * size / 1000
    return total * _BOLD if bold else total


def cut(text: str, size: float, room: float, bold: bool = False) -> str:
    """The text, or its beginning and an ellipsis when it is wider than the room."""
    if len(text) * size < room * 0.95 or width(text, size, bold) <= room:
        return text
    room -= width(ELLIPSIS, size, bold)
    kept = _fit(text, size, room, bold)
    return text[:kept].rstrip() + ELLIPSIS


def _fit(text: str, size: float, room: float, bold: bool) -> int:
    """How many characters fit; an accent or a joiner is not torn from its letter."""
    used, scale = 0.0, size / 1000 * (_BOLD if bold else 1)
    for at, letter in enumerate(text):
        used += _letter(letter) * scale
        if used > room:
            while at and (_letter(text[at]) == 0 or text[at - 1] == "\u200d"):
                at -= 1
            return at
    return len(text)


@lru_cache(maxsize=8192)
def wrap(text: str, size: float, room: float, lines: int, bold: bool = False) -> tuple[str, ...]:
    """The text broken at spaces into at most so many lines of about one length, the last one cut when there is more.

    A word wider than the room is broken where it must be. Gives at least one line, which may be "".
    """
    done = _greedy(text, size, room, lines, bold)
    if len(done) == 1 or done[-1].endswith(ELLIPSIS):
        return done
    # The narrowest room that needs no more lines: "Tool number / seven of ten", not "Tool number seven of / ten".
    for narrower in range(int(room * 0.5), int(room), 6):
        tried = _greedy(text, size, narrower, lines, bold)
        if len(tried) == len(done) and not tried[-1].endswith(ELLIPSIS) and " ".join(tried) == text:
            return tried
    return done


def _greedy(text: str, size: float, room: float, lines: int, bold: bool) -> tuple[str, ...]:
    words = text.split(" ")
    done: list[str] = []
    while words and len(done) < lines - 1:
        line = words.pop(0)
        while words and width(f"{line} {words[0]}", size, bold) <= room:
            line += " " + words.pop(0)
        if width(line, size, bold) > room:
            kept = max(1, _fit(line, size, room, bold))
            words.insert(0, line[kept:])
            line = line[:kept]
        done.append(line)
    if words:
        done.append(cut(" ".join(words), size, room, bold))
    return tuple(done)
