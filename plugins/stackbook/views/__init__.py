"""Questions asked of an inventory: one module each, answered as data."""
