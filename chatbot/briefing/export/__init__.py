"""Briefings as files: Markdown, HTML, Word, PDF, JSON."""
