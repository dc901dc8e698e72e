"""Call items.app as AWS Lambda would: three adapters, two versions of API Gateway's events."""

import json
from pathlib import Path

import serverless_wsgi
from apig_wsgi import make_lambda_handler
from asgiref.wsgi import WsgiToAsgi
from mangum import Mangum

from items import app

handlers = {
    "apig-wsgi": make_lambda_handler(app),
    "serverless-wsgi": lambda event, context: serverless_wsgi.handle_request(app, event, context),
    "mangum": Mangum(WsgiToAsgi(app)),
}
answers = {}
for adapter, handle in handlers.items():
    for file in ("event_v1.json", "event_v2.json"):
        answer = handle(json.loads(Path(file).read_text()), None)
        answers[f"{adapter} {file}"] = [answer["statusCode"], json.loads(answer["body"])]
print(json.dumps(answers))
