"""Keeps a library safe: copies of it, a look at all its parts, and repairs."""
