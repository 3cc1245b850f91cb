"""Every rule keeps the promise of its docstring, and the hard ones keep it at the edges."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import yaml

from stackbook.diagnostics import Diagnostic
from stackbook.examine import all_checks, examine
from stackbook.governance.days import review_due
from stackbook.model.tools import Vendor
from stackbook.rules import RULES
from stackbook.source import LINE_BREAK

AS_OF = date(2026, 11, 22)
QUIET = {"stack.yml": "name: Acme\n"}


def found_in(files: Mapping[str, str], folder: Path, as_of: date | None = AS_OF) -> list[Diagnostic]:
    """Everything that is said about the files; each place is inside its file."""
    for name, text in {**QUIET, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    done = examine(folder, as_of=as_of, scheduled=True)
    texts = done.sources.texts()
    for one in done.diagnostics:
        for place in (one.location, *(other.location for other in one.related)):
            lines = LINE_BREAK.split(texts[place.path])
            assert place.column - 1 + place.length <= len(lines[place.line - 1]) + 1
    return list(done.diagnostics)


def codes_in(files: Mapping[str, str], folder: Path, as_of: date | None = AS_OF) -> list[str]:
    return [one.code for one in found_in(files, folder, as_of)]


@pytest.mark.parametrize("code", RULES)
def test_the_passing_stack_passes(code: str, tmp_path: Path) -> None:
    assert code not in codes_in(RULES[code].passes, tmp_path)


@pytest.mark.parametrize("code", RULES)
def test_the_failing_stack_fails(code: str, tmp_path: Path) -> None:
    found = [one for one in found_in(RULES[code].fails, tmp_path) if one.code == code]
    assert found
    check = RULES[code].check
    for one in found:
        assert (one.severity, one.side) == (check.severity, check.side)
        assert one.help
        assert one.location.path.removeprefix("stack/") in RULES[code].fails


@pytest.mark.parametrize("code", [code for code, rule in RULES.items() if rule.dated])
def test_without_a_day_a_dated_rule_is_silent(code: str, tmp_path: Path) -> None:
    assert code not in codes_in(RULES[code].fails, tmp_path, as_of=None)


@pytest.mark.parametrize("code", RULES)
def test_the_documentation_is_whole(code: str) -> None:
    rule = RULES[code]
    assert all_checks()[code] is rule.check
    for text in (rule.check.title, rule.check.why, rule.check.fix):
        assert text == text.strip()
        assert "\n" not in text
    assert rule.check.why.endswith(".")
    assert rule.check.fix.endswith(".")
    for files in (rule.passes, rule.fails):
        assert files
        for name, text in files.items():
            assert name.endswith(".yml")
            assert isinstance(yaml.safe_load(text), dict)
            assert max(map(len, text.splitlines())) <= 120


def test_every_code_belongs_to_one_check() -> None:
    assert len(all_checks()) == len({check.code for check in all_checks().values()})
    assert set(RULES) <= set(all_checks())


@pytest.mark.parametrize(
    ("reviewed", "every", "due"),
    [
        ("2026-01-31", "P1M", "2026-02-28"),
        ("2024-01-31", "P1M", "2024-02-29"),
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2024-02-29", "P4Y", "2028-02-29"),
        ("2026-12-31", "P1M", "2027-01-31"),
        ("2026-11-30", "P3M", "2027-02-28"),
        ("2026-08-31", "P1M", "2026-09-30"),
        ("2026-01-01", "P11M", "2026-12-01"),
        ("2026-01-01", "P12M", "2027-01-01"),
        ("2026-01-31", "P1M1D", "2026-03-01"),
        ("2026-01-01", "P2W", "2026-01-15"),
        ("2026-01-01", "P1W3D", "2026-01-11"),
        ("2026-01-01", "PT15M", "2026-01-01"),
        ("2026-01-01", "P0D", "2026-01-01"),
        ("2026-01-01", "P99999Y", "9999-12-31"),
        ("2026-01-01", "P99999D", "2299-10-16"),
        ("9999-12-31", "P1D", "9999-12-31"),
        ("9999-12-31", "P1M", "9999-12-31"),
        ("0001-01-01", "P1D", "0001-01-02"),
    ],
)
def test_the_day_of_the_next_look(reviewed: str, every: str, due: str) -> None:
    vendor = Vendor(id="acme", name="Acme", last_reviewed=date.fromisoformat(reviewed), review_every=every)
    assert review_due(vendor) == date.fromisoformat(due)


def test_no_next_look_without_both() -> None:
    assert review_due(Vendor(id="a", name="A", last_reviewed=AS_OF)) is None
    assert review_due(Vendor(id="a", name="A", review_every="P1M")) is None


def test_on_the_very_day_nothing_has_lapsed(tmp_path: Path) -> None:
    files = {"vendors/acme.yml": "name: Acme\nlast_reviewed: 2026-10-22\nreview_every: P1M\n"}
    assert "seal-lapsed" not in codes_in(files, tmp_path, AS_OF)
    assert "seal-lapsed" in codes_in(files, tmp_path, date(2026, 11, 23))


@pytest.mark.parametrize(
    "text",
    [
        "password policy: see wiki",
        "client secret rotation: quarterly",
        "The password is in the vault under crm",
        "password: documented in the vault",
        "Password: vault/marketing/crm-2024",
        "password: 1password",
        "Secret: https://vault.example/marketing/crm2",
        "API key: requested from the help desk",
        "api_key: null",
        "api_key=<your key here>",
        "secret: ${CRM_SECRET_2}",
        "secret: {{ secrets.CRM_2 }}",
        "access token: rotated every 90 days",
        "access_token: 2026-01-31",
        "password: ********",
        "Passwords: at least 12 characters",
        "Contact ada@example.com or https://example.com/a:b",
        "https://example.com:8443/login",
        "sk_live keys are not used here",
        "AKIA is how such keys begin",
        "Secret Escapes: our travel brand",
        "eyJ is how a token begins",
        "ssh-rsa keys are kept by IT",
        "xoxb tokens",
        "One-time password: sent by SMS",
    ],
)
def test_no_secret(text: str, tmp_path: Path) -> None:
    files = {"vendors/acme.yml": f"name: Acme\nnotes: {_quoted(text)}\nx-note: {_quoted(text)}\n"}
    assert "secret-in-text" not in codes_in(files, tmp_path)


# Put together here, so that no scanner takes this file for a leak.
SECRETS = [
    "password: Tr0ub4dor" + "&3x",
    "Log in with password = 'hunter2" + "hunter2'",
    "api_key=abcd1234" + "efgh5678",
    "Client secret: 9f8e7d6c" + "5b4a3f2e",
    "API key: 9f8e7d6c" + "5b4a3f2e",
    "AKIA" + "ABCDEFGHIJKLMNOP",
    "ghp_" + "a1" * 18,
    "glpat-" + "a1" * 10,
    "xoxb-" + "1234567890-abcdef",
    "sk_live_" + "a1" * 12,
    "AIza" + "a" * 35,
    "SG." + "a" * 22 + "." + "b" * 43,
    "pat-na1-" + "0123abcd-" * 4 + "0123",
    "SK" + "0123456789abcdef" * 2,
    "eyJ" + "hbGciOiJIUzI1NiJ9.eyJ" + "zdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmN",
    "https://crm:" + "s3cret@crm.example.com/api",
    "-----BEGIN RSA " + "PRIVATE KEY-----",
    "-----BEGIN " + "PRIVATE KEY-----",
]


@pytest.mark.parametrize("text", SECRETS, ids=range(len(SECRETS)))
def test_secrets(text: str, tmp_path: Path) -> None:
    found = found_in({"vendors/acme.yml": f"name: Acme\nnotes: {_quoted(text)}\n"}, tmp_path)
    assert [(d.code, d.location.line) for d in found if d.code == "secret-in-text"] == [("secret-in-text", 2)]
    assert all(text not in d.message + d.help for d in found)


def test_secrets_in_own_keys(tmp_path: Path) -> None:
    password, key, other = "Tr0ub4dor" + "&3x", "ghp_" + "a1" * 18, "9f8e7d6c" + "5b4a"
    text = f"name: Acme\nx-login:\n  password: {password}\n  keys: [a, {key}]\nx-api_key: {other}\n"
    found = [d for d in found_in({"vendors/acme.yml": text}, tmp_path) if d.code == "secret-in-text"]
    assert [(d.location.line, d.location.column) for d in found] == [(3, 13), (4, 13), (5, 12)]


def _quoted(text: str) -> str:
    escaped = text.replace("'", "''")
    return f"'{escaped}'"


@pytest.mark.parametrize(
    "example",
    [
        "ada@example.com",
        "Ada Example <ada@mail.example.org>",
        "ada@shop.test",
        "ada@company.invalid",
        "@handle",
        "+1 202-555-0123",
        "+44 7700 900123",
        "0171 2345678",
        "2026-01-31",
        "2026-01-31T10:00:00+01:00",
        "4111 1111 1111 1111",
        "4111111111111112",
        "4006381333931",
        "1234567890123456",
        "DE89 3704 0044 0532 0130 01",
        "DE",
        "GB-1234",
        "SKU 4711-0815",
        "gold",
        "49.90",
        "8f14e45f-ceea-467f-a8d0-9b0f6f2e1a11",
        "10.0.0.1",
    ],
)
def test_invented_examples(example: str, tmp_path: Path) -> None:
    assert "real-person-in-example" not in codes_in(_with_example(example), tmp_path)


@pytest.mark.parametrize(
    ("example", "what"),
    [
        ("ada@gmail.com", "mail"),
        ("Write to ada@gmail.com.", "mail"),
        ("ada@example.com, bob@gmail.com", "mail"),
        ("ada@example.com.de", "mail"),
        ("ada@notexample.com", "mail"),
        ("+49 151 64738291", "phone"),
        ("5425 2334 3010 9903", "card"),
        ("5425233430109903", "card"),
        ("DE89 3704 0044 0532 0130 00", "bank"),
        ("DE89370400440532013000", "bank"),
        ("GB82 WEST 1234 5698 7654 32", "bank"),
        ("NO93 8601 1117 947", "bank"),
    ],
)
def test_examples_of_real_people(example: str, what: str, tmp_path: Path) -> None:
    found = [d for d in found_in(_with_example(example), tmp_path) if d.code == "real-person-in-example"]
    assert [(what in d.message, d.location.line) for d in found] == [(True, 8)]


def _with_example(example: str) -> dict[str, str]:
    text = (
        "name: Contacts\ntool: null\nkind: table\nfields:\n  - id: one\n    label: One\n    type: string\n"
        f"    example: {_quoted(example)}\n    classification: confidential\n"
    )
    return {"data-sources/contacts.yml": text}


def test_a_circle_of_three_is_said_once(tmp_path: Path) -> None:
    files = {f"teams/{a}.yml": f"name: {a.upper()}\nkind: it\nparent: {b}\n" for a, b in ("ab", "bc", "ca", "da")}
    found = [d for d in found_in(files, tmp_path) if d.code == "circle"]
    assert [(str(d.location), d.message) for d in found] == [
        ("stack/teams/a.yml:3:9", "`parent` leads in a circle: A \u2192 B \u2192 C \u2192 A")
    ]


@pytest.mark.parametrize("stack", ["name: 'Acme\n", "- a\n", "name: Acme\nthresholds: high\n"])
def test_without_the_limits_their_rules_are_silent(stack: str, tmp_path: Path) -> None:
    files = {"stack.yml": stack, "vendors/acme.yml": "name: Acme\n"}
    assert "incomplete-record" not in codes_in(files, tmp_path)


def test_a_key_that_is_wrong_gets_no_finding_on_top(tmp_path: Path) -> None:
    files = {
        "tools/a.yml": (
            "name: A\nvendor: in_house\ncategory: crm\npurpose: null\nbusines_owner: null\n"
            "technical_owner: person:nobody\nlifecycle: {phase: active}\n"
        )
    }
    found = codes_in(files, tmp_path)
    assert "owner-missing" not in found
    assert found.count("unknown-key") == found.count("unknown-reference") == 1
