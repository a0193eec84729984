"""Conversations that were had: what was asked, what was answered, and with which citations."""
