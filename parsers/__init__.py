"""Bytes to what the sender said."""
