"""The format told: to people, as the tables of a page, and to editors, as JSON Schemas.

Entries: `manual.parts`, `manual.in_words`, `schema.schemas`.
"""
