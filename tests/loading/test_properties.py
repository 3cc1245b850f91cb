"""Whatever is in the files: nothing breaks, and every place that is named exists."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from stackbook.diagnostics import Diagnostic
from stackbook.examine import Examined, all_checks, examine
from stackbook.reporting import FORMATS
from stackbook.source import LINE_BREAK

REPOSITORY = Path(__file__).parents[2]
EXAMPLE = REPOSITORY / "stack"
AS_OF = date(2026, 11, 22)

# The same examples every time: what fails on one machine fails on all.
calm = settings(
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)

SMALL: Mapping[str, str] = {
    "stack.yml": "name: Acme\nvocabulary:\n  team_kind:\n    - value: squad\n      replaced_by: fusion\n",
    "teams/crm.yml": "name: CRM team\nkind: squad\nmembers:\n  - person: ada\n    role: leader\n    from: 2026-01-31\n",
    "people/ada.yml": "role: leader\nteam: crm\nto: 2026-02-28\n",
    "vendors/acme.yml": "name: &n 'Acme''s'\nlegal_name: *n\nhq_country: DE\nwebsite: https://a.example\nx-a: {b: 1}\n",
    "tools/crm.yml": (
        "name: CRM\nvendor: acme\ncategory: crm\npurpose: >-\n  Keeps\n  customers.\nbusiness_owner: person:ada\n"
        'technical_owner: team:crm\nlifecycle: {phase: active, active: 2025-01-31}\ntags: ["a", b]\nfunctional_fit: 3\n'
        "last_reviewed: 2025-01-31\nreview_every: P1M\n"
    ),
    "data-sources/contacts.yml": (
        "name: Contacts\ntool: crm\nkind: table\nfields:\n  - id: email\n    label: E-mail\n    type: string\n"
        "    classification: confidential\n    example: ada@example.com\n    system_of_record: contacts.email\n"
    ),
    "integrations/crm-to-crm.yml": (
        "name: Loop\nfrom: crm\nto: crm\npurpose: null\nstatus: active\nowner: crm\ndirection: two_way\n"
        "pattern: api_pull\nfrequency: daily\nfields:\n  - {from: contacts.email, to: contacts.email}\n"
    ),
}

REAL = {
    name: (EXAMPLE / name).read_text(encoding="utf-8")
    for name in (
        "stack.yml",
        "tools/braze.yml",
        "teams/crm.yml",
        "people/crm-lead.yml",
        "vendors/braze.yml",
        "data-sources/braze-users.yml",
        "integrations/segment-to-braze-profiles.yml",
    )
}

PIECES = st.sampled_from(
    [
        "'", '"', ": ", ":", "- ", "\t", "  ", "\n", "\r", "#", "&a ", "*a", "!x ", "{", "}", "[", "]", "{{ x }}",
        "|\n", ">", "@", "`", "%", "---\n", "...\n", "? ", "<<: ", "null", "~", "\\", "\\ud800", '"\\x00"', "\u00a0",
        "\u2028", "\x85", "\ufeff", "\u202e", "\U0001f600", "id: x\n", "name: [1]\n", "9" * 400, "2026-02-30",
        "P" + "9" * 30 + "Y", "x-a: &a [*a]\n", "person:ada", "team:", ":x", "contacts.", "\0",
    ]
)  # fmt: skip
WORDS = st.one_of(PIECES, st.text(max_size=8))


@st.composite
def spoilt(draw: st.DrawFn, files: Mapping[str, str]) -> dict[str, bytes]:
    """The files after a few slips of the hand in one or two of them."""
    changed = {name: text.encode() for name, text in files.items()}
    for name in draw(st.lists(st.sampled_from(sorted(files)), min_size=1, max_size=2, unique=True)):
        text = files[name]
        for _ in range(draw(st.integers(1, 3))):
            text = draw(_slip(text))
        changed[name] = text.encode("utf-8", "surrogatepass")
    return changed


@st.composite
def _slip(draw: st.DrawFn, text: str) -> str:
    at = draw(st.integers(0, len(text)))
    lines = text.splitlines(keepends=True) or [""]
    row = draw(st.integers(0, len(lines) - 1))
    how = draw(
        st.sampled_from(["insert", "delete", "replace", "line gone", "line twice", "indent", "value", "cut", "swap"])
    )
    if how == "insert":
        return text[:at] + draw(WORDS) + text[at:]
    if how == "delete":
        return text[:at] + text[at + draw(st.integers(1, 12)) :]
    if how == "replace":
        return text[:at] + draw(WORDS) + text[at + 1 :]
    if how == "cut":
        return text[:at]
    line = lines[row]
    if how == "line gone":
        lines[row] = ""
    elif how == "line twice":
        lines[row] = line + line
    elif how == "indent":
        lines[row] = draw(st.sampled_from([" ", "  ", "\t", "    - "])) + line
    elif how == "value":
        lines[row] = line.partition(":")[0] + ": " + draw(st.one_of(WORDS, VALUES)) + "\n"
    else:
        other = draw(st.integers(0, len(lines) - 1))
        lines[row], lines[other] = lines[other], lines[row]
    return "".join(lines)


VALUES = st.recursive(
    st.sampled_from(["a", "''", "null", "1", "true", "2026-01-31", "crm", "team:crm", "*n", "x: y"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(st.sampled_from(["id", "name", "phase", "a", "<<", "null"]), inner, max_size=3).map(
            lambda items: "{" + ", ".join(f"{key}: {value}" for key, value in items.items()) + "}"
        ),
    ),
    max_leaves=6,
)


def run(files: Mapping[str, bytes]) -> Examined:
    """Writes the files, runs everything twice, and checks what must hold for any files."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "stack"
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        found = examine(folder, as_of=AS_OF)
        again = examine(folder, as_of=AS_OF)
    assert found.diagnostics == again.diagnostics
    assert list(found.diagnostics) == sorted(found.diagnostics, key=lambda d: d.sort_key)
    texts = found.sources.texts()
    for one in found.diagnostics:
        _check_place(one, texts)
    for render in FORMATS.values():
        report = render(found.diagnostics, texts, all_checks())
        assert report == render(again.diagnostics, again.sources.texts(), all_checks())
        report.encode()
    return found


def _check_place(one: Diagnostic, texts: Mapping[str, str]) -> None:
    assert one.code in all_checks()
    assert one.message
    assert one.help
    for place in (one.location, *(other.location for other in one.related)):
        if place.path not in texts:
            assert (place.line, place.column) == (1, 1), one
            continue
        lines = LINE_BREAK.split(texts[place.path])
        assert 1 <= place.line <= len(lines), one
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1, one
        assert place.length >= 1, one


@pytest.mark.parametrize("files", [SMALL, REAL], ids=["small", "real"])
def test_the_untouched_stacks_can_be_read(files: Mapping[str, str]) -> None:
    found = run({name: text.encode() for name, text in files.items()})
    families = {all_checks()[d.code].family for d in found.diagnostics}
    assert "Files and YAML" not in families


@settings(calm, max_examples=150)
@given(spoilt(SMALL))
def test_slips_in_a_small_stack(files: dict[str, bytes]) -> None:
    run(files)


@settings(calm, max_examples=40)
@given(spoilt(REAL))
def test_slips_in_real_files(files: dict[str, bytes]) -> None:
    run(files)


@settings(calm, max_examples=150)
@given(st.sampled_from(["stack.yml", "tools/crm.yml", "vendors/all.yml", "x/y.yml"]), st.binary(max_size=200))
@example("vendors/all.yml", b"")
@example("vendors/all.yml", b"\xff\xfe")
@example("vendors/all.yml", b"\xef\xbb\xbf\xef\xbb\xbfname: a")
@example("vendors/all.yml", b"\xed\xa0\x80")
def test_any_bytes(name: str, data: bytes) -> None:
    run({"stack.yml": b"name: Acme\n", name: data})


@settings(calm, max_examples=100)
@given(
    st.sampled_from(["stack.yml", "tools/crm.yml", "data-sources/all.yml"]),
    st.lists(st.one_of(PIECES, VALUES), max_size=12),
)
def test_any_pieces_of_yaml(name: str, pieces: list[str]) -> None:
    run({"stack.yml": b"name: Acme\n", name: "".join(pieces).encode()})


@settings(calm, max_examples=50)
@given(st.sampled_from(sorted(SMALL)), st.data())
def test_any_value_for_any_key(name: str, data: st.DataObject) -> None:
    lines = [line for line in SMALL[name].splitlines() if not line.startswith(" ")]
    chosen = {line.partition(":")[0]: data.draw(VALUES) for line in lines}
    text = "".join(f"{key}: {value}\n" for key, value in chosen.items())
    run({**{other: content.encode() for other, content in SMALL.items()}, name: text.encode()})


@pytest.mark.parametrize(
    "name", ["\udcff.yml", "a\nb.yml", "a\tb.yml", "\u202e.yml", ".yml", "-.yml", "a" * 200 + ".yml"]
)
def test_names_of_files(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "vendors"
    folder.mkdir()
    (tmp_path / "stack.yml").write_text("name: Acme\n")
    try:
        (folder / name).write_text("name: Acme\n")
    except (OSError, UnicodeError):
        pytest.skip("this machine has no such names")
    for render in FORMATS.values():
        found = examine(tmp_path)
        render(found.diagnostics, found.sources.texts(), all_checks()).encode()


def test_a_chain_of_aliases_is_not_followed_for_ever(tmp_path: Path) -> None:
    """Each anchor holds the one before, deeper: together they would be deeper than Python can go."""
    steps = ["name: Acme", "x-0: &a0 [1]"]
    steps += [f"x-{n}: &a{n} {'[' * 30}*a{n - 1}{']' * 30}" for n in range(1, 200)]
    (tmp_path / "vendors").mkdir()
    (tmp_path / "stack.yml").write_text("name: Acme\nthresholds: {completeness: 0}\n")
    (tmp_path / "vendors" / "acme.yml").write_text("\n".join(steps))
    assert [d.code for d in examine(tmp_path).diagnostics] == ["too-deep"]
