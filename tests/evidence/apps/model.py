"""A program that knows nothing of the web: it tells a flower by its petal."""


def species(length, width):
    if length < 2.5:
        return "setosa"
    return "versicolor" if length + width < 6.6 else "virginica"
