"""Node trees to an inventory: typed, frozen, references resolved both ways, everything with its place."""

from __future__ import annotations

from stackbook.inventory.checks import INVENTORY_CHECKS
from stackbook.inventory.core import Inventory, Origin, Reference
from stackbook.inventory.load import Loaded, load

__all__ = ["INVENTORY_CHECKS", "Inventory", "Loaded", "Origin", "Reference", "load"]
