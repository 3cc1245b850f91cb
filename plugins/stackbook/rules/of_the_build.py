"""What only a build can find. The build looks; here stands what it says."""

from __future__ import annotations

from stackbook.diagnostics import Check, Severity

ICON = Check(
    "icon-not-used",
    Severity.WARNING,
    "An icon cannot be used",
    "The tool is shown with another icon instead.",
    "Name an icon that exists, such as `simple/mailchimp`, or put a plain SVG into `stack/icons/`.",
    family="Structure",
)
DRAWING = Check(
    "picture-not-drawn",
    Severity.WARNING,
    "A picture could not be drawn",
    "The page shows its table instead.",
    "Look whether the tool has more flows than a picture can hold.",
    family="Structure",
)
BLOCK = Check(
    "block-not-understood",
    Severity.WARNING,
    "A block in a page cannot be shown",
    "Readers see a note in the place of a picture or table.",
    "Write what the block's help says; the guide has an example of each.",
    family="Structure",
)

SITE_CHECKS = (ICON, DRAWING, BLOCK)
"""All of them."""
