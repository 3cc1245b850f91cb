"""The playbooks: complete, found, true to the model, and with tables that show the stack."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import indent
from typing import Any, get_args

import pytest
from click.testing import CliRunner
from guide_text import GUIDE, ROOT, blocks, code, commands, full_examples, rows, write_all
from pydantic import BaseModel

from stackbook.cli import main
from stackbook.examine import all_checks, examine
from stackbook.model import KINDS
from stackbook.model.vocab import BUILT_IN
from stackbook.reporting import FORMATS

pytestmark = pytest.mark.xdist_group("docs")

FOLDER = GUIDE / "playbooks"
START = FOLDER / "index.md"
PLAYBOOKS = sorted(page for page in FOLDER.glob("*.md") if page != START)
OWN = full_examples(GUIDE / "your-own-stack.md")
"""The little stack that the examples are about."""
BESIDES = {
    "stack/teams/it.yml": "name: IT\nkind: it\n",
    "stack/people/it-lead.yml": "title: Head of IT\nrole: leader\nteam: it\n",
    "stack/tools/crm.yml": OWN["stack/tools/mailchimp.yml"].replace("name: Mailchimp", "name: Our CRM"),
}
"""What the playbooks' first page says that it has besides."""
INITIATIVE = "stack/initiatives/service-reminders.yml"
CONTRACT = "stack/contracts/mailchimp.yml"
TOOL = "stack/tools/mailchimp.yml"
HOLDERS = {"in an initiative": INITIATIVE, "in a requirement": INITIATIVE, "in a tool": TOOL, "in a contract": CONTRACT}
"""Where a piece is put, by its title."""


def _stack() -> dict[str, str]:
    """The little stack, with every file that the playbooks show whole, and a contract."""
    contract = (
        "name: Mailchimp\nvendor: mailchimp\ntools: [mailchimp]\nowner: crm\nstart: 2026-01-01\nend: 2027-12-31\n"
        "auto_renew: true\nnotice_period: P90D\n"
    )
    shown = {path: text for page in PLAYBOOKS for path, text in full_examples(page).items()}
    return {**OWN, **BESIDES, CONTRACT: contract, **shown}


def _errors(files: dict[str, str], folder: Path) -> tuple[list[str], str]:
    write_all(files, folder)
    found = examine(folder / "stack")
    report = FORMATS["text"](found.diagnostics, found.sources.texts(), all_checks(), colour=False)
    return [d.message for d in found.errors], report


@pytest.mark.parametrize("page", PLAYBOOKS, ids=lambda p: p.stem)
def test_a_playbook_says_when_who_how_where_and_when_it_is_done(page: Path) -> None:
    text = page.read_text("utf-8")
    headings = re.findall("^## (.*)$", text, re.MULTILINE)
    assert headings[:2] == ["When to use it", "Who"]
    assert headings[-1] == "Done when"
    assert "In the site" in headings
    assert len(re.findall(r"^\d+\. ", text, re.MULTILINE)) >= 6  # steps
    there = text.split("## In the site\n", 1)[1].split("\n## ", 1)[0]
    assert len(re.findall(r"\]\(\.\./\.\./", there)) >= 4  # pages that are made from the stack


def test_the_first_page_and_the_menu_lead_to_every_playbook() -> None:
    listed = [re.findall(r"\(([\w-]+\.md)\)", row[1]) for row in rows(START, "## Which one answers what")]
    assert sorted(name for [name] in listed) == [page.name for page in PLAYBOOKS]
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    menu = re.findall(r"- guide/playbooks/([\w-]+\.md)\n", settings)
    assert menu == [START.name, *(name for [name] in listed)]


def test_the_files_that_the_playbooks_show_work_together(tmp_path: Path) -> None:
    errors, report = _errors(_stack(), tmp_path)
    assert errors == [], report


def _pieces() -> Iterator[Any]:
    for page in [START, *PLAYBOOKS]:
        for number, block in enumerate(blocks(page)):
            if block.language == "yaml" and not block.title.startswith("stack/"):
                yield pytest.param(block.title, block.text, id=f"{page.stem}-{number}")


@pytest.mark.parametrize(("title", "text"), list(_pieces()))
def test_a_piece_of_a_file_works_where_the_playbook_puts_it(title: str, text: str, tmp_path: Path) -> None:
    files, holder = _stack(), HOLDERS[title]
    if title == "in a requirement":
        need = "requirements:\n  - id: r-01\n    statement: A reminder comes.\n    type: null\n    side: null\n"
        text = f"{need}    priority: must\n    acceptance: [It comes in time.]\n{indent(text, ' ' * 4)}"
    files[holder] = _with(files[holder], text)
    errors, report = _errors(files, tmp_path)
    assert errors == [], report


def _with(file: str, piece: str) -> str:
    """A file in which a piece takes the place of the keys that it has."""
    keys = [line.split(":")[0] for line in piece.splitlines() if not line.startswith((" ", "#"))]
    kept = [part for part in re.split(r"^(?=\w)", file, flags=re.MULTILINE) if part.split(":")[0] not in keys]
    return "".join([*kept, piece])


def _keys(model: type[BaseModel]) -> Iterator[str]:
    """Every key that can be written in a model, and in the parts of it."""
    for name, field in model.model_fields.items():
        yield field.alias or name
        for part in _parts(field.annotation):
            yield from _keys(part)


def _parts(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _parts(inner)


def test_every_key_word_and_rule_that_is_named_exists() -> None:
    keys = {key for kind in KINDS.values() for key in _keys(kind)}
    words = {word for one in BUILT_IN.by_name.values() for word in one.values}
    for page in [START, *PLAYBOOKS]:
        text = re.sub(r"^ *```.*?^ *```$", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
        for named in re.findall("`([^`]+)`", text):
            if re.fullmatch(r"[a-z_]+(?:\.[a-z_]+)*", named):
                assert set(named.split(".")) <= keys | words | set(all_checks()) | _NUMBERS, (page.name, named)
            elif re.fullmatch(r"[a-z]+(?:-[a-z]+)+", named):
                assert named in all_checks(), (page.name, named)
            elif pair := re.fullmatch(r"([a-z_]+): ([a-z_]+)", named):
                assert (pair[1] in keys, pair[2] in words) == (True, True), (page.name, named)


_NUMBERS = {
    *("reach", "impact", "confidence", "effort", "ease", "value"),
    *("business_value", "time_criticality", "risk_reduction", "job_size"),
}
"""Numbers of a score, which are the method's own; that they are right, the rule about scores says."""


def test_what_the_table_of_methods_names_is_what_each_method_wants(tmp_path: Path) -> None:
    files, page = _stack(), tmp_path / "prioritisation.md"
    text = (FOLDER / page.name).read_text("utf-8")
    page.write_text(re.sub(r"^ +\|", "|", text, flags=re.MULTILINE), "utf-8")
    table = rows(page, "Scores of different methods cannot be compared.\n")
    names = {value.label: key for key, value in BUILT_IN["score_method"].values.items()}
    assert sorted(names) == sorted(row[0] for row in table)
    for number, row in enumerate(table):
        values = "".join(f"    {one}: 1\n" for one in code(row[2]))
        piece = f"score:\n  method: {names[row[0]]}\n  values:\n{values}"
        write_all({**files, INITIATIVE: _with(files[INITIATIVE], piece)}, tmp_path / str(number))
        found = examine(tmp_path / str(number) / "stack")
        assert "score-incomplete" not in {d.code for d in found.diagnostics}, row[0]


def test_every_kind_of_milestone_stands_on_the_way_to_the_launch() -> None:
    listed = [code(row[1])[0] for row in rows(FOLDER / "launch.md", "and leave no kind out without a word why.\n")]
    assert sorted(listed) == sorted(BUILT_IN["milestone_kind"].values)


def test_every_sort_of_meeting_stands_in_the_rhythm_or_has_a_playbook() -> None:
    listed = {code(row[0])[0] for row in rows(FOLDER / "review-cadence.md", "## The rhythm\n")}
    assert listed | {"community_of_practice"} == set(BUILT_IN["ritual_type"].values)


@pytest.mark.parametrize("line", sorted({line for page in PLAYBOOKS for line in commands(page, "stackbook")}))
def test_every_command_of_a_playbook_can_be_run(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_all(_stack(), tmp_path)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, shlex.split(line)[1:], prog_name="stackbook")
    assert done.exit_code == 0, done.output


def test_the_tables_of_the_playbooks_show_the_stack(tmp_path: Path, build: Callable[[Path], Path]) -> None:
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    write_all(_stack(), tmp_path)
    site = build(tmp_path) / "guide" / "playbooks"
    shown = {
        "prioritisation": '<a href="../../../initiatives/service-reminders/">Service reminders</a>',
        "launch": '<a href="../../../reviews/service-reminders-security/">Security of the service reminders</a>',
        "review-cadence": '<a href="../../../rituals/steering/">Steering committee</a>',
        "community-of-practice": '<a href="../../../teams/mail-writers/">Mail writers</a>',
    }
    for name, link in shown.items():
        page = (site / name / "index.html").read_text("utf-8")
        now = page.split('id="right-now"', 1)[1].split('id="done-when"', 1)[0]
        assert link in now, name
