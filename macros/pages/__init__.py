"""Guide -> the pages, as Markdown with their front matter, and the files that go with them.

Entries: `pages.pages`, `pages.home`, `cards.images`, `render.Renderer`, `addresses`.
"""
