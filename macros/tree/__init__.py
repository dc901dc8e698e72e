"""Question, answer, outcome, criterion, cell: what makes a tree of them sound, and what follows from it.

Entries: `rules.check` a source, `model.Tree` the result, `graph.Graph` who leads to whom, `texts` Markdown to HTML.
"""
