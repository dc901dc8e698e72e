"""The macros that the article's pages call, and what is wrong in those pages.

Entries: `macros.macros_for`, `check.load`.
"""
