"""A CRM, an ESP, and what may stand between them, as YAML to be put together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from stackbook.diagnostics import Diagnostic
from stackbook.examine import examine

AS_OF = date(2026, 11, 22)
CRM, ESP = {"tools/crm.yml": "name: CRM\n"}, {"tools/esp.yml": "name: ESP\n"}


def found(files: Mapping[str, str], folder: Path, code: str, as_of: date | None = AS_OF) -> list[Diagnostic]:
    """What one rule says about some files."""
    for name, text in {"stack.yml": "name: Acme\n", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [one for one in examine(folder, as_of=as_of).diagnostics if one.code == code]


def messages(files: Mapping[str, str], folder: Path, code: str, as_of: date | None = AS_OF) -> list[str]:
    """The same in words."""
    return [one.message for one in found(files, folder, code, as_of)]


def flow(text: str) -> dict[str, str]:
    """An integration from the CRM to the ESP."""
    return {**CRM, **ESP, "integrations/contacts.yml": f"name: Contacts\nfrom: crm\nto: esp\n{text}"}


def fields(crm: str, esp: str) -> dict[str, str]:
    """A data source in each tool, with the fields given."""
    return {
        "data-sources/contacts.yml": f"name: Contacts\ntool: crm\nfields: [{crm}]\n",
        "data-sources/users.yml": f"name: Users\ntool: esp\nfields: [{esp}]\n",
    }


def field(id_: str, classification: str, more: str = "") -> str:
    """A field as YAML in brackets."""
    return f"{{id: {id_}, label: {id_}, type: string, classification: {classification}{more}}}"
