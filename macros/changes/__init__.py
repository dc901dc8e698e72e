"""What an edit of the tree changes: its parts, its trails, and the verdicts on real projects.

Entries: `revision.read` the tree as it was, `diff.diff` the two, `text.as_text` tells it, `text.nothing_to_compare` why it cannot.
"""
