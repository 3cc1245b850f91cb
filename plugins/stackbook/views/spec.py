"""From what people write to a view that can be made: every mistake at once, with what may stand there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from stackbook.asking.problem import Problem, below
from stackbook.asking.values import no_such_word, word_meant
from stackbook.asking.where import Where, read_where
from stackbook.graph import build_graph
from stackbook.inventory import Inventory
from stackbook.inventory.words import did_you_mean, one_of, sentence, shown
from stackbook.lineage import Lineage
from stackbook.lineage.names import FIELD
from stackbook.model.base import Entity
from stackbook.model.data import DataSource
from stackbook.model.integrations import Integration
from stackbook.model.tools import Tool
from stackbook.views.catalogue import VIEWS, Picture, ViewKind, ViewSpec, make_view
from stackbook.views.landscape import Landscape
from stackbook.views.overlays import OVERLAYS
from stackbook.views.picture import View
from stackbook.views.scene import UNSORTED, Scene
from stackbook.views.subject import CATEGORY, name_of, read_subject
from stackbook.work.days import on_day

KEYS = ("view", "of", "depth", "where", "overlay", "on", "caption")
"""What can be said about a view."""

MOST_CAPTION = 500
"""Longest caption, in characters."""
_EXAMPLE = "tool/salesforce"
_EXAMPLES = {CATEGORY: "crm", "journey": "journey/welcome", "token": "token/first-name"}
"""What may stand behind `of`, by the kind that a view is about."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A view that somebody asked for, and can have.

    Args:
        spec: the view.
        where: which tools take part.
        caption: words of the one who asked, plain text; or "".
        on: the day as of which the stack is shown; None for the stack as it is written.
        today: the day on which what is written is right; None when it is not known.
    """

    spec: ViewSpec
    where: Where
    caption: str = ""
    on: date | None = None
    today: date | None = None

    @property
    def limits(self) -> str:
        """Which day is shown and which tools take part, in sentences for people; "" for all tools as written."""
        day = f"As of {_day_words(self.on)}." if self.on else ""
        tools = f"Only these tools: {self.where.words}." if self.where else ""
        return f"{day} {tools}".strip()


def read_spec(
    written: Mapping[str, Any], inventory: Inventory, internal: bool, as_of: date | None = None
) -> tuple[Asked | None, tuple[Problem, ...]]:
    """A view out of what somebody wrote.

    Args:
        written: `KEYS` to text, numbers, lists and groups; None where a key has no value.
        inventory: what the audience may see.
        internal: internal fields may be asked for.
        as_of: the day, for conditions such as ``within P90D``.

    Returns:
        What is asked for, and everything that is wrong; with any problem nothing is asked for.
    """
    problems = [_unknown_key(key) for key in written if key not in KEYS]
    where, wrong = read_condition(written.get("where"), "tool", inventory, internal, as_of)
    problems += below(wrong, "where")
    caption = read_caption(written, problems)
    kind = _view(written, problems)
    if kind is None:
        return None, tuple(problems)
    if kind.whole and written.get("where") is not None:
        message = f"the view `{kind.key}` shows everything that belongs to it"
        problems.append(Problem(("where",), message, "Leave `where` out.", at_key=True))
    of = _of(kind, written, inventory, problems)
    on = _on(written, as_of, problems)
    if on is not None and not problems:
        problems += _not_there(of, on, inventory, as_of)
    depth = _depth(kind, written, problems)
    overlay = _overlay(kind, written, problems)
    if problems:
        return None, tuple(problems)
    return Asked(ViewSpec(kind.key, of, depth, overlay), where, caption, on, as_of), ()


def make_asked(scene: Scene, asked: Asked) -> Picture | None:
    """The view that is asked for; None when there is nothing to show.

    What the view is about takes part even if the conditions leave it out.
    """
    picture = make_view(limited(scene, asked), asked.spec)
    if isinstance(picture, Landscape) and not picture.count:
        return None
    if isinstance(picture, View) and asked.limits:
        return replace(picture, description=f"{picture.description} {asked.limits}".strip())
    return picture


def limited(scene: Scene, asked: Asked) -> Scene:
    """The part of a scene that the conditions leave, and what the view is about; as of the day that is asked for."""
    if asked.on is not None:
        scene = scene_on(scene, asked.on, asked.today)
    if not asked.where:
        return scene
    besides = frozenset(tool.id for tool in _own_tools(scene, scene.inventory.find(asked.spec.of)))
    return scene.only(lambda tool: asked.where.matches(tool, scene.inventory), besides)


def scene_on(scene: Scene, day: date, today: date | None) -> Scene:
    """A scene as of a day.

    Args:
        scene: as it is written.
        day: the day.
        today: the day on which what is written is right; None when it is not known.
    """
    inventory = on_day(scene.inventory, day, today)
    graph = build_graph(inventory)
    return Scene(inventory, graph, scene.icons, whole=Lineage(inventory, graph, scene.lineage.untold))


def read_condition(
    value: Any, kind: str, inventory: Inventory, internal: bool, as_of: date | None
) -> tuple[Where, tuple[Problem, ...]]:
    """What stands behind `where`: a group of keys, or nothing."""
    if value is None:
        return Where(), ()
    if not isinstance(value, Mapping):
        return Where(), (Problem((), "`where` needs conditions below it", "Write it like `where: {category: crm}`."),)
    return read_where(value, kind, inventory, internal, as_of)


def read_caption(written: Mapping[str, Any], problems: list[Problem]) -> str:
    """The caption on one line; "" when there is none."""
    caption = written.get("caption")
    if caption is None:
        return ""
    if isinstance(caption, Mapping | list):
        problems.append(Problem(("caption",), "a caption is text", 'Put it in quotes: `caption: "Our stack: today"`.'))
        return ""
    words = " ".join(str(caption).split())
    if len(words) > MOST_CAPTION:
        problems.append(Problem(("caption",), f"this caption has {len(words)} letters; the most are {MOST_CAPTION}"))
        return ""
    return words


def unknown_key(key: str, known: tuple[str, ...]) -> Problem:
    """What to say about a key that a block or command does not have."""
    help = sentence(did_you_mean(key, known), f"Keys: {one_of(known)}")
    return Problem((key,), f"`{shown(key)}` cannot be said here", help, at_key=True)


def _unknown_key(key: str) -> Problem:
    return unknown_key(key, KEYS)


def _view(written: Mapping[str, Any], problems: list[Problem]) -> ViewKind | None:
    word = written.get("view")
    if not isinstance(word, str) or not word.strip():
        path = ("view",) if "view" in written else ()
        problems.append(Problem(path, "it does not say which view", f"Add `view:` and one of {one_of(VIEWS, 20)}."))
        return None
    key = word.strip().casefold().replace("_", "-").replace(" ", "-")
    if key not in VIEWS:
        help = sentence(did_you_mean(word, VIEWS), f"Views: {one_of(VIEWS, 20)}")
        problems.append(Problem(("view",), f"there is no view `{shown(word)}`", help))
    return VIEWS.get(key)


def _of(kind: ViewKind, written: Mapping[str, Any], inventory: Inventory, problems: list[Problem]) -> str:
    value = written.get("of")
    if not kind.of:
        if value is not None:
            problems.append(Problem(("of",), f"the view `{kind.key}` shows everything", "Leave `of` out.", at_key=True))
        return ""
    if not isinstance(value, str) or not value.strip():
        path = ("of",) if "of" in written else ()
        names = " or ".join(name_of(one) for one in kind.of)
        example = f"of: {_EXAMPLES.get(kind.of[0], _EXAMPLE)}"
        problems.append(
            Problem(
                path, f"the view `{kind.key}` needs to know what it is about", f"Add `of:` and {names}: `{example}`."
            )
        )
        return ""
    found = (
        _category(value, inventory)
        if kind.of == (CATEGORY,)
        else read_subject(value, kind.of, inventory, f"the view `{kind.key}`")
    )
    if isinstance(found, Problem):
        problems.append(found.below("of"))
        return ""
    return found


def _category(value: str, inventory: Inventory) -> str | Problem:
    word = value.strip().replace("/", ":", 1)
    if word.startswith(f"{CATEGORY}:"):
        word = word.partition(":")[2]
    vocabulary = inventory.vocabularies["category"]
    key = UNSORTED.key if word.strip().casefold() == UNSORTED.key else word_meant(vocabulary, word)
    return f"{CATEGORY}:{key}" if key else no_such_word(vocabulary, word)


def _depth(kind: ViewKind, written: Mapping[str, Any], problems: list[Problem]) -> int:
    value = written.get("depth")
    if value is None:
        return 1
    text = "" if isinstance(value, Mapping | list | bool) else str(value).strip()
    if kind.depths == 1:
        if text != "1":
            help = "Leave `depth` out."
            problems.append(Problem(("depth",), f"the view `{kind.key}` goes one step only", help, at_key=True))
        return 1
    if text in {str(n) for n in range(1, kind.depths + 1)}:
        return int(text)
    steps = " or ".join(f"`{n}`" for n in range(1, kind.depths + 1))
    problems.append(Problem(("depth",), f"`{shown(text)}` is no depth", f"Write {steps}."))
    return 1


def _overlay(kind: ViewKind, written: Mapping[str, Any], problems: list[Problem]) -> str:
    value = written.get("overlay")
    if value is None:
        return ""
    if not kind.overlays:
        able = one_of(key for key, one in VIEWS.items() if one.overlays)
        message = f"the view `{kind.key}` cannot be coloured by an overlay"
        problems.append(Problem(("overlay",), message, f"Leave `overlay` out. It is for {able}.", at_key=True))
        return ""
    key = str(value).strip().casefold() if isinstance(value, str) else ""
    if key in OVERLAYS:
        return key
    help = sentence(did_you_mean(key, OVERLAYS), f"Overlays: {one_of(OVERLAYS)}")
    problems.append(Problem(("overlay",), f"there is no overlay `{shown(value)}`", help))
    return ""


def _on(written: Mapping[str, Any], as_of: date | None, problems: list[Problem]) -> date | None:
    """The day that is asked for."""
    value = written.get("on")
    if value is None or isinstance(value, date):
        return value
    text = value.strip() if isinstance(value, str) else ""
    if text.casefold() == "today" and as_of is not None:
        return as_of
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        help = "Write it like `on: 2027-03-01`."
        problems.append(Problem(("on",), f"`{shown(value)}` is not a day", help))
        return None


def _not_there(of: str, on: date, inventory: Inventory, as_of: date | None) -> list[Problem]:
    """What a view is about has to be there on its day."""
    kind, _, rest = of.partition(":")
    if not of or kind == CATEGORY:
        return []
    then = on_day(inventory, on, as_of)
    if kind == FIELD:
        found, name = then.data_field(rest) is not None, rest
    else:
        entity = inventory.find(of)
        found, name = then.find(of) is not None, entity.display_name if entity is not None else rest
    if found:
        return []
    message = f"`{shown(name)}` is not part of the stack on {_day_words(on)}"
    return [Problem(("on",), message, "Choose another day: its page says when it comes and goes.")]


def _day_words(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _own_tools(scene: Scene, subject: Entity | None) -> list[Tool]:
    """The tools without which a picture would not be about its subject."""
    ids: tuple[str | None, ...] = ()
    if isinstance(subject, Tool):
        return [subject]
    if isinstance(subject, DataSource):
        ids = (subject.tool,)
    elif isinstance(subject, Integration):
        ids = (subject.from_, subject.via, subject.to)
    found = (scene.inventory.get("tool", one) for one in ids)
    return [tool for tool in found if isinstance(tool, Tool)]
