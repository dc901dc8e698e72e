"""The bench measures trees that are as they should be, and its page shows what it noted."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from bench.builds import build, prepare_plain
from bench.grown import fan, grown
from bench.stages import STAGES, peak, stages
from projects import make_project
from trees_in_memory import Html, guide_of, small

from macros import rules, source
from macros.article import macros_for
from macros.bench import PARTS, Bench, _apart
from macros.graph import Graph
from macros.pages import pages


def tree_of(text):
    return rules.check(source.parse(text, "tree.yaml"))


def measured(questions, factor):
    cost = {"seconds": factor * 0.001, "bytes": factor * 20_000}
    return {
        "questions": questions,
        "answers": 3 * questions,
        "outcomes": 2,
        "cells": 8,
        "stages": {"read": cost, "check": {"seconds": factor * 0.03, "bytes": 500}},
        "ours": {"seconds": [1.1 * factor, 9.0, 1.3 * factor], "bytes": 90_000_000},
        "plain": {"seconds": [1.0 * factor, 10.0, 1.0 * factor], "bytes": 60_000_000},
        "page": 20_000.5,
        "largest_page": 30_000,
        "site": 3_000_000,
    }


NOTED = {
    "machine": {
        "date": "2026-11-22",
        "python": "3.13.0",
        "system": "Linux x86_64",
        "processors": 2,
        "packages": {"mkdocs": "1.6.1"},
    },
    "trees": {
        "1000": measured(1000, 20),
        "10": measured(10, 1),
        "100": measured(100, 5),
        "fan": measured(1, 1),
    },
}

CLICKED = {
    "date": "2026-11-22",
    "browser": "Chrome/156.0",
    "modes": {"plain": {"median": 700, "low": 300, "high": 800, "clicks": 24}},
}


@pytest.fixture
def shown(tmp_path):
    """The macro `bench` of a small guide with figures beside it."""
    it = guide_of(tmp_path, small())
    file = tmp_path / "tests/bench/numbers.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(NOTED), encoding="utf-8")
    file.with_name("clicks.json").write_text(json.dumps(CLICKED), encoding="utf-8")
    return {macro.__name__: macro for macro in macros_for(it, lambda: "numbers/")}["bench"]


@pytest.mark.parametrize("count", [10, 100, 300])
def test_a_grown_tree_is_sound_always_the_same_and_has_shared_questions(count):
    text = grown(count)
    tree = tree_of(text)
    graph = Graph.of(tree)
    assert grown(count) == text
    assert len(tree.questions) == count
    assert {len(question.answers) for question in tree.questions.values()} == {3}
    assert {len(question.compare) for question in tree.questions.values()} == {4}
    shared = [node for node in tree.questions if len(graph.ways_in[node]) > 1]
    assert len(shared) > count / 10


def test_pages_of_grown_trees_ask_for_the_same_however_many_there_are():
    """Their texts and tables are as long, so bytes a page can be compared."""
    lengths = [len(grown(count)) / count for count in (100, 1000)]
    assert max(lengths) < 1.05 * min(lengths)


def test_a_fan_is_one_question_with_as_many_outcomes_as_answers():
    tree = tree_of(fan(50))
    assert len(tree.questions["way"].answers) == len(tree.outcomes) == 50


def test_an_outcome_of_a_fan_lists_nine_of_the_other_answers_and_counts_the_rest(tmp_path):
    for answers, more in ((10, []), (11, ["and 1 more answer<"]), (500, ["and 490 more answers<"])):
        page = next(
            page for page in pages(guide_of(tmp_path, fan(answers))) if page.path == "outcome/outcome-3.md"
        )
        listed = page.body.partition('id="what-would-change-it"')[2].partition("<h2")[0]
        assert listed.count("<dd><b>") == 9
        assert re.findall("and .* more answers?<", listed) == more


def test_each_stage_is_measured_once_in_its_order(tmp_path):
    (tmp_path / "decision_tree.yaml").write_text(grown(10), encoding="utf-8")
    results = []

    def measured(work):
        results.append(work())
        return results[-1]

    stages(tmp_path, measured)
    text, tree, graph, letters, image_bytes = results
    assert len(results) == len(STAGES)
    assert (text.data["title"], tree.title, graph.start) == ("Which one?", "Which one?", "question-0")
    assert letters > 100_000 and image_bytes > 10_000


@pytest.mark.browser  # it builds two sites
def test_mkdocs_alone_builds_the_very_same_pages(tmp_path):
    project = make_project(tmp_path / "project", grown(10))
    prepare_plain(project)
    assert build(project).bytes > 30_000_000
    assert build(project, plain=True).seconds > 0
    ours, plain = (
        {page.parent.relative_to(site): page for page in site.glob("*/*/index.html")}
        for site in (project / "site", project / "plain-site")
    )
    assert ours.keys() == plain.keys() >= {Path("decide/question-0"), Path("outcome/outcome-1")}
    for path, page in ours.items():
        assert shown_on(page) == shown_on(plain[path]), path


def shown_on(page):
    """The words of a built page, from its beginning to its script."""
    inside = page.read_text(encoding="utf-8").partition('<div class="page')[2]
    return Html(inside.partition("<script")[0]).words


def test_a_peak_counts_what_was_asked_for_and_given_back():
    found, result = peak(lambda: len(bytes(5_000_000)))
    assert result == 5_000_000
    assert 5_000_000 <= found < 5_100_000


def test_what_is_on_top_is_the_median_of_the_pairs_and_growth_that_of_the_last_step():
    bench = Bench.model_validate(NOTED)
    assert [it.questions for it in bench.grown] == [10, 100, 1000]
    assert [round(it.on_top, 3) for it in bench.grown] == [0.1, 0.1, 0.1]
    assert (bench.growth("read", "seconds"), bench.growth("check", "bytes")) == (4.0, 1.0)


def test_no_two_names_in_the_plot_touch_and_lines_go_where_their_figures_are():
    plot = Bench.model_validate(NOTED).plot
    heights = sorted(line.y for line in plot.lines)
    assert all(lower - upper >= 16 for upper, lower in pairwise(heights))
    assert [tick.text for tick in plot.across] == ["10", "100", "1,000"]
    assert [tick.text for tick in plot.up] == ["0.001 s", "0.01 s", "0.1 s", "1 s", "10 s", "100 s"]
    assert [(tick.at) for tick in plot.across] == [68.0, 319.0, 570.0]
    assert [tick.at for tick in plot.up] == [310.0, 248.0, 186.0, 124.0, 62.0, 0.0]
    points = {line.name: line.points for line in plot.lines}
    assert list(points) == ["read", "check", "whole build", "MkDocs alone"]
    # 310 pixels for five powers of ten, the lowest 1 ms: 20 ms stand 62 * (log10(20) = 1.30103) above the floor.
    assert points["read"] == "68.0,310.0 319.0,266.7 570.0,229.3"
    assert {line.x for line in plot.lines} == {570.0}
    assert (plot.left, plot.floor, plot.right) == (68, 310, 570)


def test_names_that_would_touch_stand_below_one_another_and_no_others_move():
    assert _apart({"low": 100.0, "second": 12.0, "first": 10.0, "third": 13.0}) == {
        "first": 10.0, "second": 26.0, "third": 42.0, "low": 100.0
    }  # fmt: skip


def words(html):
    """The text of a table, cell by cell."""
    return Html(str(html).replace("<", " <")).words


def test_the_tables_show_the_figures_in_units_that_can_be_read(shown):
    assert "Read 1.0 ms 5.0 ms 20 ms 4.0 ×" in words(shown("seconds"))
    assert "Read 20 kB 0.1 MB 0.4 MB 4.0 ×" in words(shown("bytes"))
    builds = words(shown("builds"))
    assert "Our build 1.3 s 6.5 s 22.0 s" in builds
    assert "On top, median of the pairs +10 % +10 % +10 %" in builds
    assert "Fan 1 3" in words(shown("odd"))
    clicks = words(shown("clicks"))
    assert "Plain 700 ms 300 to 800 ms 24 Measured on 2026-11-22 with Chrome 156.0." in clicks
    assert shown("machine") == (
        '<p class="numbers-of">Measured on 2026-11-22: Linux x86_64, 2 processors, Python 3.13.0, mkdocs 1.6.1.</p>\n'
    )
    assert shown("plot").count("<polyline") == 4


def test_an_unknown_part_and_figures_that_are_not_there_are_told(shown, tmp_path):
    with pytest.raises(LookupError) as unknown:
        shown("hours")
    assert str(unknown.value) == f"there is no part 'hours'. There are: {', '.join(PARTS)}."
    for file, command in (("clicks", "make clicks"), ("numbers", "make bench")):
        (tmp_path / f"tests/bench/{file}.json").unlink()
        with pytest.raises(LookupError) as missing:
            shown("plot")
        assert str(missing.value) == f"there is no tests/bench/{file}.json. Let '{command}' write it."
