"""macros/hooks.py; what it does to a whole site stands in test_site.py."""

from types import SimpleNamespace

from macros import hooks


def test_a_title_and_a_description_reach_the_head_of_the_page_as_text():
    page = SimpleNamespace(
        meta={"title": 'Is `<script>` "ok"?', "description": "<b> & more", "hide": ["toc"]}
    )
    hooks.on_page_markdown("", page=page)
    assert page.meta == {
        "title": "Is `&lt;script&gt;` &#34;ok&#34;?",
        "description": "&lt;b&gt; &amp; more",
        "hide": ["toc"],
    }
