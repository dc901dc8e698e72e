"""Real projects -> their trails through the tree, the verdict on each, and how well the tree agrees with them.

Entries: `read.read_cases`, `walks.walk`, `agreement.agreement`.
"""
