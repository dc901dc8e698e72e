"""What is taken from the pages before is what would be made anew, whatever was edited."""

import json
import shutil
from copy import deepcopy

import pytest
from bench.grown import yaml_of
from trees_in_memory import BICYCLE, guide_of, irregular, ladder

from macros import guide, regions, reuse, source
from macros.pages import pages
from macros.repository import Repository
from macros.reuse import kept_pages, pages_again

CODE = Repository("https://code.example.org/owner/some-repo")


def guide_from(folder, data):
    """The guide of a tree given as data, beside the bicycle's proofs and projects."""
    if not (folder / "tests").exists():
        shutil.copytree(BICYCLE.parent, folder, dirs_exist_ok=True)
    return guide_of(folder, yaml_of(data))


def bicycle():
    return deepcopy(source.read(BICYCLE).data)


def made(it, repository=None, kept=None):
    return {page.path: page for page in pages(it, repository, kept or {})}


def edits_of_questions():
    """Each text of a question with a word more, and each list with an entry less, as (where, data)."""
    for node, question in bicycle()["questions"].items():
        texts = [(key,) for key in ("ask", "help") if key in question]
        answers = question["answers"].items()
        texts += [
            ("answers", key, part) for key, it in answers for part in ("label", "because") if part in it
        ]
        for route in texts:
            data = bicycle()
            part = data["questions"][node]
            for key in route[:-1]:
                part = part[key]
            part[route[-1]] += " indeed"
            yield ".".join((node, *route)), data
        if "compare" in question:
            data = bicycle()
            data["questions"][node]["compare"] = ["kerbs"]
            yield f"{node}.compare", data


EDITS = dict(edits_of_questions())


@pytest.mark.parametrize("repository", [None, CODE])
@pytest.mark.parametrize("where", EDITS)
def test_after_an_edit_of_a_question_all_pages_are_those_made_anew(tmp_path, where, repository):
    old, new = (guide_from(tmp_path, data) for data in (bicycle(), EDITS[where]))
    kept = kept_pages(old, new, made(old, repository), places=bool(repository))
    assert made(new, repository, kept) == made(new, repository)
    assert 0 < len(kept) < len(new.tree.questions) + len(new.tree.outcomes)


def test_far_from_the_edit_all_pages_are_kept(tmp_path):
    """In the ladder: the question itself, the two before it and the two behind it; the outcomes are too far away."""
    data = json.loads(ladder(20))
    old = guide_of(tmp_path, yaml_of(data))
    data["questions"]["left4"]["ask"] = "Left, once more?"
    new = guide_of(tmp_path, yaml_of(data))
    kept = kept_pages(old, new, made(old), places=True)
    anew = {f"decide/{node}.md" for node in new.tree.questions} - kept.keys()
    assert anew == {f"decide/{node}.md" for node in ("left4", "left3", "right3", "left5", "right5")}
    assert {"outcome/left20.md", "outcome/right20.md"} <= kept.keys()
    assert made(new, kept=kept) == made(new)


def test_of_many_maps_those_are_made_anew_that_name_what_was_edited(tmp_path, monkeypatch):
    """Maps of 14 boxes at most: some have others behind them, and the overview is in parts."""
    monkeypatch.setattr(regions, "MOST", 14)
    data = json.loads(irregular(40))
    old = guide_of(tmp_path, yaml_of(data))
    before = made(old)
    assert old.regions.parts.above
    for node in list(data["questions"])[::4]:
        other = deepcopy(data)
        other["questions"][node]["ask"] = "What else?"
        other["questions"][node]["answers"]["a0"]["label"] = "Something else"
        new = guide_of(tmp_path, yaml_of(other))
        kept = kept_pages(old, new, before, places=False)
        maps = {path for path, page in made(new).items() if path.startswith("map/") and page != before[path]}
        assert maps == {path for path in before if path.startswith("map/")} - kept.keys(), node


@pytest.mark.parametrize("repository", [None, CODE])
def test_the_server_takes_what_is_kept_from_the_build_before(tmp_path, monkeypatch, repository):
    monkeypatch.setattr(reuse, "_last", None)
    data = bicycle()
    old = guide_from(tmp_path, data)
    data["questions"]["train"] = {"help": "It may be full.", **data["questions"]["train"]}
    new = guide_from(tmp_path, data)
    first, second = ({page.path: page for page in pages_again(it, repository)} for it in (old, new))
    assert second == made(new, repository)
    kept = kept_pages(old, new, made(old, repository), places=bool(repository))
    assert {path for path, page in second.items() if page.body is first.get(path, page).body} >= kept.keys()
    nodes = {path for path in second if path.startswith(("decide/", "outcome/"))}
    assert {path for path in nodes if second[path].body is first[path].body} == kept.keys()


def test_after_an_answer_was_turned_nothing_is_kept(tmp_path):
    data = json.loads(ladder(4))
    old = guide_of(tmp_path, yaml_of(data))
    data["questions"]["left1"]["answers"]["left"]["next"] = "right3"
    assert kept_pages(old, guide_of(tmp_path, yaml_of(data)), made(old), places=False) == {}


def test_a_line_more_moves_what_stands_below_it_and_only_the_links_to_its_lines_differ(tmp_path):
    data = bicycle()
    old = guide_from(tmp_path, data)
    data["questions"]["train"] = {"help": "It may be full.", **data["questions"]["train"]}
    new = guide_from(tmp_path, data)
    linked = kept_pages(old, new, made(old, CODE), places=True)
    alone = kept_pages(old, new, made(old), places=False)
    assert made(new, CODE, linked) == made(new, CODE)
    assert made(new, None, alone) == made(new)
    assert len(linked) < len(alone)


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(lambda data: data.update(title="Which one?"), id="title"),
        pytest.param(lambda data: data["outcomes"]["city"].update(name="The usual one"), id="outcome"),
        pytest.param(
            lambda data: data["alternatives"]["city"].update(name="Usual bicycle"), id="alternative"
        ),
        pytest.param(lambda data: data["criteria"]["kerbs"].update(name="Steps"), id="criterion"),
    ],
)
def test_after_any_other_edit_nothing_is_kept(tmp_path, edit):
    data = bicycle()
    old = guide_from(tmp_path, data)
    edit(data)
    assert kept_pages(old, guide_from(tmp_path, data), made(old), places=False) == {}


def test_another_run_of_the_proofs_or_another_project_keeps_nothing(tmp_path):
    old = guide_from(tmp_path, bicycle())
    (tmp_path / guide.EVIDENCE / "record.json").write_text("{}", encoding="utf-8")
    assert kept_pages(old, guide.load(old.evidence.parents[1] / guide.FILE), made(old), places=False) == {}
    shutil.copy(BICYCLE.parent / guide.EVIDENCE / "record.json", old.evidence)
    next(iter((tmp_path / guide.CASES).iterdir())).unlink()
    assert kept_pages(old, guide.load(old.evidence.parents[1] / guide.FILE), made(old), places=False) == {}


def test_pages_are_made_once_and_again_when_a_template_or_the_repository_is_another(tmp_path, monkeypatch):
    templates = shutil.copytree(reuse.TEMPLATES, tmp_path / "templates")
    monkeypatch.setattr(reuse, "TEMPLATES", templates)
    monkeypatch.setattr(reuse, "_last", None)
    kept = []
    monkeypatch.setattr(reuse, "kept_pages", lambda *_, **__: kept.append(True) or {})
    it = guide.load(BICYCLE)

    def again(repository=None):
        kept.clear()
        found = {page.path: page for page in pages_again(it, repository)}
        return found == made(it, repository), bool(kept)

    assert again() == (True, False)
    assert again() == (True, True)
    assert again(CODE) == (True, False)
    assert again(CODE) == (True, True)
    (templates / "question.html.j2").write_text("anew", encoding="utf-8")
    assert again(CODE) == (True, False)
