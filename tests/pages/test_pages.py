"""Tree -> the pages: which there are, that they hang together, and that no text breaks out of them."""

import re
from urllib.parse import urljoin

import pytest
import yaml
from trees_in_memory import BICYCLE, PET, SMALL, Html, changed, guide_of, irregular, ladder, small, wide

from macros import guide as guides
from macros.pages import addresses
from macros.pages.pages import pages

SITE = "https://site.test/"
BICYCLE_GUIDE, PET_GUIDE = guides.load(BICYCLE), guides.load(PET)
NEAR = "near: {folding: If it must.}\n    unless: {folding: {load: [yes, unknown], train: [daily]}}"
IN_MEMORY = {"ladder": ladder(4), "too large to draw": irregular(60), "many answers": wide(40)}


def made(guide):
    """The pages of a guide by their addresses, each as (front matter, HTML)."""
    return {address(page.path): split(page.text) for page in read_by_people(guide)}


def read_by_people(guide):
    """The pages of a guide but for those that only programs read."""
    return [page for page in pages(guide) if page.path.endswith(".md")]


def address(path):
    return f"{SITE}{path.removesuffix('.md')}/"


def split(text):
    empty, front, html = text.split("---\n", 2)
    assert empty == ""
    return yaml.safe_load(front), Html(html)


@pytest.fixture(params=["bicycle", "pet", *IN_MEMORY])
def guide(request, tmp_path):
    loaded = {"bicycle": BICYCLE_GUIDE, "pet": PET_GUIDE}
    return loaded.get(request.param) or guide_of(tmp_path, IN_MEMORY[request.param])


@pytest.fixture(scope="module")
def bicycle():
    """The pages of the bicycle's tree, as `made` returns them."""
    return made(BICYCLE_GUIDE)


def test_a_tree_becomes_these_pages():
    assert [page.path for page in read_by_people(BICYCLE_GUIDE)] == [
        *(
            "map.md",
            "compare.md",
            "evidence.md",
            "add-ons.md",
            "projects.md",
            "evidence/gears.md",
            "evidence/size.md",
        ),
        *(f"decide/{node}.md" for node in ("load", "train", "stairs", "distance", "street", "kind")),
        *(f"outcome/{node}.md" for node in ("city", "folding", "cargo", "touring", "electric")),
    ]


def test_a_tree_without_criteria_and_cases_has_no_comparison_and_no_real_projects():
    assert [page.path for page in read_by_people(PET_GUIDE)] == [
        *("map.md", "decide/time.md", "decide/fur.md", "outcome/dog.md", "outcome/fish.md")
    ]


def test_beside_the_pages_stands_what_programs_read():
    assert [(page.path, page.origin) for page in pages(PET_GUIDE) if not page.path.endswith(".md")] == [
        ("walk.json", "decision_tree.yaml#L2"),
        ("tree.json", "decision_tree.yaml#L2"),
        ("tree.schema.json", "decision_tree.yaml#L2"),
        ("llms.txt", "decision_tree.yaml#L2"),
    ]


def test_a_page_knows_the_line_of_the_tree_it_comes_from():
    assert {page.path: page.origin for page in read_by_people(PET_GUIDE)} == {
        "map.md": "decision_tree.yaml#L4",
        "decide/time.md": "decision_tree.yaml#L5",
        "decide/fur.md": "decision_tree.yaml#L10",
        "outcome/dog.md": "decision_tree.yaml#L16",
        "outcome/fish.md": "decision_tree.yaml#L17",
    }


def test_a_tree_too_large_to_draw_stands_in_words_alone(tmp_path):
    guide = guide_of(tmp_path, irregular(300))
    page = next(page.body for page in pages(guide) if page.path == "map.md")
    assert "<svg" not in page
    assert "the drawing scrolls" not in page
    assert Html(page).every("id") == list(guide.tree.questions)


def test_a_page_of_proofs_knows_their_file():
    files = {page.path: page.origin for page in pages(BICYCLE_GUIDE) if page.path.startswith("evidence/")}
    assert files == {
        f"evidence/{file.stem.removeprefix('test_')}.md": f"tests/evidence/{file.name}"
        for file in (BICYCLE.parent / "tests/evidence").glob("test_*.py")
    }


SCRIPTS = {"assets/guide.js", "assets/compare.js", "assets/moved.js", "assets/projects.js"}


def is_trail(guide, page, anchor):
    """Whether an anchor is the trail of a real project that ended at the page: q=a&q=a"""
    trails = {(case.walk.fragment, end) for case in guide.cases for end in case.walk.ends}
    return any(anchor == trail and page == f"{SITE}outcome/{end}/" for trail, end in trails)


def test_every_link_leads_to_a_page_and_every_anchor_is_there(guide):
    there = made(guide)
    for here, (_, html) in there.items():
        for href in html.every("href"):
            page, _, anchor = urljoin(here, href).partition("#")
            if page.startswith(SITE):
                if page == SITE:  # home, which a project may have written itself
                    continue
                assert page in there, (here, href)
                ids = there[page][1].every("id")
                assert not anchor or anchor in ids or is_trail(guide, page, anchor), (here, href)
            else:
                assert page.startswith(("https://example.org/", "https://adr.github.io/")), (here, href)


def test_no_id_stands_twice_on_a_page(guide):
    for here, (_, html) in made(guide).items():
        ids = html.every("id")
        assert len(ids) == len(set(ids)), here


def test_every_answer_is_a_link_to_what_it_leads_to(guide):
    there = made(guide)
    for node, question in guide.tree.questions.items():
        here = f"{SITE}decide/{node}/"
        links = {urljoin(here, href) for href in there[here][1].every("href")}
        for answer in question.answers.values():
            assert links & {f"{SITE}decide/{answer.next}/", f"{SITE}outcome/{answer.next}/"}
            assert answer.label in there[here][1].words


def test_from_the_start_links_reach_every_question_and_outcome(guide):
    there = made(guide)
    seen, waiting = set(), [f"{SITE}decide/{guide.tree.start}/"]
    while waiting:
        here = waiting.pop()
        seen.add(here)
        answers = {urljoin(here, href) for href in there[here][1].every("href") if "#" not in href}
        waiting += [
            page for page in answers & there.keys() - seen if "/outcome/" in page or "/decide/" in page
        ]
    nodes = [f"decide/{node}/" for node in guide.tree.questions] + [
        f"outcome/{node}/" for node in guide.tree.outcomes
    ]
    assert seen >= {SITE + node for node in nodes}


def test_no_page_asks_for_anything_from_another_host(guide):
    for _, html in made(guide).values():
        assert html.every("action") == html.every("style") == []
        assert {src.removeprefix("../").removeprefix("../") for src in html.every("src")} <= SCRIPTS
        assert not {"img", "iframe", "link", "object"} & {tag for tag, _ in html.tags}


def test_the_front_matter_gives_title_and_description_and_keeps_macros_away(guide):
    for here, (front, _) in made(guide).items():
        assert front["render_macros"] is False, here
        on_the_way = "/decide/" in here or "/outcome/" in here
        assert front["hide"] == ["navigation", "toc", *(["start", "edit"] if on_the_way else [])], here
        assert (front["title"] and 10 <= len(front["description"]) <= 200) or guide.tree.title == "Which way?"


def test_the_pages_beside_the_walk_are_called_by_what_they_show():
    there = {page.path: (page.origin, split(page.text)[0]) for page in read_by_people(BICYCLE_GUIDE)}
    shown = {path: (origin, front["title"], front["description"]) for path, (origin, front) in there.items()}
    assert [shown[f"{name}.md"] for name in ("map", "compare", "evidence", "evidence/size", "projects")] == [
        (
            "decision_tree.yaml#L52",
            "All questions",
            "Which bicycle? All questions, answers and outcomes at a glance.",
        ),
        (
            "decision_tree.yaml#L25",
            "Compare",
            "Which bicycle? All that is compared, and what backs each claim.",
        ),
        (
            "decision_tree.yaml#L25",
            "The evidence",
            "Which bicycle? What backs each claim stands in the comparison now.",
        ),
        ("tests/evidence/test_size.py", "What counts as luggage", "Proofs that run: What counts as luggage."),
        (
            "docs/cases/bread-round.yaml",
            "Real projects",
            "Which bicycle? Where real projects end, and what they use.",
        ),
    ]


def test_a_description_is_the_help_or_the_summary_as_long_as_search_engines_show_it(bicycle, tmp_path):
    about = {
        name: bicycle[f"{SITE}{name}/"][0]["description"]
        for name in ("decide/load", "decide/train", "outcome/city")
    }
    assert about == {
        "decide/load": "Think of the heaviest day of a usual week.",
        "decide/train": "Does it go on a train?",
        "outcome/city": "It is there, it runs, nobody steals it.",
    }
    text = small(("It needs room.", 40 * "room "), ("It needs walks.", 31 * "walk " + "home"))
    there = made(guide_of(tmp_path, text))
    assert there[f"{SITE}decide/home/"][0]["description"] == 30 * "room " + "…"
    text = small(("It needs room.", 31 * "walk "))
    assert made(guide_of(tmp_path, text))[f"{SITE}decide/home/"][0]["description"] == (31 * "walk ").rstrip()


def test_an_outcome_names_its_card_and_no_other_page_does(bicycle):
    cards = {here: front["card"] for here, (front, _) in bicycle.items() if "card" in front}
    assert cards == {
        f"{SITE}outcome/{node}/": f"assets/cards/outcome/{node}.png" for node in BICYCLE_GUIDE.tree.outcomes
    }


def test_a_search_finds_no_questions_no_proofs_and_nothing_that_has_moved(bicycle):
    fronts = {here.removeprefix(SITE): front for here, (front, _) in bicycle.items()}
    hidden = {here for here, front in fronts.items() if front.get("search") == {"exclude": True}}
    assert hidden == {here for here in fronts if re.match(r"decide/|evidence/", here)}


def test_a_question_says_how_far_it_is_to_the_end(bicycle):
    assert "Question 1 · at most 5 more" in bicycle[f"{SITE}decide/load/"][1].words
    assert "Question 2 to 5 · at most 1 more" in bicycle[f"{SITE}decide/street/"][1].words
    assert "Question 3 to 6 · the last one" in bicycle[f"{SITE}decide/kind/"][1].words


def test_an_outcome_says_for_whom_it_is_and_for_whom_it_is_not(bicycle):
    lines = spaced(bicycle[f"{SITE}outcome/folding/"][1])
    assert "Take it if somebody must carry it Take something else if" in lines
    assert (
        "Are there stairs on the way? No : A city bicycle , A cargo bicycle or 2 more Does it go on a train?"
    ) in lines


def test_an_outcome_says_what_it_costs_to_change_ones_mind(bicycle):
    lines = spaced(bicycle[f"{SITE}outcome/folding/"][1])
    assert "From Folding bicycle to City bicycle A new bicycle" in lines
    assert (
        "A new bell : What is there stays. A new bicycle : Only the rider stays. What a change costs" in lines
    )
    assert "What it costs" not in spaced(made(PET_GUIDE)[f"{SITE}outcome/dog/"][1])


def test_an_outcome_says_what_no_question_asks_where_the_tree_does(tmp_path):
    pages = made(
        guide_of(tmp_path, small(("start: home", "start: home\nunasked: The *colour* of its coat.")))
    )
    assert "The colour of its coat" in spaced(pages[f"{SITE}outcome/cat/"][1])


def test_a_question_says_why_it_is_asked_where_the_tree_does(tmp_path):
    text = small(("help: It needs room.", "help: It needs room.\n    why: Stairs *count* too."))
    assert "Why we ask Stairs count too." in spaced(made(guide_of(tmp_path, text))[f"{SITE}decide/home/"][1])
    assert "Why we ask" not in spaced(made(PET_GUIDE)[f"{SITE}decide/time/"][1])


def test_an_answer_says_what_it_means(bicycle):
    _, html = bicycle[f"{SITE}decide/train/"]
    assert "Every day Or nearly 1" in spaced(html)


def test_an_outcome_says_how_sure_it_is_and_why_it_is_right_despite_that(bicycle):
    _, html = bicycle[f"{SITE}outcome/city/"]
    lines = spaced(html)
    assert "How sure? Of 5 ways here, the answers lean clearly to this on 0, closely on 2, " in lines
    assert (
        "and no further than to something else on 3. A heavy day now and then can be done in two rides."
        in lines
    )
    assert "How sure?" not in spaced(made(PET_GUIDE)[f"{SITE}outcome/fish/"][1])


def test_what_is_near_can_be_left_out_of_the_page_and_of_the_record(tmp_path):
    text = changed(
        BICYCLE.read_text(encoding="utf-8"),
        ("near: {folding: If a train comes into it.}", NEAR),
    )
    (tmp_path / "tests").mkdir()
    (tmp_path / guides.EVIDENCE).symlink_to(BICYCLE.parent / guides.EVIDENCE)
    _, html = made(guide_of(tmp_path, text))[f"{SITE}outcome/city/"]
    assert html.every("data-near") == ["folding"] * 2


ODD = "Is _this_ a std::vector<int> & `so`?"


def test_a_plain_text_is_shown_as_it_is_wherever_it_stands(tmp_path):
    """On the page of its own, the map, the description, and in the record as Markdown that shows it."""
    odd = small(
        ("title: Which pet?", f"title: {ODD}"),
        ("ask: How large is your home?\n    help: It needs room.", f"ask: {ODD}"),
        ("label: Small", f"label: {ODD}"),
        ("name: A cat", f"name: {ODD}"),
    )
    there = made(guide_of(tmp_path, odd))
    for address in ("decide/home/", "outcome/cat/", "map/"):
        assert ODD in there[SITE + address][1].words
    assert there[f"{SITE}decide/home/"][0]["description"] == ODD
    record = there[f"{SITE}outcome/cat/"][1].words
    shown = r"Is \_this\_ a std::vector\<int> & \`so\`?"
    assert f"# {shown} ## Context" in record and f'Chosen option: "{shown}"' in record
    assert f"We build ____. {shown}" in record


def test_a_question_shows_the_few_rows_that_matter_there_with_what_backs_them(bicycle):
    html = bicycle[f"{SITE}decide/train/"][1]
    assert "Room on a train" in html.words and "Kerbs" not in html.words
    assert {"../../compare/#room-city", "../../compare/#room-folding"} <= set(html.every("href"))


def test_the_comparison_tells_of_each_cell_what_backs_it(bicycle):
    words = bicycle[f"{SITE}compare/"][1].words
    assert "Proved: A folded bicycle is luggage" in words
    assert "Cited: Luggage, read 2026-11-20" in words
    assert "Judged: We rode both for a year." in words


def test_a_page_of_proofs_shows_their_code_their_apps_and_their_runs(bicycle):
    html = bicycle[f"{SITE}evidence/gears/"][1]
    assert "metres-a-turn" in html.every("id")
    assert "Passed on 2026-11-20: Python 3.13.0, city 1.10.0" in html.words
    assert "assert ran.stdout ==" in html.words and "BICYCLES = {" in html.words


def test_the_page_of_real_projects_comes_from_the_folder_of_their_files():
    (page,) = [page for page in pages(BICYCLE_GUIDE) if page.path == "projects.md"]
    assert page.origin == "docs/cases/bread-round.yaml"
    front, html = split(page.text)
    assert (front["title"], [text for text in html.texts if text == front["title"]]) == (
        "Real projects",
        ["Real projects"],
    )


def projects():
    """The page of the bicycle's real projects, and its rows by the ids of the cases."""
    page = next(page.text for page in pages(BICYCLE_GUIDE) if page.path == "projects.md")
    rows = re.findall(r'<li class="walk [^>]*>\s*<h3 id="([^"]*)">(.*?)</li>', page, re.DOTALL)
    return Html(page), {case: Html(row) for case, row in rows}


def spaced(html):
    """Its words, with a space between what stands in different cells and marks."""
    return " ".join(" ".join(html.texts).split())


def test_real_projects_stand_by_their_verdicts_those_that_differ_first():
    _, rows = projects()
    assert list(rows) == ["parcel-post", "night-nurse", "bread-round", "lighthouse"]
    for row, verdict in zip(rows.values(), ["different", "also fine", "same", "same"], strict=True):
        assert spaced(row).partition("The tree says")[2].partition(" : ")[2].startswith(f"{verdict} ")


def test_real_projects_can_be_chosen_by_what_they_use_and_by_verdict_each_with_its_count():
    html, _ = projects()
    assert (
        "It uses All 4 City bicycle 1 Folding bicycle 1 Something else 2 The tree All 4 Same 2 :"
        in spaced(html)
    )
    values = [(box["name"], box["value"]) for tag, box in html.tags if tag == "input"]
    assert values == [
        *(("uses", ""), ("uses", "city"), ("uses", "folding"), ("uses", "_other")),
        *(("verdict", ""), ("verdict", "same"), ("verdict", "also-fine"), ("verdict", "different")),
    ]
    shown = [of["class"] for tag, of in html.tags if tag == "li" and "walk" in of.get("class", "")]
    assert shown == ["walk of-0 v-different", "walk of-2 v-also-fine", "walk of-1 v-same", "walk of-0 v-same"]


def test_the_field_has_each_real_project_where_what_it_uses_meets_what_the_tree_says():
    html, _ = projects()
    words = spaced(html).partition("What they use, and what the tree says")[2].partition("The projects")[0]
    assert "City bicycle 1 The Bread Round , same 0 0 Folding bicycle 1 Night Nurse , also fine 0 0" in words
    assert "Something else 0 1 Parcel Post , different 1 Lighthouse Watch , same" in words
    links = [href for href in html.every("href") if href.startswith("#")]
    assert links == ["#bread-round", "#night-nurse", "#parcel-post", "#lighthouse"]


def test_a_real_project_links_its_own_site_the_line_that_was_seen_and_its_trail():
    _, rows = projects()
    assert rows["parcel-post"].every("href") == [
        "https://example.org/parcel/post",
        f"https://example.org/parcel/post/blob/{'4' * 40}/fleet.txt#L12",
        "../outcome/folding/#load=no&train=daily&stairs=yes",
        "../outcome/cargo/",
    ]
    words = spaced(rows["parcel-post"])
    assert "Uses Cargo bicycle , since spring 2021 The tree says A folding bicycle : different" in words
    assert "Answers: No › Every day › Yes Seen: fleet.txt : cargo-bicycle" in words


def test_a_walk_that_forks_starts_at_each_end_with_the_answers_that_were_known():
    _, rows = projects()
    trail = "load=yes&kind=street"
    assert rows["bread-round"].every("href")[-2:] == [
        f"../outcome/electric/#{trail}",
        f"../outcome/city/#{trail}",
    ]
    words = spaced(rows["bread-round"])
    assert "The tree says Any of them with a motor or A city bicycle : same" in words
    assert "Start from these answers , those of The Bread Round, at A city bicycle" in words


def test_a_real_project_says_why_it_differs_or_why_what_it_uses_is_also_fine_and_no_other_does():
    _, rows = projects()
    assert spaced(rows["parcel-post"]).endswith(
        "Why it differs: The bag became a crate , and nobody moved out."
    )
    assert "Also fine: If a train comes into it." in spaced(rows["night-nurse"])
    assert "Note: They share one lock ." in spaced(rows["bread-round"])
    for words in ("Why it differs", "Also fine", "Note"):
        assert sum(words in spaced(row) for row in rows.values()) == 1


def test_a_real_project_shows_its_needs_and_the_line_that_was_seen_as_it_is():
    _, rows = projects()
    assert "Needs and answers load Four baskets every morning. night It stands before the bakery." in spaced(
        rows["bread-round"]
    )
    assert "keys & locks.txt : city-bicycle (two of them) <spare>" in spaced(rows["bread-round"])


def with_one_case(folder, case, *changes):
    """The guide of a bicycle's tree with one real project alone, once its file is changed."""
    text = (BICYCLE.parent / guides.CASES / f"{case}.yaml").read_text(encoding="utf-8")
    (folder / guides.CASES).mkdir(parents=True)
    (folder / guides.CASES / f"{case}.yaml").write_text(changed(text, *changes), encoding="utf-8")
    (folder / "tests").mkdir()
    (folder / guides.EVIDENCE).symlink_to(BICYCLE.parent / guides.EVIDENCE)
    return guide_of(folder, BICYCLE.read_text(encoding="utf-8"))


def with_the_nurse(folder, *changes):
    """The page of real projects, with the night nurse alone, once her file is changed."""
    return made(with_one_case(folder, "night-nurse", *changes))[f"{SITE}projects/"][1]


def test_a_verdict_that_no_real_project_has_is_no_choice(tmp_path):
    html = with_the_nurse(tmp_path)
    chosen = [box["value"] for tag, box in html.tags if tag == "input" and box["name"] == "verdict"]
    assert chosen == ["", "also-fine"]


def test_where_one_of_two_ends_differs_the_other_is_not_said_to_be_fine(tmp_path):
    html = with_the_nurse(
        tmp_path, ("kind: street", "kind: unknown"), ("uses: folding", "uses: folding\ndiffers: A gift.")
    )
    assert "A cargo bicycle or A city bicycle" in spaced(html)
    assert "Why it differs: A gift." in spaced(html)
    assert "Also fine: If a train" not in spaced(html)


def test_an_outcome_lists_the_real_projects_that_end_there_and_nowhere_else(bicycle):
    expected = {
        "city": "Night Nurse uses Folding bicycle, which is also fine. A nurse on call: six streets, no train.",
        "folding": "Parcel Post uses Cargo bicycle. A post that goes by train, then up the stairs. Why not this:",
        "touring": "Lighthouse Watch uses Touring bicycle. A keeper who rides from lamp to lamp along the coast.",
        "cargo": "",
        "electric": "",
    }
    for node, words in expected.items():
        html = bicycle[f"{SITE}outcome/{node}/"][1]
        assert ("real-projects" in html.every("id")) == bool(words)
        assert (f"Real projects that end here {words}" in html.words) == bool(words)
        assert (f"None of the {len(BICYCLE_GUIDE.cases)} real projects ends here" in html.words) != bool(
            words
        )
    assert "../../projects/#night-nurse" in bicycle[f"{SITE}outcome/city/"][1].every("href")


HOSTILE = {
    "jinja": "{{ 7*7 }}",
    "jinja-raw": "{% raw %}{{ 7*7 }}{% endraw %}",
    "html-in-code": "`<script>alert(1)</script>`",
    "html-as-entities": "&lt;script&gt;alert(1)&lt;/script&gt;",
    "handler-without-an-end": "<svg/onload=alert(1)//@ >",
    "tag-without-an-end": "<script src=x",
    "quotes": "\"' onmouseover=`alert(1)` x='\"",
    "attribute": '`">` <',
    "front-matter": "a: [b, {c}] # d --- ... ",
    "markdown": "*a* `b` # c",
    "template": "${x} {# y #} <%= z %>",
}
PLACES = (
    *("ask: How large is your home?", "label: Large", "because: dogs need room", "help: It needs room."),
    *("name: A dog", "summary: It needs walks.", "title: Which pet?"),
)
PLACES_OF_A_CASE = (
    *("name: Parcel Post", "what: A post that goes by train, then up the stairs.", "load: One bag."),
    *("since: spring 2021", "path: fleet.txt", "line: cargo-bicycle", "before: A *handcart*"),
)


def replaced(places, text):
    """Changes of a YAML file that put one text in many places."""
    quoted = text.replace("'", "''")
    return [(place, f"{place.partition(':')[0]}: '{quoted}'") for place in places]


def tags(html):
    return {tag for tag, _ in html.tags}


def attributes(html):
    return {name for _, names in html.tags for name in names}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_no_text_breaks_out_of_its_page(tmp_path, hostile):
    calm, wild = (made(guide_of(tmp_path, small(*replaced(PLACES, text)))) for text in ("Calm.", hostile))
    assert wild.keys() == calm.keys()
    for here, (front, html) in wild.items():
        before, calm_html = calm[here]
        assert front.keys() == before.keys() and front["render_macros"] is False
        assert tags(html) - tags(calm_html) <= {"code", "em", "h1", "tspan"}
        assert attributes(html) == attributes(calm_html)


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_no_text_of_a_real_project_breaks_out_of_its_page(tmp_path, hostile):
    calm, wild = (
        made(with_one_case(tmp_path / name, "parcel-post", *replaced(PLACES_OF_A_CASE, text)))
        for name, text in (("calm", "Calm."), ("wild", hostile))
    )
    for here in (f"{SITE}projects/", f"{SITE}outcome/folding/"):
        (before, calm_html), (after, html) = calm[here], wild[here]
        assert before == after
        assert (tags(html), attributes(html)) == (tags(calm_html), attributes(calm_html))


def test_a_text_of_several_lines_cannot_end_the_front_matter(tmp_path):
    text = small(
        (
            "help: It needs room.",
            "help: |\n      One.\n      ---\n\n      {{ 7*7 }}\n      ...\n      title: Two",
        )
    )
    front, html = made(guide_of(tmp_path, text))[f"{SITE}decide/home/"]
    assert front["title"] == "How large is your home?"
    assert front["description"].startswith("One.")
    assert "{{ 7*7 }}" in html.words


def test_the_same_tree_gives_the_same_bytes(guide):
    assert list(pages(guide)) == list(pages(guide))


def test_one_text_changes_its_own_pages_only(tmp_path):
    before = {page.path: page.text for page in pages(guide_of(tmp_path, SMALL))}
    after = {
        page.path: page.text for page in pages(guide_of(tmp_path, small(("It needs walks.", "It barks."))))
    }
    changed = [path for path, text in after.items() if text != before[path]]
    assert changed == ["outcome/dog.md", "tree.json", "llms.txt"]


def test_nine_answers_have_a_key_and_those_behind_them_none(tmp_path):
    [question] = [page for page in pages(guide_of(tmp_path, wide(40))) if page.path == "decide/many.md"]
    assert re.findall('class="key" aria-hidden="true">(.*?)<', question.body) == list("123456789")


def test_each_page_that_a_script_fills_names_the_tree_that_it_was_made_with(guide):
    made_pages = list(pages(guide))
    [walk] = [page.body for page in made_pages if page.path == "walk.json"]
    named = {name for page in made_pages for name in re.findall('data-walk="(.*?)"', page.body)}
    assert named == {addresses.dated("walk.json", walk)}
    filled = [page.path for page in made_pages if re.search("assets/(guide|compare).js", page.body)]
    assert filled == [page.path for page in made_pages if "data-walk" in page.body]
