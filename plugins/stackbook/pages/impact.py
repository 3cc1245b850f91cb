"""What breaks without something, as a section of its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from stackbook.lineage.impact import Affected, Impact, clusters, impact
from stackbook.lineage.names import FIELD, title_of
from stackbook.pages.book import Desk
from stackbook.reporting.impact import TITLES

MOST_OF_A_GROUP = 60
"""So many things of a group stand on a page; the command lists all."""

MOST_TEAMS = 12
"""So many teams stand on a page."""


@dataclass(frozen=True, slots=True)
class Row:
    """Things of which the same becomes, as links.

    Args:
        why: what becomes of them, a clause.
        state: ``stops``, ``loses`` or ``stale``.
        trails: links to what lies between, () when what goes touches them itself, each with links to the things.
    """

    why: str
    state: str
    trails: tuple[tuple[tuple[Markup, ...], tuple[Markup, ...]], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of thing that is affected.

    Args:
        key: of the kind.
        count: how many.
        words: what they are, fit for that number.
        rows: those that are shown.
        more: how many are not.
    """

    key: str
    count: int
    words: str
    rows: tuple[Row, ...]
    more: int


def impact_html(desk: Desk, *refs: str, alone: bool = False) -> Markup:
    """The section's content: what breaks by group, each with its trail, and whom to tell.

    Args:
        desk: of the page it stands on.
        refs: ``kind:id`` or ``field:data-source.field`` of what would go, together when there are several.
        alone: it stands on no page of one of them, so it says what would go.
    """
    found = impact(desk.book.lineage, refs)
    groups = [_group(desk, key, affected) for key, affected in found.groups if affected]
    teams = [
        (desk.link(one.team), len(one.reasons), ", ".join(_name(desk, reason) for reason, _ in one.reasons[:8]))
        for one in found.teams[:MOST_TEAMS]
    ]
    template = desk.book.environment.get_template("impact.html")
    html = template.render(
        desk=desk,
        groups=groups,
        teams=teams,
        more_teams=max(0, len(found.teams) - MOST_TEAMS),
        summary=_summary(found),
        refs=" ".join(refs),
        going=[_link(desk, ref) for ref in refs] if alone else [],
    )
    return Markup(html)  # noqa: S704  # templates escape


def _summary(found: Impact) -> str:
    """``12 integrations, 18 tokens and 3 journeys``; "" when nothing breaks."""
    said = [f"{len(group):,} {TITLES[key][len(group) != 1]}" for key, group in found.groups if group]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}" if said else ""


def _group(desk: Desk, key: str, affected: Sequence[Affected]) -> Group:
    shown = affected[:MOST_OF_A_GROUP]
    by: dict[tuple[str, str], list[tuple[tuple[Markup, ...], tuple[Markup, ...]]]] = {}
    for one in clusters(shown):
        between = tuple(_link(desk, ref) for ref in one.between)
        by.setdefault((one.why, one.state.value), []).append((between, tuple(_link(desk, ref) for ref in one.refs)))
    rows = tuple(Row(why, state, tuple(trails)) for (why, state), trails in by.items())
    return Group(key, len(affected), TITLES[key][len(affected) != 1], rows, len(affected) - len(shown))


def _name(desk: Desk, ref: str) -> str:
    return title_of(desk.book.inventory, desk.book.lineage.fields, ref)


def _link(desk: Desk, ref: str) -> Markup:
    """A link to an entity or a field; its name alone when it has no page."""
    kind, _, name = ref.partition(":")
    if kind == FIELD:
        place = desk.book.lineage.fields.place(name)
        if place is None:
            return escape(name)
        return desk.field_link(place)
    entity = desk.book.inventory.find(ref)
    return desk.link(entity) if entity and entity.spec.folder else escape(_name(desk, ref))
