"""A queue made of files: enough to try Celery without another server."""

from pathlib import Path

for folder in ("queue", "control", "results"):
    Path(folder).mkdir(exist_ok=True)

broker_url = "filesystem://"
broker_transport_options = {
    "data_folder_in": "queue",
    "data_folder_out": "queue",
    "control_folder": "control",
    "polling_interval": 0.1,
}
result_backend = "file://results"
