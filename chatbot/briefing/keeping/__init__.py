"""Briefings that were written: kept as they were, opened again, compared, and without what was deleted since."""
