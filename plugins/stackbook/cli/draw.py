"""The command that draws a view into a file."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Literal

import click

from stackbook.audience import Audience
from stackbook.cli.common import FINDINGS, STACK, DayType, need_stack, plain, say, shown_as, write_file
from stackbook.views.catalogue import VIEWS
from stackbook.views.overlays import OVERLAYS

FORMATS = ("svg", "png", "dot", "mermaid")
_BY_ENDING = {".svg": "svg", ".png": "png", ".dot": "dot", ".gv": "dot", ".mermaid": "mermaid", ".mmd": "mermaid"}
_CACHE = Path(".cache", "plugin", "stackbook")


def _help() -> str:
    """The command's help with every view there is."""
    width = max(map(len, VIEWS)) + 2
    views = "\n".join(f"{key:<{width}}{kind.about}" for key, kind in VIEWS.items())
    return f"""Draw a VIEW of the stack into a file.

    The file's ending says what it becomes: .svg, .png, .dot (Graphviz) or .mermaid.

    \b
    The views:
    {views.replace(chr(10), chr(10) + "    ")}

    Exits with 1 when the picture cannot be drawn, and says why.
    """


@click.command(help=_help(), short_help="Draw a VIEW of the stack into a file.")
@click.argument("view")
@click.option("--of", metavar="KIND/ID", help="What the view is about: tool/mailchimp, or a category such as crm.")
@click.option("--depth", metavar="N", help="How many steps to go from there: 1 or 2.")
@click.option(
    "--where",
    metavar="KEY=VALUE",
    multiple=True,
    help="Only these tools: category=crm,email_marketing or lifecycle=active or not.hosting=saas; may be repeated.",
)
@click.option("--overlay", metavar="KEY", help=f"What colours the landscape: {', '.join(OVERLAYS)}.")
@click.option("--on", type=DayType(), metavar="DAY", help="The stack as of a day: 2027-03-01, or 'today'.")
@click.option("-o", "--output", metavar="FILE", required=True, help="Where to write it; - prints it.")
@click.option("--format", "style", type=click.Choice(FORMATS), help="What to write, where the file does not say it.")
@click.option(
    "--engine",
    type=click.Choice(["wasm", "dot"]),
    default="wasm",
    show_default=True,
    help="What decides where boxes stand: the Graphviz that came along, or the one of this machine.",
)
@click.option(
    "--audience",
    type=click.Choice([audience.value for audience in Audience]),
    default=Audience.INTERNAL.value,
    show_default=True,
    help="Whose eyes it is for; 'public' leaves out what is internal.",
)
@STACK
def draw(
    view: str,
    of: str | None,
    depth: str | None,
    where: tuple[str, ...],
    overlay: str | None,
    on: date | None,
    output: str,
    style: str | None,
    engine: Literal["wasm", "dot"],
    audience: str,
    stack: Path,
) -> None:
    """Draw a view into a file."""
    # What draws is slow to import, and no other command needs it.
    from stackbook.cli.draw_file import NotAsked, NotDrawn, asked_for, content_of
    from stackbook.drawing import LayoutUnavailable
    from stackbook.drawing.png import PngUnavailable
    from stackbook.site import SiteOptions, open_book

    need_stack(stack)
    kind = style or _BY_ENDING.get(Path(output).suffix.lower())
    if kind is None:
        endings = ", ".join(_BY_ENDING)
        raise click.UsageError(f"'{output}' does not say what to write. Use one of {endings}, or add --format.")
    options = SiteOptions(stack, shown_as(stack), Audience(audience), layout_engine=engine, cache_dir=_cache(stack))
    written: dict[str, object] = {"view": view, "of": of, "depth": depth, "overlay": overlay, "on": on}
    try:
        opened = open_book(options)
        content = content_of(opened, asked_for(opened, written, where), kind)
    except (LayoutUnavailable, PngUnavailable, NotDrawn) as error:
        click.echo(f"Not drawn: {plain(str(error))}", err=True)
        sys.exit(FINDINGS)
    except NotAsked as wrong:
        raise click.UsageError(str(wrong)) from None
    if opened.examined.errors:
        click.echo("The stack has errors, so the picture may lack something; `stackbook check` shows them.", err=True)
    if output == "-":
        click.echo(content, nl=False)
        return
    write_file(Path(output), content, output)
    say(f"Wrote {output}.")


def _cache(stack: Path) -> Path | None:
    """The folder in which builds of the site keep layouts, if there is one."""
    folder = stack.resolve().parent / _CACHE
    return folder if folder.is_dir() else None
