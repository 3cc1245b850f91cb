"""The style sheets and scripts that the plugin brings."""

from __future__ import annotations

from pathlib import Path

THEME = Path(__file__).parents[1] / "theme"
"""The folder whose files become part of the site."""
_ASSETS = "assets/stackbook"
_BUILT = f"{_ASSETS}/built"
SCRIPTS = (
    f"{_ASSETS}/stackbook.js",
    f"{_ASSETS}/facets.js",
    f"{_ASSETS}/time.js",
    f"{_BUILT}/pictures.js",
    f"{_BUILT}/landscape.js",
)
STYLES = (
    f"{_ASSETS}/stackbook.css",
    "stackbook-diagrams.css",
    "stackbook-pictures.css",
    "stackbook-views.css",
    "stackbook-landscape.css",
    "stackbook-explorer.css",
    "stackbook-glossary.css",
    "stackbook-journeys.css",
    "stackbook-personalisation.css",
    "stackbook-lineage.css",
    "stackbook-health.css",
    "stackbook-renewals.css",
    "stackbook-register.css",
    "stackbook-initiatives.css",
    "stackbook-roadmap.css",
    "stackbook-together.css",
    "stackbook-measures.css",
    "stackbook-time.css",
    f"{_BUILT}/roboto.css",
)


def is_there(path: str) -> bool:
    """Whether a file of the theme is there: what is built at installation is missing in a bare checkout."""
    return (THEME / path).is_file()
