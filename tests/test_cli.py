"""The command line, as people and CI use it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stackbook.cli import main
from stackbook.model import KINDS
from stackbook.reporting import FORMATS

FILES = {
    "stack.yml": "name: Acme\nthresholds: {completeness: 0}\nvocabulary: {team_kind: [{value: squad, label: Squad}]}\n",
    "teams/crm.yml": "name: CRM team\nkind: squad\nchannel: '#crm'\n",
    "people/ada.yml": "name: Ada Example\nrole: leader\nteam: crm\nemail: ada@example.com\nx-desk: [1, 2]\n",
    "vendors/acme.yml": "name: Acme Software\nhq_country: DE\n",
    "tools/crm.yml": (
        "name: CRM\nvendor: acme\ncategory: crm\npurpose: Keeps customers.\nbusiness_owner: team:crm\n"
        "technical_owner: person:ada\nlifecycle:\n  phase: plan\nraci:\n  accountable: [team:crm]\n"
    ),
}
WRITABLE = [kind for kind in KINDS if KINDS[kind].spec.folder]

Run = Callable[..., Result]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder with a small stack, in which the commands run."""
    for name, text in FILES.items():
        path = tmp_path / "stack" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(project: Path) -> Run:
    """Runs a command; whatever it does, it must not end in an exception."""

    def run_it(*arguments: str) -> Result:
        result = CliRunner().invoke(main, list(arguments))
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.output
        return result

    return run_it


def test_without_arguments_it_says_what_it_can(run: Run) -> None:
    result = run()
    assert result.output == run("--help").output
    for command in ("check", "list", "new", "schema", "show"):
        assert f"  {command} " in result.output


@pytest.mark.parametrize("command", ["check", "list", "new", "schema", "show"])
def test_every_command_has_help(run: Run, command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert result.output == run(command, "-h").output


def test_version(run: Run) -> None:
    assert re.search(r"\d+\.\d+", run("--version").output)


def test_unknown_command(run: Run) -> None:
    result = run("chekc")
    assert result.exit_code == 2
    assert "No such command 'chekc'" in result.output


# check


def test_nothing_is_wrong(run: Run) -> None:
    result = run("check")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "No problems in 5 files." in result.output
    assert "--as-of today" in result.output
    assert "--as-of" not in run("check", "--as-of", "today").output


def test_an_error_fails(run: Run, project: Path) -> None:
    (project / "stack/vendors/acme.yml").write_text("name: Acme\nhq_contry: DE\n")
    result = run("check")
    assert result.exit_code == 1
    assert "stack/vendors/acme.yml:2:1: error[unknown-key]" in result.output
    assert "1 error in 1 of 5 files." in result.output


def test_a_warning_fails_only_when_strict(run: Run, project: Path) -> None:
    (project / "stack/vendors/empty.yml").write_text("# later\n")
    assert run("check").exit_code == 0
    assert "warning[empty-file]" in run("check").output
    assert run("check", "--strict").exit_code == 1


def test_the_day(run: Run, project: Path) -> None:
    vendor = project / "stack/vendors/acme.yml"
    vendor.write_text("name: Acme\nlast_reviewed: 2026-01-01\nreview_every: P1M\n")
    assert "seal-lapsed" not in run("check").output
    assert "seal-lapsed" not in run("check", "--as-of", "2026-02-01").output
    assert "seal-lapsed" in run("check", "--as-of", "2026-02-02").output


@pytest.mark.parametrize(
    "day", ["tomorrow", "31.01.2026", "2026-02-30", "", "20260131", "2026-W01-1", "2026-01-31T10:00"]
)
def test_no_day(run: Run, day: str) -> None:
    result = run("check", "--as-of", day)
    assert result.exit_code == 2
    assert f"'{day}' is not a day. Write it like 2026-03-31, or 'today'." in " ".join(result.output.split())


@pytest.mark.parametrize("style", FORMATS)
def test_formats(run: Run, project: Path, style: str) -> None:
    (project / "stack/vendors/acme.yml").write_text("name: 'Acme\n")
    result = run("check", "--format", style)
    assert result.exit_code == 1
    assert "stack/vendors/acme.yml" in result.stdout
    if style in ("json", "sarif"):
        json.loads(result.stdout)
    if style == "github":
        assert result.stdout.startswith("::error file=stack/vendors/acme.yml,line=1,")


@pytest.mark.parametrize("style", ["json", "sarif"])
def test_formats_for_machines_are_whole_when_nothing_is_wrong(run: Run, style: str) -> None:
    json.loads(run("check", "--format", style).stdout)


def test_unknown_format(run: Run) -> None:
    result = run("check", "--format", "xml")
    assert result.exit_code == 2
    assert "'xml' is not one of" in result.output


def test_only_some_files(run: Run, project: Path) -> None:
    (project / "stack/vendors/acme.yml").write_text("name: 'Acme\n")
    (project / "stack/teams/crm.yml").write_text("name: CRM\nkind: sqad\n")
    assert "stack/teams" not in run("check", "stack/vendors").output
    assert "1 error in 1 of 1 file." in " ".join(run("check", "stack/vendors").output.split())
    one = run("check", "stack/teams/crm.yml", "stack/people")
    assert "stack/vendors" not in one.output
    assert one.exit_code == 1
    assert run("check", "stack/people/ada.yml").exit_code == 0
    assert run("check", "stack").output == run("check").output


def test_a_folder_whose_name_only_begins_alike(run: Run, project: Path) -> None:
    (project / "stack/teams/crm-two.yml").write_text("name: 'x\n")
    (project / "stack/teams/crm").mkdir()
    assert run("check", "stack/teams/crm").exit_code == 0


def test_paths_that_are_not_there(run: Run, project: Path) -> None:
    result = run("check", "stack/tools/crn.yml")
    assert result.exit_code == 2
    assert "There is no file or folder 'stack/tools/crn.yml'." in result.output
    (project / "elsewhere").mkdir()
    assert run("check", "elsewhere").exit_code == 2
    assert "is not below 'stack'" in " ".join(run("check", "elsewhere").output.split())


def test_another_stack(run: Run, project: Path) -> None:
    (project / "stack").rename(project / "other")
    assert run("check", "other").exit_code == 0
    assert run("check", "--stack", "other").exit_code == 0
    (project / "other/vendors/acme.yml").write_text("nmae: Acme\n")
    assert "other/vendors/acme.yml:1:1: error" in run("check", "--stack", "other").output
    assert "other/vendors/acme.yml:1:1: error" in run("check", "--stack", str(project / "other")).output


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["list", "tool"],
        ["new", "tool", "X"],
        ["show", "tool:crm"],
        ["schema", "--write"],
        ["schema", "--check"],
    ],
    ids=lambda arguments: " ".join(arguments),
)
def test_no_stack(run: Run, project: Path, arguments: list[str]) -> None:
    (project / "stack").rename(project / "moved")
    result = run(*arguments)
    assert result.exit_code == 2
    assert "There is no folder 'stack'." in result.output
    assert "--stack" in result.output


@pytest.mark.parametrize("arguments", [["check"], ["list", "tool"], ["new", "tool", "X"], ["schema", "--write"]])
def test_a_file_for_a_stack(run: Run, project: Path, arguments: list[str]) -> None:
    (project / "a-file").write_text("x")
    assert run(*arguments, "--stack", "a-file").exit_code == 2


def test_an_empty_stack(run: Run, project: Path) -> None:
    (project / "new").mkdir()
    result = run("check", "--stack", "new")
    assert result.exit_code == 1
    assert "new:1:1: error[no-stack] there is no `stack.yml` here" in result.output


# schema


def test_a_schema_holds_the_organisations_words(run: Run) -> None:
    result = run("schema", "team")
    assert "squad" in json.dumps(json.loads(result.stdout))
    assert run("schema", "Teams").stdout == run("schema", "team").stdout


def test_a_schema_without_a_stack(run: Run) -> None:
    schema = run("schema", "team", "--stack", "nowhere")
    assert schema.exit_code == 0
    assert "squad" not in schema.stdout


def test_write_and_check_schemas(run: Run, project: Path) -> None:
    assert run("schema", "--check").exit_code == 1
    first = run("schema", "--write")
    assert (first.exit_code, first.output) == (
        0,
        f"{len(KINDS)} schemas in stack/.schema, {len(KINDS)} of them new or changed.\n",
    )
    assert {p.stem for p in (project / "stack/.schema").iterdir()} == set(KINDS)
    assert run("schema", "--check").exit_code == 0
    assert "0 of them" in run("schema", "--write").output
    (project / "stack/.schema/tool.json").write_bytes(b"\xff\xfe")
    stale = run("schema", "--check")
    assert stale.exit_code == 1
    assert "stack/.schema/tool.json is not up to date; run `stackbook schema --write`." in stale.output
    assert run("schema", "--write").exit_code == 0
    assert run("schema", "--check").exit_code == 0
    assert run("check").exit_code == 0


def test_which_schema(run: Run) -> None:
    assert run("schema").exit_code == 2
    assert "--write" in run("schema").output


def test_schemas_that_cannot_be_written(run: Run, project: Path) -> None:
    (project / "stack/.schema").write_text("a file")
    result = run("schema", "--write")
    assert result.exit_code == 2
    assert "stack/.schema" in result.output


# new


@pytest.mark.parametrize("kind", WRITABLE)
def test_a_new_file_passes_but_for_its_placeholders(run: Run, project: Path, kind: str) -> None:
    result = run("new", kind, "Customer 360: the big one")
    path = f"stack/{KINDS[kind].spec.folder}/customer-360-the-big-one.yml"
    assert (result.exit_code, result.output) == (0, f"Wrote {path}. Fill it in, then run `stackbook check`.\n")
    text = (project / path).read_text(encoding="utf-8")
    assert "\r" not in text
    places = re.findall(rf"{re.escape(path)}:(\d+):\d+: (\w+)\[", run("check").output)
    lines = text.splitlines()
    errors = [lines[int(line) - 1] for line, severity in places if severity == "error"]
    # A token needs a fallback, a step of a journey has to say something, and a processing activity needs a ground.
    needed = ("fallback: null", "  - integration: null", "lawful_basis: null", "retention: null")
    to_fill_in = [line for line in errors if "change-me" in line or line in needed]
    assert errors == to_fill_in


def test_a_new_entity_that_is_there(run: Run, project: Path) -> None:
    for name in ("CRM", "crm", " Crm! "):
        result = run("new", "tool", name)
        assert result.exit_code == 2
        assert "There already is a tool 'crm'." in " ".join(result.output.split())
    assert (project / "stack/tools/crm.yml").read_text() == FILES["tools/crm.yml"]


def test_a_new_entity_that_is_in_a_list_or_was_renamed_or_is_broken(run: Run, project: Path) -> None:
    (project / "stack/vendors/all.yml").write_text("- {id: one, name: One, aliases: [old]}\n- {id: two, name: Two}\n")
    (project / "stack/vendors/broken.yml").write_text("name: 'x\n")
    for name in ("Two", "Broken", "Old"):
        result = run("new", "vendor", name)
        assert result.exit_code == 2, name
        assert not (project / f"stack/vendors/{name.lower()}.yml").exists() or name == "Broken"


@pytest.mark.parametrize("name", ["", "   ", "\u65e5\u672c", "!!!", "a" * 300, "a\x1b[31m"])
def test_names_that_give_no_id(run: Run, project: Path, name: str) -> None:
    before = sorted((project / "stack").rglob("*"))
    assert run("new", "tool", name).exit_code == 2
    assert sorted((project / "stack").rglob("*")) == before


def test_a_name_leads_nowhere_else(run: Run, project: Path) -> None:
    assert run("new", "tool", "../../evil").exit_code == 0
    assert (project / "stack/tools/evil.yml").exists()


def test_a_new_folder_is_made(run: Run, project: Path) -> None:
    assert run("new", "data-source", "Contacts").exit_code == 0
    assert (project / "stack/data-sources/contacts.yml").exists()


def test_there_is_one_organisation(run: Run) -> None:
    result = run("new", "organisation", "Acme")
    assert result.exit_code == 2
    assert "stack.yml" in result.output


def test_a_folder_that_cannot_be_made(run: Run, project: Path) -> None:
    (project / "stack/data-sources").write_text("a file")
    result = run("new", "data_source", "X")
    assert result.exit_code == 2
    assert "data-sources" in result.output


# list and show


def test_list(run: Run) -> None:
    assert run("list", "tool").output == "crm  CRM\n"
    assert run("list", "tools").output == run("list", "Tool").output == "crm  CRM\n"
    assert json.loads(run("list", "vendor", "--format", "json").stdout) == [{"id": "acme", "name": "Acme Software"}]


def test_list_of_nothing(run: Run) -> None:
    assert (
        run("list", "integration").output
        == "There are no integrations yet. `stackbook new integration NAME` writes the first.\n"
    )
    assert json.loads(run("list", "integration", "--format", "json").stdout) == []


@pytest.mark.parametrize(
    ("word", "hint"), [("tol", "tool"), ("vendro", "vendor"), ("data-sorce", "data_source"), ("xyz", "")]
)
@pytest.mark.parametrize("command", [["list"], ["schema"], ["new"]])
def test_unknown_kinds(run: Run, word: str, hint: str, command: list[str]) -> None:
    result = run(*command, word, *(["X"] if command == ["new"] else []))
    said = " ".join(result.output.split())
    assert result.exit_code == 2
    assert f"'{word}' is not a kind" in said
    assert ("did you mean" in said) == bool(hint)
    assert not hint or f"did you mean '{hint}'?" in said
    assert "Kinds: organisation, team, person" in said


def test_show(run: Run) -> None:
    said = run("show", "tool:crm").output
    assert said.startswith("CRM (tool:crm), stack/tools/crm.yml:1:1, ")
    for words in ("vendor", "acme", "Keeps customers.", "lifecycle", "phase", "accountable", "not recorded yet"):
        assert words in said
    assert "named by: tool:crm" in run("show", "vendor:acme").output


def test_show_own_keys(run: Run) -> None:
    assert "x-desk" in run("show", "person:ada").output


@pytest.mark.parametrize("reference", ["tool:crm", "person:ada", "vendor:acme", "team:crm", "organisation:stack"])
def test_show_as_json(run: Run, reference: str) -> None:
    result = run("show", reference, "--format", "json")
    assert result.exit_code == 0
    shown = json.loads(result.stdout)
    assert reference.partition(":")[2] in (shown.get("id"), shown.get("ref"))


def test_show_what_is_not_there(run: Run) -> None:
    result = run("show", "vendor:acmee")
    assert result.exit_code == 2
    assert "There is no vendor 'acmee'; did you mean 'acme'?" in " ".join(result.output.split())
    for reference in ("acme", ":acme", "vendor:", "vendr:acme", "", ":", "vendor:acme:x"):
        assert run("show", reference).exit_code == 2, reference


def test_text_cannot_steer_the_terminal(run: Run, project: Path) -> None:
    (project / "stack/vendors/acme.yml").write_text('name: "a\\e[31mb\\u202e"\nx-a: "\\e]0;x\\a"\n')
    for arguments in (["show", "vendor:acme"], ["list", "vendor"], ["check"]):
        assert "\x1b" not in run(*arguments).output
        assert "\u202e" not in run(*arguments).output


def test_an_earlier_id_is_found(run: Run, project: Path) -> None:
    (project / "stack/vendors/acme.yml").write_text("name: Acme\naliases: [old]\n")
    assert run("show", "vendor:old").output.startswith("Acme (vendor:acme)")


# as a program


def stackbook(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program itself, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "stackbook", *arguments],
        cwd=project,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_as_a_program(project: Path) -> None:
    done = stackbook(project, "check")
    assert (done.returncode, done.stderr) == (0, "")
    (project / "stack/vendors/acme.yml").write_text("name: 'B\u00e4r\n", encoding="utf-8")
    done = stackbook(project, "check")
    assert done.returncode == 1
    assert "B\u00e4r" in done.stdout
    assert "\x1b" not in done.stdout
    assert stackbook(project, "check", "--as-of", "x").returncode == 2


def test_a_terminal_without_unicode(project: Path) -> None:
    (project / "stack/vendors/acme.yml").write_text("name: '\u65e5\u672c \u201c\n", encoding="utf-8")
    done = stackbook(project, "check", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True)]
)
def test_colour_only_at_a_terminal(project: Path, environment: dict[str, str], coloured: bool) -> None:
    import pty

    (project / "stack/vendors/acme.yml").write_text("nmae: Acme\n")
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
    parent, child = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "stackbook", "check"],
        cwd=project,
        env={**kept, "TERM": "xterm", **environment},
        stdout=child,
    ) as process:
        os.close(child)
        said = b""
        try:
            while part := os.read(parent, 4096):
                said += part
        except OSError:  # Linux says so when the other end is closed
            pass
        os.close(parent)
    assert process.returncode == 1
    assert (b"\x1b[" in said) == coloured


def test_a_reader_that_stops_reading(project: Path) -> None:
    for number in range(400):
        (project / f"stack/vendors/v{number}.yml").write_text("nmae: Acme\n")
    with subprocess.Popen(
        [sys.executable, "-m", "stackbook", "check"], cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
