"""Names for boxes in files that people read on: words from their ids, each once."""

from __future__ import annotations

import re
import unicodedata

from stackbook.views.picture import View

_LONGEST = 60


def names_of(view: View) -> dict[str, str]:
    """Id of each node to a name of small letters, digits and underscores, such as ``tool_salesforce``.

    A name begins with ``n_`` where its first word could be one of the language's own, or with a digit.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for node in view.nodes:
        plain = unicodedata.normalize("NFKD", node.id).encode("ascii", "ignore").decode().lower()
        words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST].strip("_")
        base = words if re.match(r"[a-z]+_", words) else f"n_{words}".rstrip("_")
        name, number = base, 1
        while name in taken:
            number += 1
            name = f"{base}_{number}"
        taken.add(name)
        names[node.id] = name
    return names
