"""What can be written in a stack: one pydantic class for each kind, and the vocabularies."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from stackbook.model.base import Entity, registered

for _module in sorted(m.name for m in iter_modules(__path__)):
    import_module(f"{__name__}.{_module}")

KINDS: dict[str, type[Entity]] = registered()
"""Every kind by its key, in the order in which they are shown."""
