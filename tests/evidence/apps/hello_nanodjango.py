from nanodjango import Django

app = Django(SECRET_KEY="for the proof", ALLOWED_HOSTS=["127.0.0.1"])


@app.route("/")
def hello(request):
    return "Hello, world!"
