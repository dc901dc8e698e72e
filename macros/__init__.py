"""A decision tree in YAML becomes linked pages."""


def define_env(env) -> None:
    """Hand the macros to mkdocs-macros."""
    from macros.article.macros import (
        macros_for,  # here, because the proofs import this package without the site's libraries
    )

    for macro in macros_for(env.conf.extra["guide"], lambda: env.page.url):
        env.macro(macro)
