"""What follows from the model for people who write: JSON Schemas for editors, and the field reference."""

from __future__ import annotations

from stackbook.schema.json_schema import all_schemas, schema_for
from stackbook.schema.reference import field_reference, vocabulary_reference

__all__ = ["all_schemas", "field_reference", "schema_for", "vocabulary_reference"]
