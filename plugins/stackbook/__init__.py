"""Stackbook documents a marketing-technology stack: a folder of YAML becomes a site of pages and diagrams.

These are the public names; everything else may change without notice.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stackbook.audience import Audience, Published, publish
    from stackbook.diagnostics import Diagnostic, Location, Severity
    from stackbook.inventory import Inventory, load
    from stackbook.site import SiteBuild, SiteOptions, build_site

__all__ = [
    "Audience",
    "Diagnostic",
    "Inventory",
    "Location",
    "Published",
    "Severity",
    "SiteBuild",
    "SiteOptions",
    "build_site",
    "load",
    "publish",
]

_MODULES = {
    "audience": ("Audience", "Published", "publish"),
    "diagnostics": ("Diagnostic", "Location", "Severity"),
    "inventory": ("Inventory", "load"),
    "site": ("SiteBuild", "SiteOptions", "build_site"),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: `stackbook check` needs no drawing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'stackbook' has no attribute '{name}'")

    globals()[name] = found = getattr(import_module(f"stackbook.{_HOMES[name]}"), name)
    return found
