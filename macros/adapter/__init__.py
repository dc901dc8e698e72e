"""MkDocs and its theme. The only package that is replaced on the day the generator is.

Entries: the hooks that mkdocs.yml names, `hooks.py`, `weight.py`, `searching.py` and `scripts.py`.
"""
