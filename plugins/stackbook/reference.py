"""The reference part of the guide, as Markdown: every key, every word, every check.

All of it is made from the model, the vocabularies and the checks, so it cannot say
anything else than they do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import yaml

from stackbook.diagnostics import Check, Severity
from stackbook.examine import all_checks
from stackbook.model import KINDS
from stackbook.model.base import KindSpec
from stackbook.model.vocab import BUILT_IN
from stackbook.model.vocabulary import Vocabularies
from stackbook.rules import RULES
from stackbook.schema import field_reference, vocabulary_reference

FOLDER = "guide/reference"
"""Where the pages stand among the hand-written ones."""

_WORDS_PAGE = "../words.md"
_MEANING = {
    Severity.ERROR: "Fails the check, and stops the build.",
    Severity.WARNING: "Is shown and counted. Fails the check only with `--strict`.",
    Severity.HINT: "Is shown. Fails nothing.",
}
_CODE = re.compile(r"(`[^`]+`)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SPECIAL = re.compile(r"[\\`*_{}\[\]#|]")


@dataclass(frozen=True, slots=True)
class Document:
    """One page of Markdown.

    Args:
        path: where it stands among the hand-written pages, forward slashes, such as ``guide/reference/words.md``.
        title: what the navigation calls it.
        markdown: the page, beginning with its heading.
    """

    path: str
    title: str
    markdown: str


def reference_documents(
    vocabularies: Vocabularies = BUILT_IN, extra_checks: Iterable[Check] = ()
) -> tuple[Document, ...]:
    """Every page of the reference, in the order of the navigation.

    Args:
        vocabularies: the words of the organisation whose site it is.
        extra_checks: checks beside those of `all_checks`, such as those a build makes.

    Returns:
        The start page, one page for each kind, the words, the checks. Links between them are relative and lead
        to files, so they work wherever the folder stands.
    """
    checks = {**all_checks(), **{check.code: check for check in extra_checks}}
    fields = tuple(
        Document(_fields_path(kind.spec), kind.spec.plural, field_reference(key, vocabularies, _WORDS_PAGE))
        for key, kind in KINDS.items()
    )
    return (
        Document(f"{FOLDER}/index.md", "Reference", _index(len(checks), len(vocabularies.by_name))),
        *fields,
        Document(f"{FOLDER}/words.md", "Words", vocabulary_reference(vocabularies)),
        Document(f"{FOLDER}/rules.md", "Checks and rules", _rules(checks)),
    )


def _fields_path(spec: KindSpec) -> str:
    return f"{FOLDER}/fields/{spec.folder or 'stack'}.md"


def _index(checks: int, lists: int) -> str:
    out = [
        "# Reference",
        "",
        "Look things up here. These pages are made anew with every build, from the same source as the check.",
        "So they are never out of date.",
        "",
        "## What you can write",
        "",
        "One page for each kind of thing: every key, what it means, what to write and who answers for it.",
        "",
        "| Page | What it is about | Where its files stand |",
        "| --- | --- | --- |",
    ]
    for kind in KINDS.values():
        spec = kind.spec
        place = f"stack/{spec.folder}/" if spec.folder else "stack/stack.yml"
        page = _fields_path(spec).removeprefix(f"{FOLDER}/")
        out.append(f"| [{_inline(spec.plural)}]({page}) | {_inline(spec.about)} | `{place}` |")
    out += [
        "",
        "## Words and checks",
        "",
        f"- [Words](words.md): the {lists} lists of words. Some keys take only a word of a list.",
        f"- [Checks and rules](rules.md): the {checks} things that are looked at, why they matter",
        "  and how to put them right.",
    ]
    return "\n".join(out) + "\n"


def _rules(checks: dict[str, Check]) -> str:
    families: dict[str, list[Check]] = {}
    for check in checks.values():
        families.setdefault(check.family, []).append(check)
    out = [
        "# Checks and rules",
        "",
        f"`stackbook check` looks at {len(checks)} things. Each has a name. The check shows it in brackets, as in",
        "`error[unknown-key]`. Look the name up here.",
        "",
        "| Severity | What happens |",
        "| --- | --- |",
        *(f"| {severity.value.capitalize()} | {meaning} |" for severity, meaning in _MEANING.items()),
        "",
    ]
    for family, members in families.items():
        out += [f"## {_inline(family)}", ""]
        for check in members:
            out += [*_one(check), ""]
    return "\n".join(out).rstrip() + "\n"


def _one(check: Check) -> Iterator[str]:
    rule = RULES.get(check.code)
    # The heading is the code alone: its anchor is the code, whichever Markdown extensions are on.
    yield from (f"### {check.code}", "", f"**{_inline(check.title)}.**", "")
    yield f"{check.severity.value.capitalize()}. {check.side.label} answers."
    if rule and rule.dated:
        yield "It needs a day: `stackbook check --as-of today`, or `as_of` in `mkdocs.yml`."
        if check.severity is Severity.ERROR:
            yield "On a pull request it only warns; it fails the scheduled check."
    yield from ("", f"Why it matters: {_inline(check.why)}", "", f"What to do: {_inline(check.fix)}")
    if rule and rule.thresholds:
        keys = " and ".join(f"`thresholds.{key}`" for key in rule.thresholds)
        yield from ("", f"It begins to speak at {keys} of `stack.yml`.")
    if rule and rule.source:
        yield from ("", f"Source: {_inline(rule.source)}")
    if rule:
        yield from ("", "This is found:", "", *_example(rule.fails), "", "This is fine:", "", *_example(rule.passes))


def _example(files: dict[str, str]) -> Iterator[str]:
    """Files as one block of YAML, each with its path as a remark above it."""
    yield "```yaml"
    for number, (path, text) in enumerate(files.items()):
        if number:
            yield ""
        yield f"# stack/{path}"
        yield one_key_a_line(text).rstrip("\n")
    yield "```"


class _Dumper(yaml.SafeDumper):
    """Writes lists as the samples do: two spaces in."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """PyYAML's hook."""
        del indentless
        super().increase_indent(flow, False)


def one_key_a_line(text: str) -> str:
    """YAML without curly brackets: the tests of a rule are written short, its readers know one key a line."""
    node = yaml.compose(text, yaml.SafeLoader)
    if "#" in text or not isinstance(node, yaml.CollectionNode):
        return text
    _unfold(node)
    return str(yaml.serialize(node, Dumper=_Dumper, allow_unicode=True, width=10_000))


def _unfold(node: yaml.Node) -> None:
    if isinstance(node, yaml.ScalarNode):
        node.style = None  # quotes only where they are needed
        if _DAY.fullmatch(node.value):
            node.tag = "tag:yaml.org,2002:timestamp"
    elif isinstance(node, yaml.CollectionNode):
        node.flow_style = False
        for item in node.value:
            for one in item[1:] if isinstance(item, tuple) else (item,):
                _unfold(one)


def _inline(text: str) -> str:
    """Our own words in Markdown: `code` stays code, nothing else has a meaning."""
    pieces = _CODE.split(" ".join(text.split()))
    return "".join(
        piece if n % 2 else _SPECIAL.sub(r"\\\g<0>", piece).replace("&", "&amp;").replace("<", "&lt;")
        for n, piece in enumerate(pieces)
    )
