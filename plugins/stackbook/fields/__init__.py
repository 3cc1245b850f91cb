"""The fields of a kind as data: what pages, forms, schema, reference and completeness are derived from.

A kind's class is the only definition (see `stackbook.model.base`). This module reads
it once and says, for each key that can be written, what it is called, what it means,
who answers for it and what may stand there.
"""

from __future__ import annotations

from stackbook.fields.docs import FieldDoc, KindDoc
from stackbook.fields.labels import LABELS, label_of
from stackbook.fields.reading import by_key, derived_of, describe, fields_of, walk
from stackbook.fields.shapes import TAXONOMIES, Shape

__all__ = [
    "LABELS",
    "TAXONOMIES",
    "FieldDoc",
    "KindDoc",
    "Shape",
    "by_key",
    "derived_of",
    "describe",
    "fields_of",
    "label_of",
    "walk",
]
