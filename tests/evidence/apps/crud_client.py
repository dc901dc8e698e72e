"""python crud_client.py URL STATUS: uses a books API; every refusal must have that status."""

import sys

import requests

url, refusal = sys.argv[1] + "/books", int(sys.argv[2])
dune, emma = {"title": "Dune", "price": 9.5}, {"title": "Emma", "price": 7.0}
bad_books = [
    {"title": "Dune"}, {"title": "", "price": 1}, {"title": "x" * 81, "price": 1},
    {"title": "Dune", "price": "cheap"}, {"title": "Dune", "price": -1}, ["Dune"],
]

created = requests.post(url, json=dune)
assert (created.status_code, created.json()) == (201, {"id": 1} | dune)
assert requests.get(f"{url}/1").json() == {"id": 1} | dune

changed = requests.put(f"{url}/1", json=emma)
assert (changed.status_code, changed.json()) == (200, {"id": 1} | emma)

for bad in bad_books:
    assert requests.post(url, json=bad).status_code == refusal, bad
    assert requests.put(f"{url}/1", json=bad).status_code == refusal, bad
assert requests.get(url).json() == [{"id": 1} | emma]

assert requests.delete(f"{url}/1").status_code == 204
assert requests.get(f"{url}/1").status_code == 404
assert requests.get(url).json() == []
