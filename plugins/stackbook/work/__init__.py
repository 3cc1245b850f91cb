"""What marketing and IT do together, as it follows from the records: initiatives, requirements, people, measures.

`Work` holds all of it; rules and pages ask it, and nothing here knows either.
"""

from __future__ import annotations

from stackbook.work.core import Work

__all__ = ["Work"]
