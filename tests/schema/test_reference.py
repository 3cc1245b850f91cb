"""The generated pages name every key and every word."""

from __future__ import annotations

import re

import pytest
from markdown import markdown

from stackbook.fields import FieldDoc, describe
from stackbook.model import KINDS
from stackbook.model.vocab import BUILT_IN
from stackbook.schema import field_reference, vocabulary_reference


def all_fields(docs: tuple[FieldDoc, ...]) -> list[FieldDoc]:
    return [one for doc in docs for one in (doc, *all_fields(doc.inner))]


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_and_word_is_there(kind: str) -> None:
    page = field_reference(kind)
    html = markdown(page, extensions=["tables"])
    for doc in all_fields(describe(kind).fields):
        assert f"| `{doc.key}` |" in page
        for word in BUILT_IN[doc.vocabulary].values if doc.vocabulary else ():
            assert f"<td><code>{word}</code></td>" in html
    assert page == field_reference(kind)
    assert page.endswith("\n")
    assert "\n\n\n" not in page


@pytest.mark.parametrize("page", [*(field_reference(kind) for kind in KINDS), vocabulary_reference()])
def test_tables_are_whole(page: str) -> None:
    rows = re.findall(r"(?m)^\|.*$", page)
    html = markdown(page, extensions=["tables"])
    assert rows
    assert "|" not in re.sub(r"<code>.*?</code>", "", html)
    assert html.count("<tr>") == len(rows) - html.count("<table>")


def test_every_list_is_on_the_page_of_words() -> None:
    page = vocabulary_reference()
    for one in BUILT_IN.by_name.values():
        for key in one.values:
            assert f"| `{key}` |" in page
