"""This project -> a project for another decision: the same compiler and wiring, and a tree of fourteen lines.

Files are copied without what stands between `# >>> only here` and `# <<< only here`.

Entries: `project.files_of_a_new_project`, `project.write`.
"""
