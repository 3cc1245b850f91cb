"""The generated reference: complete, true to the model and the rules, with links that hold."""

from __future__ import annotations

import posixpath
import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from guide_text import write_all

from stackbook.diagnostics import Check, Severity
from stackbook.examine import all_checks, examine
from stackbook.fields import describe
from stackbook.inventory import load
from stackbook.model import KINDS
from stackbook.reference import reference_documents
from stackbook.rules import RULES
from stackbook.site import SITE_CHECKS

DOCUMENTS = {one.path: one for one in reference_documents(extra_checks=SITE_CHECKS)}
RULES_PAGE = DOCUMENTS["guide/reference/rules.md"].markdown


def test_every_page_begins_with_its_heading_and_links_hold() -> None:
    for path, document in DOCUMENTS.items():
        assert re.match(r"# \S.*\n\n", document.markdown)
        assert document.title
        for address in re.findall(r"\]\(([^)]+)\)", document.markdown):
            if not address.startswith("https://"):
                assert posixpath.normpath(posixpath.join(posixpath.dirname(path), address)) in DOCUMENTS, address


def test_every_kind_has_a_page_with_every_key_and_the_start_page_leads_there() -> None:
    start = DOCUMENTS["guide/reference/index.md"].markdown
    for key, kind in KINDS.items():
        name = f"fields/{kind.spec.folder or 'stack'}.md"
        assert f"]({name})" in start
        page = DOCUMENTS[f"guide/reference/{name}"].markdown
        for field in describe(key).fields:
            assert f"| `{field.key}` |" in page


def test_every_check_has_a_section_named_by_its_code() -> None:
    checks = {**all_checks(), **{check.code: check for check in SITE_CHECKS}}
    headings = re.findall(r"^### (.*)$", RULES_PAGE, re.MULTILINE)
    assert sorted(headings) == sorted(checks)
    for code, check in checks.items():
        section = _section(code)
        assert f"{check.severity.value.capitalize()}. {check.side.label} answers." in section
        assert "Why it matters: " in section
        assert "What to do: " in section


def test_a_family_has_one_heading() -> None:
    families = re.findall(r"^## (.*)$", RULES_PAGE, re.MULTILINE)
    assert len(families) == len(set(families))


@pytest.mark.parametrize("code", sorted(RULES))
def test_the_examples_of_a_rule_are_found_and_fine_as_shown(code: str, tmp_path: Path) -> None:
    rule = RULES[code]
    fails, passes = (_files(block) for block in re.findall(r"```yaml\n(.*?)```", _section(code), re.DOTALL))
    for shown, meant in ((fails, rule.fails), (passes, rule.passes)):
        texts = {f"stack/{path}": yaml.load(text, yaml.BaseLoader) for path, text in meant.items()}
        assert {path: yaml.load(text, yaml.BaseLoader) for path, text in shown.items()} == texts
        assert "{" not in "".join(shown.values())
    assert (code in _codes(fails, tmp_path / "fails"), code in _codes(passes, tmp_path / "passes")) == (True, False)


def test_own_words_and_further_checks_are_in_it(tmp_path: Path) -> None:
    own = "name: Acme\nvocabulary:\n  team_kind:\n    - {value: shops, label: 'Shops | all'}\n"
    write_all({"stack/stack.yml": own}, tmp_path)
    check = Check("more-[x]", Severity.HINT, "A *star* & <b>", "Why `a_b` not_c", "Fix it.", family="Further")
    made = {d.path: d.markdown for d in reference_documents(load(tmp_path / "stack").inventory.vocabularies, [check])}
    assert "| `shops` | Shops \\| all |" in made["guide/reference/words.md"]
    assert "`shops`" in made["guide/reference/fields/teams.md"]
    assert r"**A \*star\* &amp; &lt;b>.**" in made["guide/reference/rules.md"]
    assert r"Why `a_b` not\_c" in made["guide/reference/rules.md"]
    assert "## Further" in made["guide/reference/rules.md"]


def test_the_same_comes_out_every_time() -> None:
    assert reference_documents() == reference_documents()


def _section(code: str) -> str:
    return re.split(r"^#{2,3} ", RULES_PAGE.split(f"### {code}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def _files(block: str) -> dict[str, str]:
    pieces = re.split(r"^# (stack/\S+)\n", block, flags=re.MULTILINE)[1:]
    return dict(zip(pieces[::2], pieces[1::2], strict=True))


def _codes(files: dict[str, str], folder: Path) -> set[str]:
    write_all({"stack/stack.yml": "name: Acme\n", **files}, folder)
    return {d.code for d in examine(folder / "stack", as_of=date(2026, 11, 1)).diagnostics}
