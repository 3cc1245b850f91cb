"""The built-in vocabularies, by the families of domain words they belong to."""

from __future__ import annotations

from stackbook.model.vocab import categories, governance, integrations, people, personalisation, privacy, tools, work
from stackbook.model.vocabulary import Vocabularies

BUILT_IN = Vocabularies(
    {
        v.name: v
        for family in (tools, categories, people, integrations, privacy, personalisation, governance, work)
        for v in family.VOCABULARIES
    }
)
"""All value lists as shipped."""
