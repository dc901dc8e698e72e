"""A dashboard: a callback in Python answers a click, and no JavaScript is written."""

from dash import Dash, Input, Output, dcc, html


def board(**place):
    app = Dash("board", **place)
    app.layout = html.Div([dcc.Dropdown([1, 2, 3], 1, id="choice"), html.P(id="answer")])

    @app.callback(Output("answer", "children"), Input("choice", "value"))
    def answer(choice):
        return f"you chose {choice}"

    return app
