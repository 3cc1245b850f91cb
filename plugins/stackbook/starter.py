"""A first file for something new: what has to be there filled in, everything else at hand as comments."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator

import yaml

from stackbook.fields import FieldDoc, Shape, describe
from stackbook.model import KINDS
from stackbook.model.types import MAX_NAME, make_id
from stackbook.model.vocab import BUILT_IN
from stackbook.model.vocabulary import Vocabularies
from stackbook.work.questionnaire import BEST, QUESTIONS

_WIDTH = 100
_PLACEHOLDERS = {
    Shape.TEXT: "Change me",
    Shape.LINE: "Change me.",
    Shape.PROSE: "Change me.",
    Shape.FIELD_ID: "change_me",
    Shape.FIELD_REF: "change-me.change_me",
    Shape.FLAG: "false",
    Shape.KIND: "tool",
    Shape.CONDITION: '{name: "*"}',
}


def starter(kind: str, name: str, vocabularies: Vocabularies = BUILT_IN) -> tuple[str, str]:
    """A commented file to begin with.

    Args:
        kind: the kind's key, such as ``data_source``.
        name: what people call the thing; the id is made from it.
        vocabularies: the words that may be used.

    Returns:
        The path below the folder of the stack, and the YAML.

    Raises:
        ValueError: nothing can be begun like that; the message says why in plain words.
    """
    model = KINDS.get(kind)
    if model is None:
        known = ", ".join(key for key, one in KINDS.items() if one.spec.folder)
        raise ValueError(f"There is no kind `{kind}`. Choose one of: {known}.")
    if not model.spec.folder:
        raise ValueError(f"There is only one {model.spec.singular.lower()}. It stands in `stack.yml`; change it there.")
    name = " ".join(name.split())
    if len(name) > MAX_NAME:
        raise ValueError(f"The name is too long: {len(name)} characters, and {MAX_NAME} are allowed.")
    if not name.isprintable():
        raise ValueError("The name holds characters that cannot be seen. Type it anew.")
    made = make_id(name)
    if made == "index":
        raise ValueError("`index` cannot be an id: it is the address of the list. Choose another name.")
    if not made:
        raise ValueError(f"No id can be made from `{name}`. Use a name with letters a to z or digits.")
    return f"{model.spec.folder}/{made}.yml", "\n".join(_lines(kind, name, vocabularies)) + "\n"


def _lines(kind: str, name: str, vocabularies: Vocabularies) -> Iterator[str]:
    doc = describe(kind)
    yield f"# yaml-language-server: $schema=../.schema/{kind}.json"
    yield from _remark(
        f"{doc.spec.singular}. Replace each `null` and `change-me`; leave `null` where nobody knows. "
        "Lines with two hashes explain. To use a line with one hash, take the hash away."
    )
    yield ""
    yield yaml.safe_dump({"name": name}, allow_unicode=True, width=10**6).rstrip("\n")
    for one in doc.fields:
        if one.required and one.key != "name":
            yield ""
            yield from _explained(one, vocabularies)
            yield from _keys_of(one, vocabularies)
            yield from _READY.get((kind, one.key), _required)(one, "")
    for title, fields in doc.sections:
        optional = [one for one in fields if not one.required and one.key != "name"]
        if optional:
            yield from ("", f"## ---- {title} ----")
        for one in optional:
            yield ""
            yield from _explained(one, vocabularies)
            yield from _commented(_optional(one, "", vocabularies))


def _explained(doc: FieldDoc, vocabularies: Vocabularies) -> Iterator[str]:
    yield from _remark(" ".join(filter(None, (doc.help, _allowed(doc, vocabularies)))))


def _keys_of(doc: FieldDoc, vocabularies: Vocabularies) -> Iterator[str]:
    """For a group of keys that may be `null`: what may stand in it."""
    if doc.part and doc.nullable:
        yield from _remark("Instead of `null`, write below it, indented:")
        for inner in doc.inner:
            yield from _remark(f"`{inner.key}`: {_short(inner, vocabularies)}")


def _allowed(doc: FieldDoc, vocabularies: Vocabularies) -> str:
    if doc.vocabulary:
        known = vocabularies[doc.vocabulary].values
        live = [key for key, value in known.items() if not (value.deprecated or value.replaced_by)]
        return f"{'Any of' if doc.many else 'One of'}: {', '.join(live)}."
    if doc.shape is Shape.KIND:
        return f"One of: {', '.join(kind for kind in KINDS if kind not in ('organisation', 'rule'))}."
    if doc.shape in (Shape.PART, Shape.LINE, Shape.PROSE, Shape.ANY) or (doc.shape is Shape.TEXT and not doc.many):
        return ""
    return f"{doc.type_in_words[0].upper()}{doc.type_in_words[1:]}."


def _required(doc: FieldDoc, indent: str) -> Iterator[str]:
    """A key that has to be there, with its placeholder."""
    if doc.nullable or (not doc.required and not doc.many):
        yield f"{indent}{doc.key}: null"
    elif doc.part:
        yield f"{indent}{doc.key}:"
        lead = f"{indent}  - " if doc.many else f"{indent}  "
        for inner in [one for one in doc.inner if one.required] or doc.inner:
            first, *rest = _required(inner, "")
            yield f"{lead}{first}"
            lead = f"{indent}    " if doc.many else f"{indent}  "
            yield from (f"{lead}{line}" for line in rest)
    else:
        placeholder = f"change-me-{doc.key}" if doc.refs else _PLACEHOLDERS.get(doc.shape, "null")
        yield f"{indent}{doc.key}: [{placeholder}]" if doc.many else f"{indent}{doc.key}: {placeholder}"


def _best_score(doc: FieldDoc, indent: str) -> Iterator[str]:
    """The scale of the ready questionnaire."""
    yield f"{indent}{doc.key}: {BEST}"


def _questions(doc: FieldDoc, indent: str) -> Iterator[str]:
    """The ready questionnaire, with room for both sides' answers."""
    inner = {one.key: one for one in doc.inner}
    yield from _remark(
        f"Ask people of both sides each question: 1 is not at all, {BEST} is entirely. Write the mean of each side. "
        "Keep the ids: by them the next scorecard is compared with this one. Leave out or add what you like. "
        "Beside the answers may stand:"
    )
    for key in ("respondents", "evidence"):
        yield from _remark(f"`{key}`: {inner[key].help}")
    yield f"{indent}{doc.key}:"
    for one in QUESTIONS:
        written = {"id": one.id, "name": one.name, "question": one.text, "marketing": None, "it": None}
        dumped = yaml.safe_dump([written], allow_unicode=True, sort_keys=False, width=_WIDTH - 10)
        yield from (f"{indent}  {line}" for line in dumped.splitlines())


_READY: dict[tuple[str, str], Callable[[FieldDoc, str], Iterator[str]]] = {
    ("scorecard", "scale"): _best_score,
    ("scorecard", "dimensions"): _questions,
}
"""Kind and key to what is written ready, where there is something better than a placeholder."""


def _optional(doc: FieldDoc, indent: str, vocabularies: Vocabularies) -> Iterator[str]:
    """A key that may be there; for a part with the keys that stand in it, each with its help."""
    if not doc.part or doc.mapping:
        yield f"{indent}{doc.key}: {'{}' if doc.mapping else '[]' if doc.many else 'null'}"
        return
    yield f"{indent}{doc.key}:"
    lead = f"{indent}  - " if doc.many else f"{indent}  "
    for inner in doc.inner:
        note = _short(inner, vocabularies)
        plain = f"{inner.key}: {'[]' if inner.many else '{}' if inner.mapping or inner.part else 'null'}"
        beside = f"{lead}{plain}  # {note}"
        if len(beside) < _WIDTH:
            yield beside
        else:
            margin = " " * len(lead)
            yield from (f"{margin}{line}" for line in _remark(note, _WIDTH - len(lead) - 2))
            yield f"{lead}{plain}"
        lead = f"{indent}    " if doc.many else f"{indent}  "


def _short(doc: FieldDoc, vocabularies: Vocabularies) -> str:
    allowed = _allowed(doc, vocabularies) if doc.vocabulary else ""
    return " ".join(" ".join(filter(None, (doc.help, allowed))).split())


def _remark(text: str, width: int = _WIDTH) -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()),
        width,
        initial_indent="## ",
        subsequent_indent="## ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _commented(lines: Iterable[str]) -> Iterator[str]:
    yield from (f"# {line}" for line in lines)
