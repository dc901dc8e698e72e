"""Guide -> walk.json: what the reader's script knows of the tree; how it uses that stands in test_trail.py."""

import json

from trees_in_memory import BICYCLE, SMALL, changed, guide_of, small

from macros import guide
from macros.pages.walk_json import walk_json


def test_a_small_tree_is_this_file(tmp_path):
    text = small(
        ("title: Which", "title: “Which"), ("because: dogs need room", "because: '*dogs* need room'")
    )
    assert walk_json(guide_of(tmp_path, text)) == (
        '{"start":"home","alternatives":{},"questions":{"home":{"ask":"How large is your home?","left":1,'
        '"outcomes":2,"answers":{"large":{"label":"Large","next":"dog","because":"dogs need room"},'
        '"small":{"label":"Small","next":"cat"}}}},"outcomes":{"dog":"A dog","cat":"A cat"},"cases":{}}'
    )


def test_answers_say_where_they_lean_and_real_projects_how_they_answered():
    data = json.loads(walk_json(guide.load(BICYCLE)))
    assert data["alternatives"] == {
        "city": "City bicycle",
        "folding": "Folding bicycle",
        "cargo": "Cargo bicycle",
        "touring": "Touring bicycle",
    }
    assert data["questions"]["train"] == {
        "ask": "Does it go on a train?",
        "left": 5,
        "outcomes": 5,
        "answers": {
            "daily": {
                "label": "Every day",
                "next": "stairs",
                "because": "only a folded bicycle always finds room",
                "leans": {"folding": 3},
            },
            "never": {"label": "Seldom or never", "next": "distance", "leans": {"city": 1}},
        },
    }
    assert data["cases"]["bread-round"] == {
        "name": "The Bread Round",
        "uses": "City bicycle",
        "answers": {"load": "yes", "kind": "street"},
    }
    assert list(data["cases"]) == ["bread-round", "lighthouse", "night-nurse", "parcel-post"]


def test_signs_stay_as_they_are(tmp_path):
    assert "“Tea” — ☕" in walk_json(guide_of(tmp_path, changed(SMALL, ("name: A dog", "name: “Tea” — ☕"))))
