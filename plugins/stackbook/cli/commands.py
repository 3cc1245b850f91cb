"""The commands that check, list, show and write a stack."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from stackbook.cli.common import CLEAN, FINDINGS, STACK, need_stack, plain, say, shown_as, write_file
from stackbook.completeness import completeness
from stackbook.exchange.api import entity_data
from stackbook.fields import walk
from stackbook.inventory import Inventory, load
from stackbook.inventory.targets import kind_meant
from stackbook.inventory.words import did_you_mean
from stackbook.model import KINDS
from stackbook.model.base import Entity
from stackbook.model.vocab import BUILT_IN
from stackbook.schema import all_schemas
from stackbook.starter import starter


class _Kind(click.ParamType[str]):
    """A kind, also in the plural or with hyphens."""

    name = "kind"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The kind's key."""
        found = kind_meant(str(value))
        if found is None:
            guess = did_you_mean(str(value), KINDS).replace("`", "'")
            self.fail(f"'{value}' is not a kind{f'; {guess}' if guess else '.'} Kinds: {', '.join(KINDS)}.", param, ctx)
        return found


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="stackbook")
def main() -> None:
    """Stackbook documents a marketing-technology stack: a folder of YAML becomes a site."""


@main.command()
@click.argument("kind", type=_Kind(), required=False)
@STACK
@click.option(
    "--write", is_flag=True, help="Write the schemas into the stack's folder `.schema`, where editors find them."
)
@click.option("--check", "only_check", is_flag=True, help="Only say whether the written schemas are up to date.")
def schema(kind: str | None, stack: Path, write: bool, only_check: bool) -> None:
    """Print the JSON Schema of a KIND, or write all of them for editors."""
    vocabularies = load(stack, shown_as(stack)).inventory.vocabularies if stack.is_dir() else BUILT_IN
    schemas = all_schemas(vocabularies)
    if write or only_check:
        need_stack(stack)
        folder = stack / ".schema"
        stale = [n for n, text in schemas.items() if _text(folder / n) != text]
        if only_check:
            for name in stale:
                say(f"{shown_as(stack)}/.schema/{name} is not up to date; run `stackbook schema --write`.")
            sys.exit(FINDINGS if stale else CLEAN)
        for name in stale:
            write_file(folder / name, schemas[name].encode(), f"{shown_as(stack)}/.schema/{name}")
        say(f"{len(schemas)} schemas in {shown_as(stack)}/.schema, {len(stale)} of them new or changed.")
        return
    if kind is None:
        raise click.UsageError(f"Say which kind ({', '.join(KINDS)}), or add --write to write all of them.")
    say(schemas[f"{kind}.json"].rstrip("\n"))


@main.command()
@click.argument("kind", type=_Kind())
@click.argument("name")
@STACK
def new(kind: str, name: str, stack: Path) -> None:
    """Write a starter file for a new entity of a KIND, called NAME, in the right place."""
    need_stack(stack)
    inventory = load(stack, shown_as(stack)).inventory
    try:
        relative, text = starter(kind, name, inventory.vocabularies)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    path = stack / relative
    entity_id = Path(relative).stem
    taken = f"{kind}:{entity_id}"
    if path.exists() or taken in inventory.declared or taken in inventory.aliases:
        name_of_kind = KINDS[kind].spec.singular.lower()
        raise click.UsageError(
            f"There already is a {name_of_kind} '{entity_id}'. Choose another name, or edit that one."
        )
    write_file(path, text.encode(), f"{shown_as(stack)}/{relative}")
    say(f"Wrote {shown_as(stack)}/{relative}. Fill it in, then run `stackbook check`.")


@main.command("list")
@click.argument("kind", type=_Kind())
@STACK
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print."
)
def list_(kind: str, stack: Path, style: str) -> None:
    """List all entities of a KIND: their ids and names."""
    need_stack(stack)
    entities = load(stack, shown_as(stack)).inventory.all(kind)
    if style == "json":
        say(json.dumps([{"id": e.id, "name": e.display_name} for e in entities], indent=2, ensure_ascii=False))
        return
    width = max((len(e.id) for e in entities), default=0)
    for entity in entities:
        say(f"{entity.id:<{width}}  {plain(entity.display_name)}")
    if not entities:
        say(f"There are no {KINDS[kind].spec.plural.lower()} yet. `stackbook new {kind} NAME` writes the first.")


@main.command()
@click.argument("reference", metavar="KIND:ID")
@STACK
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print."
)
def show(reference: str, stack: Path, style: str) -> None:
    """Show one entity: what is recorded, and what names it."""
    need_stack(stack)
    inventory = load(stack, shown_as(stack)).inventory
    word, colon, entity_id = reference.partition(":")
    kind = kind_meant(word)
    if not colon or kind is None:
        raise click.UsageError(f"Write a kind, a colon and an id, as in 'tool:salesforce'. Kinds: {', '.join(KINDS)}.")
    entity = inventory.get(kind, entity_id)
    if entity is None:
        guess = did_you_mean(entity_id, inventory.entities.get(kind, {})).replace("`", "'")
        raise click.UsageError(
            f"There is no {KINDS[kind].spec.singular.lower()} '{entity_id}'{f'; {guess}' if guess else ''}."
        )
    if style == "json":
        say(json.dumps(entity_data(entity, inventory), indent=2, ensure_ascii=False))
        return
    _show_text(entity, inventory)


def _show_text(entity: Entity, inventory: Inventory) -> None:
    done = completeness(entity)
    say(f"{plain(entity.display_name)} ({entity.ref}), {inventory.place(entity)}, {done.percent} % complete")
    top = ""
    for path, doc, value in walk(entity):
        if doc.part is not None:
            continue
        words = inventory.vocabularies.label(doc.vocabulary, value) if doc.vocabulary else str(value)
        steps = [str(s + 1) if isinstance(s, int) else s for s in path]
        key = steps[0] if steps[0] != top else ""
        top = steps[0]
        say(f"  {key:<22} {'.'.join(steps[1:]) + ': ' if len(steps) > 1 and doc.key != steps[0] else ''}{plain(words)}")
    for key, value in entity.extensions.items():
        say(f"  {plain(key):<22} {plain(json.dumps(value, ensure_ascii=False))}")
    named = sorted({r.source for r in inventory.named_by(entity.ref)})
    if named:
        say(f"  named by: {', '.join(named)}")
    if done.missing:
        say(f"  not recorded yet: {', '.join(doc.key for doc in done.missing)}")


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
