"""The landscape: every tool in its category, every category in its group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from stackbook.model.tools import Tool
from stackbook.model.vocabulary import Value
from stackbook.views.scene import UNSORTED, Scene, retired

IN_USE = ("phase_in", "active")
"""The phases in which a tool does its job and is meant to go on doing it."""


@dataclass(frozen=True, slots=True)
class Category:
    """A category with its tools, by name. Tools at the end of their life are left out.

    Args:
        value: the category.
        tools: those in it; () when it is empty.
        overlap: those of them that seem to do one job, see `overlapping`; () or at least two.
    """

    value: Value
    tools: tuple[Tool, ...] = ()
    overlap: tuple[Tool, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Categories under one heading, in the taxonomy's order.

    Args:
        label: the heading.
        shelves: all its categories, those without tools as well.
    """

    label: str
    shelves: tuple[Category, ...]

    @property
    def categories(self) -> tuple[Category, ...]:
        """Those that have tools."""
        return tuple(c for c in self.shelves if c.tools)

    @property
    def gaps(self) -> tuple[Value, ...]:
        """Those that have none."""
        return tuple(c.value for c in self.shelves if not c.tools)

    @property
    def count(self) -> int:
        """How many tools."""
        return sum(len(c.tools) for c in self.shelves)


@dataclass(frozen=True, slots=True)
class Landscape:
    """The groups in the taxonomy's order.

    Args:
        sections: every group of the taxonomy, those without tools as well.
        retired: tools at the end of their life.
        icons: ``tool:id`` and ``category:key`` to the key of an icon.
    """

    sections: tuple[Group, ...]
    retired: tuple[Tool, ...]
    icons: Mapping[str, str] = field(default_factory=dict)

    @property
    def groups(self) -> tuple[Group, ...]:
        """Those that have tools."""
        return tuple(g for g in self.sections if g.count)

    @property
    def count(self) -> int:
        """How many tools are shown."""
        return sum(g.count for g in self.sections)

    @property
    def gaps(self) -> int:
        """How many categories are empty."""
        return sum(len(g.gaps) for g in self.sections)

    @property
    def overlaps(self) -> tuple[Category, ...]:
        """The categories in which several tools seem to do one job."""
        return tuple(c for g in self.sections for c in g.shelves if c.overlap)


def landscape(scene: Scene) -> Landscape:
    """The landscape of a scene."""
    members: dict[str, list[Tool]] = {}
    for tool in scene.tools:
        members.setdefault(scene.category(tool), []).append(tool)
    groups: dict[str, list[Category]] = {}
    for value in (*scene.words["category"].values.values(), UNSORTED):
        tools = tuple(members.get(value.key, ()))
        if tools or not (value.deprecated or value is UNSORTED):
            shared = () if value is UNSORTED else overlapping(scene, tools)
            groups.setdefault(value.group or UNSORTED.group, []).append(Category(value, tools, shared))
    sections = tuple(Group(label, tuple(found)) for label, found in groups.items())
    return Landscape(sections, tuple(t for t in scene.all_tools if retired(t)), scene.icons)


def overlapping(scene: Scene, tools: Sequence[Tool]) -> tuple[Tool, ...]:
    """Of the tools of one category those that seem to do one job; () when there is at most one.

    Only tools in use count, and of a tool and the one that takes its place only the latter. Whether the job
    really is one is for people to say: the category is all that is known about it.
    """
    used = [t for t in tools if t.lifecycle is not None and t.lifecycle.phase in IN_USE]
    named = scene.inventory
    replaced = {old.ref for t in used for one in t.replaces if (old := named.get("tool", one)) is not None}
    refs = {t.ref for t in used}
    replaced |= {t.ref for t in used if (new := named.get("tool", t.replaced_by)) is not None and new.ref in refs}
    left = tuple(t for t in used if t.ref not in replaced)
    return left if len(left) > 1 else ()
