"""Terms of the glossary in prose: the first time one is used on a page, it leads to what it means.

Texts are searched word by word: a look into a table says whether a term may begin at a
word, so a page without any costs next to nothing, however long the glossary is. HTML is
read with the standard library's parser only to know what is text; nothing is written
anew, links are only put in between.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from html.parser import HTMLParser

from markupsafe import Markup, escape

from stackbook.model.terms import Term, one_spelling, shared_words
from stackbook.pages.text import fill, shorten

Address = Callable[[Term], str]
"""Gives the address of a term's page."""

_MOST_OF_DEFINITION = 300
_WORD = re.compile(r"\w+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,32});")
# What makes a word a part of something longer: an address, a name of a file or field, a word with a hyphen.
_JOINED_BEFORE = re.compile(r"(?:[\w./@#=?%$~:\\]|\w[-\u2010\u2011'\u2019&+])\Z")
_JOINED_AFTER = re.compile(r"[\w\u0300-\u036f]|[-\u2010\u2011.:&+]\w|['\u2019](?!s\b)\w|:/|[@/=\\]|\(\)")
_NO_TEXT = frozenset(
    [
        "a",
        "audio",
        "button",
        "canvas",
        "caption",
        "code",
        "dt",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "iframe",
        "kbd",
        "label",
        "math",
        "nav",
        "noscript",
        "object",
        "option",
        "pre",
        "samp",
        "script",
        "select",
        "style",
        "summary",
        "svg",
        "template",
        "textarea",
        "th",
        "title",
        "tt",
        "var",
        "video",
    ]
)
"""Elements in which no term gets a link."""
_NO_TEXT_CLASSES = frozenset(
    ("sb", "stackbook-problem", "admonition-title", "arithmatex", "filename", "md-button", "mermaid", "toc")
)
"""Parts of pages without prose: blocks of the stack, titles, formulas, diagrams."""
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


@dataclass(frozen=True)
class _Spelling:
    """One way to write a term, its name or a synonym; or, without a term, the name of something else.

    Names, and terms all in capitals such as SMS, are only found as they are written.
    """

    words: str
    term: Term | None

    @cached_property
    def first(self) -> str:
        """The first word, as it is looked up; "" when there is none."""
        found = _WORD.search(self.words)
        return found.group().casefold() if found else ""

    @cached_property
    def lead(self) -> int:
        """How many signs stand before the first word, as in ``.NET``."""
        found = _WORD.search(self.words)
        return found.start() if found else 0

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What matches it, with any space between its words; a term in the plural too."""
        flags = re.IGNORECASE if self.term and not self.words.isupper() else re.NOFLAG
        words = r"\s+".join(re.escape(one) for one in self.words.split())
        return re.compile(rf"{words}{'(?:s|es)?' if self.term else ''}(?!\w)", flags)


class TermLinks:
    """Finds terms in texts and makes them links.

    A word that two terms share is left alone: nobody can say which one is meant. So is a
    name: where there is a tool called Segment, "Segment" is the tool and "segment" the term.

    Args:
        terms: those that the site's audience may see; none switches links off.
        names: what is called like that is no term, nor is a part of it.
    """

    def __init__(self, terms: Iterable[Term], names: Iterable[str] = ()) -> None:
        found = tuple(terms)
        shared = shared_words(found)
        self._by_first: dict[str, list[_Spelling]] = {}
        for term in found:
            for words in dict.fromkeys(term.words):
                if one_spelling(words) not in shared:
                    self._take(_Spelling(words, term))
        self._first_words = frozenset(self._by_first)
        for name in sorted(set(names)) if found else ():
            self._take(_Spelling(name, None))
        for several in self._by_first.values():
            several.sort(key=lambda one: (-len(one.words), one.term is not None))

    def _take(self, spelling: _Spelling) -> None:
        plural = spelling.term is not None and len(spelling.words.split()) == 1
        for end in (("", "s", "es") if plural else ("",)) if spelling.first else ():
            self._by_first.setdefault(spelling.first + end, []).append(spelling)

    def in_text(self, text: str, address: Address, seen: set[str]) -> Markup:
        """Plain text as HTML with links.

        Args:
            text: as the contributor wrote it.
            address: of a term's page, from where the text stands.
            seen: ``kind:id`` of the terms that have their link already; takes in what is found.
        """
        pieces, at = [], 0
        for start, end, term in self._fresh(text, seen):
            pieces += [escape(text[at:start]), _link(term, address(term), escape(text[start:end]))]
            at = end
        return Markup("").join([*pieces, escape(text[at:])])

    def in_html(self, html: str, address: Address, seen: set[str]) -> str:
        """HTML with links in its prose; everything else stays as it is, byte for byte.

        Args:
            html: a part of a page; it is trusted, and so is what comes back.
            address: of a term's page, from where the HTML stands.
            seen: ``kind:id`` of the terms that have their link already; takes in what is found.
        """
        if not self._may_hold(html):
            return html
        reader = _Reader()
        pieces, at = [], 0
        for start, end in reader.runs_of(html):
            text, places = _plain(html[start:end])
            for first, last, term in self._fresh(text, seen):
                first, last = start + places(first), start + places(last)
                words = Markup(html[first:last])  # noqa: S704  # a piece of the HTML that was given
                pieces += [html[at:first], _link(term, address(term), words)]
                at = last
        return "".join([*pieces, html[at:]])

    def _may_hold(self, html: str) -> bool:
        """A quick first look."""
        text = unescape(html) if "&" in html else html
        return bool(self._first_words) and not self._first_words.isdisjoint(_WORD.findall(text.casefold()))

    def _fresh(self, text: str, seen: set[str]) -> Iterator[tuple[int, int, Term]]:
        """Where terms stand that have no link yet."""
        for start, end, term in self._found(text):
            if term.ref not in seen:
                seen.add(term.ref)
                yield start, end, term

    def _found(self, text: str) -> Iterator[tuple[int, int, Term]]:
        """Where terms stand, the longest where several begin; what one takes is not looked at again."""
        done = 0
        for word in _WORD.finditer(text) if self._first_words else ():
            if word.start() < done:
                continue
            for spelling in self._by_first.get(word.group().casefold(), ()):
                start = word.start() - spelling.lead
                match = spelling.pattern.match(text, start) if start >= done else None
                if match and not _JOINED_BEFORE.search(text, max(start - 2, 0), start) and _ends(text, match.end()):
                    done = match.end()
                    if spelling.term is not None:
                        yield start, done, spelling.term
                    break


def _ends(text: str, at: int) -> bool:
    return not _JOINED_AFTER.match(text, at)


def _link(term: Term, address: str, words: Markup) -> Markup:
    if not term.definition:
        return fill('<a class="sb-term" href="%s">%s</a>', address, words)
    meaning = shorten(term.definition, _MOST_OF_DEFINITION)
    return fill('<a class="sb-term" href="%s" title="%s">%s</a>', address, meaning, words)


def _plain(raw: str) -> tuple[str, Callable[[int], int]]:
    """A piece of HTML without tags as text, and what leads from a place in it to the place in the piece."""
    if "&" not in raw:
        return raw, lambda place: place
    letters: list[str] = []
    starts: list[int] = []
    at = 0
    for entity in _ENTITY.finditer(raw):
        letters += raw[at : entity.start()]
        starts += range(at, entity.start())
        meant = unescape(entity.group())
        letters += meant
        starts += [entity.start()] * len(meant)
        at = entity.end()
    letters += raw[at:]
    starts += range(at, len(raw) + 1)
    return "".join(letters), starts.__getitem__


class _Reader(HTMLParser):
    """Finds the stretches of text between tags in which terms may get a link."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self._runs: list[tuple[int, int]] = []
        self._lines: list[int] = []
        self._began: int | None = None
        self._within = ""
        self._depth = 0

    def runs_of(self, html: str) -> list[tuple[int, int]]:
        """Where they begin and end."""
        self._lines = [0, *(match.end() for match in re.finditer("\n", html))]
        self.feed(html)
        self.close()
        self._markup(len(html))
        # A bare "<" in text may be a tag that never ends; what follows it is left alone.
        return [(start, end if (cut := html.find("<", start, end)) < 0 else cut) for start, end in self._runs]

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _text(self) -> None:
        if self._began is None and not self._within:
            self._began = self._here()

    def _markup(self, at: int) -> None:
        if self._began is not None:
            self._runs.append((self._began, at))
            self._began = None

    def handle_data(self, data: str) -> None:
        """Text."""
        self._text()

    def handle_entityref(self, name: str) -> None:
        """Text, like ``&amp;``."""
        self._text()

    def handle_charref(self, name: str) -> None:
        """Text, like ``&#38;``."""
        self._text()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A new element: leaves out those without prose, with all they hold."""
        self._markup(self._here())
        if self._within:
            self._depth += tag == self._within
        elif tag not in _VOID and (tag in _NO_TEXT or _NO_TEXT_CLASSES.intersection(_classes(attrs))):
            self._within, self._depth = tag, 1

    def handle_endtag(self, tag: str) -> None:
        """The end of one."""
        self._markup(self._here())
        if tag == self._within:
            self._depth -= 1
            if not self._depth:
                self._within = ""

    def handle_comment(self, data: str) -> None:
        """No text."""
        self._markup(self._here())

    def handle_decl(self, decl: str) -> None:
        """No text."""
        self._markup(self._here())

    def handle_pi(self, data: str) -> None:
        """No text."""
        self._markup(self._here())

    def unknown_decl(self, data: str) -> None:
        """No text."""
        self._markup(self._here())


def _classes(attrs: list[tuple[str, str | None]]) -> list[str]:
    return next((value or "" for name, value in attrs if name == "class"), "").split()
