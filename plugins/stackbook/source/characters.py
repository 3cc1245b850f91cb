"""Characters that matter before anything else: ends of lines, and what cannot be seen."""

from __future__ import annotations

import re

LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What libyaml counts as the end of a line."""

INVISIBLE = re.compile(
    "[\ufdd0-\ufdef\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
    "\u200b\u2060\ufeff"  # these take no room, so that two words look equal and are not
    "\u202a-\u202e\u2066-\u2069]"  # these turn the direction of text and can make a line read as something else
)
"""A character that no stack may hold."""

ODD_SPACE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""For a class of a regular expression: what looks like a space and is none to YAML."""
