"""Answers as plain values, in one form for every surface: search, comparison, export."""
