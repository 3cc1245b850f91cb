"""Which findings a change brings, and which were there before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from stackbook.diagnostics import Diagnostic

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
Likeness = tuple[str, str, str, str]


def new_findings(
    before: Iterable[Diagnostic],
    after: Iterable[Diagnostic],
    names: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {}),
) -> tuple[Diagnostic, ...]:
    """The findings that were not there before.

    A finding is the same when its rule, the record, the key and the words are, whatever line it stands in and whatever
    numbers the words hold: a record that is 38 % complete instead of 40 % was found before. Of several that are alike
    as many are new as there are more of them.

    Args:
        before: what was found in the earlier state.
        after: what is found now; the result keeps its order.
        names: what records were called then, and are called now, by ``kind:id``: a new name makes no finding new.
    """
    before, after = tuple(before), tuple(after)
    then, now = names
    known = Counter(_likeness(d, then) for d in before)
    exact = Counter((_likeness(d, then), d.message) for d in before)
    new: set[int] = set()
    undecided: list[int] = []
    for at, one in enumerate(after):
        likeness = _likeness(one, now)
        if exact[likeness, one.message] > 0:
            exact[likeness, one.message] -= 1
            known[likeness] -= 1
        else:
            undecided.append(at)
    for at in undecided:
        likeness = _likeness(after[at], now)
        if known[likeness] > 0:
            known[likeness] -= 1
        else:
            new.add(at)
    return tuple(one for at, one in enumerate(after) if at in new)


def _likeness(one: Diagnostic, names: Mapping[str, str]) -> Likeness:
    """What two findings have in common that are the same one. Without a record, its file stands for it."""
    words = one.message
    for ref in (one.entity, *one.mentions):
        if name := names.get(ref):
            words = words.replace(name, ref)
    return one.code, one.entity or one.location.path, one.field, _NUMBER.sub("0", words)
