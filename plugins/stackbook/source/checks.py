"""What can be wrong with a file before anybody asks what it means."""

from __future__ import annotations

from stackbook.diagnostics import Check, Severity

_E, _W = Severity.ERROR, Severity.WARNING


def _check(code: str, severity: Severity, title: str, why: str, fix: str) -> Check:
    return Check(code, severity, title, why, fix, family="Files and YAML")


UNREADABLE = _check(
    "unreadable-file",
    _E,
    "A file cannot be read",
    "What is in it is missing from the site.",
    "Check that the file exists and that you may read it.",
)
TOO_LARGE = _check(
    "file-too-large",
    _E,
    "A file is too large",
    "One entity takes a few kilobytes. A huge file is a slip, or holds data that does not belong here.",
    "Split it: one file for each entity, or lists of a few hundred.",
)
ENCODING = _check(
    "wrong-encoding",
    _E,
    "A file is not saved as UTF-8",
    "Letters such as ä or é would come out wrong.",
    "Save the file as UTF-8. In a spreadsheet or Windows editor choose “UTF-8” when saving.",
)
CONTROL = _check(
    "control-character",
    _E,
    "A file holds a character that cannot be seen",
    "Invisible characters come along when text is copied, and make two equal words differ.",
    "Delete the character; retyping the word is the quickest way.",
)
LINKED = _check(
    "linked-path",
    _W,
    "A link to another place is not followed",
    "A stack holds everything itself, so that it means the same on every machine.",
    "Put the files themselves into the stack.",
)
ENDING = _check(
    "wrong-ending",
    _W,
    "A file's name does not end in `.yml`",
    "It looks like a file of the stack, and is not read.",
    "Let its name end in `.yml`, in small letters and with nothing behind.",
)
EMPTY = _check(
    "empty-file",
    _W,
    "A file holds nothing",
    "It gives no page.",
    "Fill it in (`stackbook new` writes a start), or delete it.",
)
TAB = _check(
    "tab-indentation",
    _E,
    "A tab is used for indentation",
    "YAML only knows spaces there, because tabs look different in every editor.",
    "Replace the tab with two spaces.",
)
QUOTE = _check(
    "unclosed-quote",
    _E,
    "A quote is opened and not closed",
    "Everything up to the next quote is taken as one text.",
    "Put the missing quote at the end of the text, or leave both quotes out.",
)
INNER_QUOTE = _check(
    "quote-inside-quotes",
    _E,
    "A quote inside a text ends it too early",
    "The text ends at the second quote; what follows cannot be understood.",
    "Write the quote twice (`''`) inside single quotes, or put the other kind of quotes around the text.",
)
COLON = _check(
    "colon-in-text",
    _E,
    "A text with a colon needs quotes",
    "A colon and a space mean “key and value”.",
    "Put the whole text in double quotes.",
)
NO_SPACE = _check(
    "missing-space",
    _E,
    "There is no space after the colon",
    "Without it the line is text, not a key with a value.",
    "Write a space after the colon: `name: Salesforce`.",
)
NO_COLON = _check(
    "missing-colon",
    _E,
    "A line has no colon",
    "Each line is a key, a colon, a space and a value; or it is an entry of a list.",
    "Write a colon and a space after the key. If the line goes on with the text above it, indent it.",
)
INDENT = _check(
    "bad-indentation",
    _E,
    "A line is indented differently from its neighbours",
    "The number of spaces says what belongs together.",
    "Give the line as many spaces as the lines beside it.",
)
SPECIAL = _check(
    "special-character",
    _E,
    "A text begins with a character that has a meaning in YAML",
    "Characters such as @ ` % * & ! { [ say something to YAML when they come first.",
    "Put the whole text in quotes.",
)
COMMENT = _check(
    "text-as-comment",
    _E,
    "A text begins with # and is read as a comment",
    "Everything after a space and a # is left out.",
    "Put the text in quotes. If it is a comment, write a space after the #.",
)
ANCHOR = _check(
    "unused-anchor",
    _W,
    "A text begins with & and loses its first word",
    "A word that begins with & names a place in the file and is no part of the text.",
    "Put the text in quotes. If it is an anchor that nothing uses, take it out.",
)
ESCAPE = _check(
    "unknown-escape",
    _E,
    "A backslash stands inside double quotes",
    "Inside double quotes a backslash begins a code such as `\\n`.",
    "Write the backslash twice, or put single quotes around the text.",
)
BRACKET = _check(
    "unclosed-bracket",
    _E,
    "A bracket is opened and not closed",
    "The list or group goes on to the end of the file.",
    "Close it, or write one entry a line with `- ` in front.",
)
SYNTAX = _check(
    "yaml-syntax",
    _E,
    "This is not YAML",
    "The file cannot be read any further from here.",
    "Compare the line with a file that works; look for quotes, colons and the number of spaces.",
)
DUPLICATE = _check(
    "duplicate-key",
    _E,
    "A key stands twice",
    "Only one of the two values could count, and nobody can tell which.",
    "Keep one of the two.",
)
KEY = _check(
    "key-not-text",
    _E,
    "A key is not a word",
    "Curly brackets, square brackets or a question mark at the start make YAML expect something else.",
    "If this is text, put it in quotes.",
)
TAG = _check(
    "unknown-tag",
    _E,
    "A `!tag` is used",
    "Stackbook reads plain YAML. Tags can mean code in other programs and are never followed.",
    "Leave the tag out. If it is text, put it in quotes.",
)
ALIAS = _check(
    "unknown-alias",
    _E,
    "An alias (`*name`) has no anchor (`&name`)",
    "A text that begins with a star is taken as a reference inside the file.",
    "Put the text in quotes if the star belongs to it.",
)
BOMB = _check(
    "too-much-repetition",
    _E,
    "Aliases repeat a part of the file too often",
    "A small file can be made to fill the memory of a machine.",
    "Write the values out.",
)
DEPTH = _check(
    "too-deep",
    _E,
    "Lists and groups are nested too deeply",
    "No entry of a stack needs more than a few levels.",
    "Look for brackets or spaces that are too many.",
)
SWALLOWED = _check(
    "swallowed-keys",
    _W,
    "A text seems to hold keys that belong outside it",
    "A quote that is closed too late takes the lines between into the text.",
    "Close the quote at the end of its line.",
)

SOURCE_CHECKS = (
    UNREADABLE, TOO_LARGE, ENCODING, CONTROL, LINKED, ENDING, EMPTY, TAB, QUOTE, INNER_QUOTE, COLON, NO_SPACE,
    NO_COLON, INDENT, SPECIAL, COMMENT, ANCHOR, ESCAPE, BRACKET, SYNTAX, DUPLICATE, KEY, TAG, ALIAS, BOMB, DEPTH,
    SWALLOWED,
)  # fmt: skip
"""Every check of this layer."""
