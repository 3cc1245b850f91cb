"""What can be wrong with an entity on its own and with what it refers to."""

from __future__ import annotations

from stackbook.diagnostics import Check, Severity

_E, _W = Severity.ERROR, Severity.WARNING


def _check(code: str, severity: Severity, title: str, why: str, fix: str) -> Check:
    return Check(code, severity, title, why, fix, family="Structure")


NO_STACK = _check(
    "no-stack",
    _E,
    "There is no stack here",
    "Stackbook needs a folder with `stack.yml` and folders such as `tools` in it.",
    "Run it in the folder that holds `stack/`, or say where it is with `--stack`.",
)
UNKNOWN_FOLDER = _check(
    "unknown-folder",
    _E,
    "A folder is not one of the stack's",
    "Its files are not read, so what they say is missing from the site.",
    "Rename it, or move its files.",
)
MISPLACED = _check(
    "misplaced-file",
    _E,
    "A file stands outside the folders of the stack",
    "The folder says what a file is about. At the top there is only `stack.yml`.",
    "Move it into `tools`, `vendors` or whichever folder it belongs to.",
)
BAD_ID = _check(
    "bad-id",
    _E,
    "An id has letters that are not allowed",
    "The id is the address of the page and the word by which others refer to it.",
    "Use small letters, digits and single hyphens.",
)
ID_MISMATCH = _check(
    "id-differs-from-file",
    _E,
    "An id differs from the file's name",
    "One file, one id: otherwise nobody finds the file again.",
    "Leave the key `id` out; the file's name is the id.",
)
NO_ID = _check(
    "missing-id",
    _E,
    "An entry of a file with several has no id",
    "The file's name can only be the id of one.",
    "Add `id:` to each entry.",
)
DUPLICATE_ID = _check(
    "duplicate-id",
    _E,
    "Two entities have the same id",
    "References could mean either.",
    "Rename one of them, or make the two into one.",
)
ALIAS_TAKEN = _check(
    "alias-taken",
    _E,
    "An earlier id is in use again",
    "An old address can only lead to one page.",
    "Take the alias out of one of the two, or give the entity another id.",
)
NOT_A_GROUP = _check(
    "not-an-entity",
    _E,
    "A file does not hold keys with values",
    "Each entity is a group of keys, such as `name:`.",
    "Write one key a line. `stackbook new` shows how.",
)
MISSING = _check(
    "missing-key",
    _E,
    "A required key is missing",
    "The page makes no sense without it.",
    "Add it. Where you have asked and nobody knows, write `null`.",
)
UNKNOWN_KEY = _check(
    "unknown-key",
    _E,
    "A key is not known",
    "Its value would be lost without a word.",
    "Correct the spelling, or begin it with `x-` if it is a key of your own.",
)
UNKNOWN_VALUE = _check(
    "unknown-value",
    _E,
    "A value is not one of the list",
    "Lists and filters only work when the same thing is always called the same.",
    "Use a word of the list, or add yours under `vocabulary` in `stack.yml`.",
)
DEPRECATED_VALUE = _check(
    "deprecated-value",
    _W,
    "A value is no longer used",
    "It still works, and will go one day.",
    "Use the word that took its place.",
)
WRONG_TYPE = _check(
    "wrong-type",
    _E,
    "A value is of the wrong sort",
    "For instance a list where one word is wanted.",
    "Write it as the message says.",
)
WRONG_VALUE = _check(
    "wrong-value",
    _E,
    "A value cannot be right",
    "For instance a date that is not in the calendar.",
    "Write it as the message says.",
)
UNKNOWN_REFERENCE = _check(
    "unknown-reference",
    _E,
    "A reference leads nowhere",
    "A page would show a name without a link, and nobody would know who is meant.",
    "Correct the id, or add the entity.",
)
WRONG_KIND = _check(
    "wrong-kind",
    _E,
    "A reference names something of another kind",
    "Here only certain kinds make sense.",
    "Name one of the kinds that are allowed.",
)
UNKNOWN_VOCABULARY = _check(
    "unknown-vocabulary",
    _E,
    "There is no such vocabulary, or it cannot be extended",
    "The words would never be used.",
    "Use the name of a vocabulary that can be extended.",
)

INVENTORY_CHECKS = (
    NO_STACK, UNKNOWN_FOLDER, MISPLACED, BAD_ID, ID_MISMATCH, NO_ID, DUPLICATE_ID, ALIAS_TAKEN, NOT_A_GROUP, MISSING,
    UNKNOWN_KEY, UNKNOWN_VALUE, DEPRECATED_VALUE, WRONG_TYPE, WRONG_VALUE, UNKNOWN_REFERENCE, WRONG_KIND,
    UNKNOWN_VOCABULARY,
)  # fmt: skip
"""Every check of this layer."""
