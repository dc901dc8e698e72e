"""The edits of our own tree, its criteria and a case that go wrong: each is reported once, at its very place, with the way out.

An edit replaces a piece of text that stands once in the files. ‸ is where the fault must be; ¹ and ² are places whose
lines the message names. No line number is typed here, so the tree can grow; where a piece no longer stands once in it,
choose another.
"""

import datetime
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from projects import ROOT

from macros import guide
from macros.reading.faults import Faults
from macros.tree.read import ADD_ONS, CRITERIA

CASE = guide.CASES / "bookmarks.yaml"
START = CRITERIA / "start.yaml"
FILES = [
    Path(guide.FILE),
    *((CRITERIA / file.name) for file in sorted((ROOT / CRITERIA).glob("*.yaml"))),
    ADD_ONS,
    CASE,
]
TEXTS = {file: (ROOT / file).read_text(encoding="utf-8") for file in FILES}
TREE = TEXTS[Path(guide.FILE)]
DATES = re.findall(r"read: (\d{4}-\d\d-\d\d)", "".join(TEXTS.values()))
TODAY = max(map(datetime.date.fromisoformat, DATES))
TOMORROW = TODAY + datetime.timedelta(days=1)
READ = re.search(r'en/stable/tutorial/", read: ([\d-]+)', "".join(TEXTS.values()))[1]

QUOTES = "Put the text in quotes."
NO_LIST = "must be a list here, such as [one, two]."
NO_KEYS = "there must be keys with values here (`key: value`), indented below."
COLON = "If it belongs to a text, put the text in quotes; if not, check the indentation."
NO_COLON = "a colon and a space are missing, as in `key: value`. If this line continues a text above, indent it as far as that."
ENDED = (
    "the quoted text ends before this. "
    "Put the whole text in quotes, and use the other kind of quotes inside it."
)
LINE_UP = "Align it with the keys it belongs to."
FRAME = "      proof: test_start.py::test_django_generates_thirteen_files_of_a_project_with_one_app\n"


class Edit(NamedTuple):
    """What is replaced, what it becomes, and the fault that this makes; then what else is replaced."""

    old: str
    new: str
    fault: str
    more: tuple[str, str] = ("", "")


def question(name):
    """The text of a whole question of the tree, with the empty line behind it."""
    start = TREE.index(f"\n  {name}:\n", TREE.index("\nquestions:\n")) + 1
    return TREE[start : re.compile(r"\n\n(?=  \w)").search(TREE, start).end()]


GENERATED = re.search(r"(?m)^generated:\n(?: .*\n)+", TEXTS[START])[0]


EDITS = {
    # --- ids ---
    "a next misspelt": Edit(
        "next: process",
        "next: ‸porcess",
        "questions.given.answers.process.next: there is no question or outcome 'porcess'. Did you mean 'process'?",
    ),
    "a next with a space": Edit(
        "next: process",
        "next: ‸pro cess",
        "questions.given.answers.process.next: there is no question or outcome 'pro cess'. Did you mean 'process'?",
    ),
    "a start misspelt": Edit(
        "\nstart: given",
        "\nstart: ‸gvien",
        "start: there is no question 'gvien'. Did you mean 'given'?",
    ),
    "No as an id": Edit(
        "      no:\n        label: No\n",
        "      ‸No:\n        label: No\n",
        "questions.waiting.answers.No: an id has only lower-case letters, digits and single hyphens. How about 'no'?",
    ),
    "an id of two words": Edit(
        "      process:\n",
        "      ‸nearly all:\n",
        "questions.given.answers.nearly all: an id has only lower-case letters, digits and single hyphens. "
        "How about 'nearly-all'?",
    ),
    "a rating misspelt": Edit(
        "      rating: built-in\n      says: 13 Python",
        "      rating: ‸builtin\n      says: 13 Python",
        "criteria.generated.cells.django.rating: there is no rating 'builtin'. Did you mean 'built-in'?",
    ),
    "a group in a file that is named after it": Edit(
        "name: Lines for a hello\n",
        "name: Lines for a hello\n  ‸group: start\n",
        "criteria.hello.group: the name of this file is the group. Delete this line.",
    ),
    "an id given to a second criterion": Edit(
        "\nhello:\n",
        "\n¹generated:\n",
        "criteria: the key 'generated' is given twice (first on line {1}). Keep one.",
        ("\ngenerated:\n", "\n‸generated:\n"),
    ),
    "a criterion misspelt in compare": Edit(
        "compare: [existing-program, hello, packages, import-time, unvalidated-input]",
        "compare: [existing-program, hello, ‸pakcages, import-time, unvalidated-input]",
        "outcomes.flask-embedded.compare.2: there is no criterion 'pakcages'. Did you mean 'packages'?",
    ),
    "a comma left out of compare": Edit(
        "compare: [existing-program, hello, packages, import-time, unvalidated-input]",
        "compare: [existing-program, ‸hello packages, import-time, unvalidated-input]",
        "outcomes.flask-embedded.compare.1: there is no criterion 'hello packages'. Did you mean 'packages'?",
    ),
    "a pick misspelt": Edit(
        "name: Django with Wagtail\n    picks: [django]",
        "name: Django with Wagtail\n    picks: [‸djagno]",
        "outcomes.django-wagtail.picks.0: there is no alternative 'djagno'. Did you mean 'django'?",
    ),
    "a column misspelt": Edit(
        "columns: [django, flask, fastapi]",
        "columns: [django, ‸flaks, fastapi]",
        "columns.1: there is no alternative 'flaks'. Did you mean 'flask'?",
    ),
    "the column of a cell misspelt": Edit(
        "    django:\n      says: Django Commons,",
        "    ‸djnago:\n      says: Django Commons,",
        "criteria.extensions-home.cells.djnago: there is no alternative 'djnago'. Did you mean 'django'?",
    ),
    "a lean misspelt": Edit(
        "leans: {fastapi: 1, starlette: 2}",
        "leans: {‸fastpai: 1, starlette: 2}",
        "questions.serves.answers.waiting.leans.fastpai: there is no alternative 'fastpai'. Did you mean 'fastapi'?",
    ),
    "a proof renamed": Edit(
        "proof: test_start.py::test_django_generates_thirteen_files_of_a_project_with_one_app",
        "proof: ‸test_start.py::test_django_generates_fourteen_files_of_a_project_with_one_app",
        "criteria.generated.cells.django.proof: there is no proof "
        "'test_start.py::test_django_generates_fourteen_files_of_a_project_with_one_app' in tests/evidence. "
        "Did you mean 'test_start.py::test_django_generates_thirteen_files_of_a_project_with_one_app'?",
    ),
    "an id given to a second question": Edit(
        "\n  process:\n",
        "\n  ‸records:\n",
        "questions: the key 'records' is given twice (first on line {1}). Keep one.",
        ("\n  records:\n", "\n  ¹records:\n"),
    ),
    "an outcome renamed, and not where it is led to": Edit(
        "\n  flask-serverless:\n",
        "\n  flask-serverles:\n",
        "questions.hosting.answers.functions.next: there is no question or outcome 'flask-serverless'. "
        "Did you mean 'flask-serverles'?",
        ("next: flask-serverless\n", "next: ‸flask-serverless\n"),
    ),
    # --- keys ---
    "next left out": Edit(
        "      process:\n",
        "      ‸process:\n",
        "questions.given.answers.process: 'next' is missing. Add it.",
        ("        next: process\n", ""),
    ),
    "a key that must be there misspelt": Edit(
        "label: A program that waits",
        "‸lable: A program that waits",
        "questions.process.answers.loop.lable: there is no key 'lable' here. Did you mean 'label'?",
    ),
    "a key with a capital": Edit(
        "next: process",
        "‸NEXT: process",
        "questions.given.answers.process.NEXT: there is no key 'NEXT' here. Did you mean 'next'?",
    ),
    "a key that may be there misspelt": Edit(
        "because: it shares an asyncio",
        "‸becuase: it shares an asyncio",
        "questions.process.answers.loop.becuase: there is no key 'becuase' here. Did you mean 'because'?",
    ),
    "the only evidence misspelt": Edit(
        FRAME,
        FRAME.replace("proof", "‸prof"),
        "criteria.generated.cells.django.prof: there is no key 'prof' here. Did you mean 'proof'?",
    ),
    "a key at the top misspelt": Edit(
        "\nquestions:\n",
        "\n‸question:\n",
        "question: there is no key 'question' here. Did you mean 'questions'?",
    ),
    "a key that is like no other": Edit(
        "ask: What does it share",
        "‸colour: red\n    ask: What does it share",
        "questions.process.colour: there is no key 'colour' here. It may have: ask, help, why, compare, answers.",
    ),
    "a key given twice": Edit(
        "        next: process\n",
        "        ¹next: process\n        ‸next: records\n",
        "questions.given.answers.process: the key 'next' is given twice (first on line {1}). Keep one.",
    ),
    # --- values ---
    "answers that read alike": Edit(
        'label: "Threads or green threads (gevent)"',
        "label: ‸A program that waits on an event loop (asyncio)",
        "questions.process.answers.threads.label: this label repeats that of 'loop'. Reword one of them.",
    ),
    "a list for a text": Edit(
        "because: it shares an asyncio event loop, and its requests to others run in the same one",
        "because:\n          ‸- it shares an asyncio event loop\n          - its requests to others run in the same one",
        "questions.process.answers.loop.because: there must be a text here, not a list or further keys.",
    ),
    "a text for a list": Edit(
        "name: Django with Wagtail\n    picks: [django]",
        "name: Django with Wagtail\n    picks: ‸django",
        f"outcomes.django-wagtail.picks: there {NO_LIST}",
    ),
    "an empty text": Edit(
        "label: A program that waits on an event loop (asyncio)",
        "label:‸",
        "questions.process.answers.loop.label: this is empty. Write a text, or leave the key out.",
    ),
    "a label of two lines": Edit(
        "ask: What does it share its process with?",
        "ask: ‸|\n      What does it share\n      its process with?",
        "questions.process.ask: this must be one line.",
    ),
    "a weight of 9": Edit(
        "leans: {fastapi: 1, starlette: 2}",
        "leans: {fastapi: ‸9, starlette: 2}",
        "questions.serves.answers.waiting.leans.fastapi: '9' is not a weight. Write a whole number from 1 to 5.",
    ),
    "a tone that there is not": Edit(
        "by-hand: {name: By hand, tone: poor,",
        "by-hand: {name: By hand, tone: ‸bad,",
        "ratings.by-hand.tone: 'bad' must be one of 'good', 'fair', 'poor' or 'none'.",
    ),
    "a date that is yet to come": Edit(
        f'en/stable/tutorial/", read: {READ}',
        f'en/stable/tutorial/", read: ‸{TOMORROW}',
        f"criteria.tutorial.cells.flask.source.read: {TOMORROW} is in the future. "
        "Write the day on which it was read.",
    ),
    "a date in another order": Edit(
        f'en/stable/tutorial/", read: {READ}',
        'en/stable/tutorial/", read: ‸20.11.2026',
        "criteria.tutorial.cells.flask.source.read: '20.11.2026' is not a date. Write it as in 2026-11-20.",
    ),
    "an address without https": Edit(
        'url: "https://flask.palletsprojects.com/en/stable/tutorial/"',
        "url: ‸flask.palletsprojects.com/en/stable/tutorial/",
        "criteria.tutorial.cells.flask.source.url: 'flask.palletsprojects.com/en/stable/tutorial/' "
        "is not an address. Begin it with https:// and write it in full.",
    ),
    "HTML in a text": Edit(
        "    why: |\n      If the other program can",
        "    why: ‸|\n      If the <b>other</b> program can",
        "questions.process.why: raw HTML ('<b>') is not allowed here. Use Markdown.",
    ),
    "a link that is a script": Edit(
        "because: it shares an asyncio",
        'because: ‸"[it](javascript:alert(1))"  # ',
        "questions.process.answers.loop.because: the link 'javascript:alert(1)' leads nowhere. "
        "Begin it with https://, or with / for a page of this site.",
    ),
    "a picture": Edit(
        "because: it shares an asyncio",
        'because: ‸"![a site](/site.png)"  # asyncio',
        "questions.process.answers.loop.because: a picture is not allowed here: pages ask no other host for anything.",
    ),
    # --- cells ---
    "a cell with two kinds of evidence": Edit(
        "    django:\n      rating: built-in\n      says: 13 Python",
        "    ‸django:\n      judgement: We counted.\n      rating: built-in\n      says: 13 Python",
        "criteria.generated.cells.django: this cell has proof and judgement. Keep one.",
    ),
    "a cell with none": Edit(
        "      rating: built-in\n      says: 13 Python",
        "      ‸rating: built-in\n      says: 13 Python",
        "criteria.generated.cells.django: this cell has no evidence. Add a proof, a source or a judgement.",
        (FRAME, ""),
    ),
    "a column without a cell": Edit(
        GENERATED,
        re.sub(r"    flask:\n(      .*\n)+", "", GENERATED).replace("    dj", "    ‸dj"),
        "criteria.generated.cells: there is no cell for 'flask'. Add one, or delete 'generated'.",
    ),
    # --- the tree as a whole ---
    "a question that nobody reaches": Edit(
        "\n  process:\n",
        "\n  ‸nobody:\n    ask: Who?\n    answers:\n      a: {label: A, next: records}\n"
        "      b: {label: B, next: django}\n\n  process:\n",
        "questions.nobody: no answer leads here. Let one lead here, or delete this.",
    ),
    "a circle": Edit(
        "next: aiohttp",
        "next: given",
        "questions.given.answers.process.next: this goes round in circles: given → process → given. Let one of these lead elsewhere.",
        ("next: process", "next: ‸process"),
    ),
    "a question deleted": Edit(
        question("process"),
        "",
        "questions.given.answers.process.next: there is no question or outcome 'process'.",
        ("next: process", "next: ‸process"),
    ),
    "a question left with one answer": Edit(
        question("process"),
        "  process:\n    ask: What else?\n    answers:\n      ‸site: {label: A site, next: aiohttp}\n\n",
        "questions.process.answers: a question needs two answers or more.",
    ),
    "answers that lead to one place": Edit(
        question("process"),
        "  ‸process:\n    ask: What else?\n    answers: {a: {label: A, next: records}, b: {label: B, next: records}}\n\n",
        "questions.process: all its answers lead to 'records'. Let one lead elsewhere, or delete the question.",
    ),
    # --- indents ---
    "a tab for an indent": Edit(
        "        next: process",
        "‸\tnext: process",
        "there is a tab here. Use spaces.",
    ),
    "a space that was copied from a web page": Edit(
        "        next: process",
        "        ‸\u00a0next: process",
        "questions.given.answers.process: this key contains an unusual space, such as a non-breaking one. Type an ordinary one.",
    ),
    "a key one space too far left": Edit(
        "        leans: {fastapi: 1, starlette: 2}\n        next: stream",
        "        ²leans: {fastapi: 1, starlette: 2}\n       ‸next: stream",
        "this is indented by 7 spaces, but the keys before it by 6 ('waiting', line {1}) or 8 ('leans', line {2}). "
        f"{LINE_UP}",
        ('      waiting:\n        label: "Streams', '      ¹waiting:\n        label: "Streams'),
    ),
    "a key one space too far right": Edit(
        "        leans: {fastapi: 1, starlette: 2}\n        next: stream",
        "        ¹leans: {fastapi: 1, starlette: 2}\n         ‸next: stream",
        f"this is indented by 9 spaces, but the keys before it by 8 ('leans', line {{1}}). {LINE_UP}",
    ),
    "a key that stands beside its part": Edit(
        "        next: process",
        "      ‸next: process",
        "questions.given.answers.next: 'next' belongs to 'process'. Indent it like the keys of 'process'.",
    ),
    "a key that need not be there beside its part": Edit(
        "    compare: [rest, rest-schemas, bad-input, api-docs, front-end-log-in, permissions, tenants, admin, migrations]",
        "  ‸compare: [rest, rest-schemas, bad-input, api-docs, front-end-log-in, permissions, tenants, admin, migrations]",
        "outcomes.compare: 'compare' belongs to 'django-api'. Indent it like the keys of 'django-api'.",
    ),
    "a question without its indent": Edit(
        "\n  process:\n",
        "\n¹process:\n",
        "this is indented by 2 spaces, but the keys before it by 0 ('process', line {1}) or 8 ('next', line {2}). "
        f"{LINE_UP}",
        ("        next: flask-embedded\n\n  existing:\n", "        ²next: flask-embedded\n\n  ‸existing:\n"),
    ),
    "a text without its indent": Edit(
        "    why: |\n      If the other",
        "    why: ‸|\n    If the other",
        "questions.process: there is no text below this '|'. Indent the text further than its key.",
    ),
    "a list of answers": Edit(
        "      loop:\n        label",
        "      - ¹loop:\n        label",
        "a list begins on line {1}, but this line is not an item of it. Use either a list or keys.",
        ("      threads:\n", "      ‸threads:\n"),
    ),
    "a list of all answers": Edit(
        question("process"),
        "  process:\n    ask: What else?\n    answers:\n      ‸- label: A\n        next: aiohttp\n"
        "      - label: B\n        next: flask-embedded\n\n",
        f"questions.process.answers: {NO_KEYS}",
    ),
    # --- signs ---
    "a colon in a text": Edit(
        "label: A program that waits on an event loop",
        "label: A program that waits‸: on an event loop",
        f"a colon is not allowed here. {COLON}",
    ),
    "no space behind a colon": Edit("next: process", "‸next:process", NO_COLON),
    "no space behind the colon of the first key": Edit("title: Flask or", "‸title:Flask or", NO_COLON),
    "no space behind the colon of a first key": Edit(
        "ask: What does it share", "‸ask:What does it share", NO_COLON
    ),
    "no space behind a colon in braces": Edit(
        "leans: {fastapi: 1, starlette: 2}",
        "leans: {‸fastapi:1, starlette: 2}",
        "questions.serves.answers.waiting.leans: put a space after the colon in 'fastapi:1', or quotes around all of it.",
    ),
    "no colon": Edit("next: process", "‸next process", NO_COLON),
    "a quote that is not closed": Edit(
        'label: "Yes, JSON from a client of our own or from programs"',
        'label: ‸"Yes, JSON from a client of our own or from programs',
        "the quote opened here is closed only on line {1}. Is a quote missing?",
        ('hint: "A chat with a model, a gateway', 'hint: ¹"A chat with a model, a gateway'),
    ),
    "quotes around the first word": Edit(
        'label: "Yes, JSON from a client of our own or from programs"',
        'label: "Yes"‸, JSON from a client of our own or from programs',
        ENDED,
    ),
    "an apostrophe inside its like": Edit(
        'label: "Yes, JSON from a client of our own or from programs"', "label: 'It'‸s JSON'", ENDED
    ),
    "a list that is not closed": Edit(
        "name: Django with Wagtail\n    picks: [django]\n    with",
        "name: Django with Wagtail\n    picks: ‸[django\n    ¹with",
        "the '[' opened here is not closed, or a comma is missing before line {1}.",
    ),
    "a comma left out of braces": Edit(
        "leans: {fastapi: 1, starlette: 2}",
        "leans: {fastapi: 1 starlette‸: 2}",
        "a comma or '}' is missing before this.",
    ),
    "a text that begins with code": Edit(
        "label: A program that waits",
        "label: ‸`A` program that waits",
        f"a text cannot begin with '`'. {QUOTES}",
    ),
    "a text that begins in italics": Edit(
        "label: A program that waits",
        "label: ‸*A* program that waits",
        f"a text cannot begin with '*'. {QUOTES}",
    ),
    "a text that begins with a mark of exclamation": Edit(
        "label: A program that waits",
        "label: ‸!A program that waits",
        f"questions.process.answers.loop.label: a text cannot begin with '!'. {QUOTES}",
    ),
    "a text that begins with an ampersand": Edit(
        "label: A program that waits",
        "label: ‸&A program that waits",
        "questions.process.answers.loop.label: anchors and aliases ('&A') are not part of the format. "
        "Write the text out, or put it in quotes if it begins with '&'.",
    ),
    "a text that begins with a link": Edit(
        "label: A program that waits",
        "label: [A]‸(/map/) program that waits",
        "unexpected text after the bracket. If all of this is one text, put it in quotes.",
    ),
    "a merge that was not finished": Edit(
        "        next: process\n",
        "‸<<<<<<< HEAD\n        next: process\n=======\n        next: records\n>>>>>>> other\n",
        "this is a merge conflict that git left. Keep one of the two versions, and delete git's marks.",
    ),
    "a line break that is none to an editor": Edit(
        "label: A program that waits",
        "label: A program‸\u2028that waits",
        "the control character U+2028 is not allowed here. Delete it.",
    ),
    # --- names that are another's, and what is not seen ---
    "an answer called as every object of a script": Edit(
        "      threads:\n",
        "      ‸constructor:\n",
        "questions.process.answers.constructor: 'constructor' is taken: every object of the browser's script has it. "
        "Take another name.",
    ),
    "an id with an accent": Edit(
        "      threads:\n",
        "      ‸Fäden:\n",
        "questions.process.answers.Fäden: an id has only lower-case letters, digits and single hyphens. "
        "How about 'faden'?",
    ),
    "an id in another script": Edit(
        "      threads:\n",
        "      ‸нити:\n",
        "questions.process.answers.нити: an id has only lower-case letters, digits and single hyphens.",
    ),
    "an id that ends with a hyphen": Edit(
        "      threads:\n",
        "      ‸threads-:\n",
        "questions.process.answers.threads-: an id has only lower-case letters, digits and single hyphens. "
        "How about 'threads'?",
    ),
    "an id that its neighbour would be without its capital": Edit(
        "      threads:\n",
        "      ‸Loop:\n",
        "questions.process.answers.Loop: an id has only lower-case letters, digits and single hyphens.",
    ),
    "a criterion that has the anchor of a cell": Edit(
        "\ngenerated:\n",
        "\n‸hello-django:\n",
        "criteria.hello-django: 'hello-django' is the anchor of criteria.hello.cells.django too. Rename one of them.",
    ),
    "a criterion that has the anchor of a group": Edit(
        "\ngenerated:\n",
        "\n‸group-start:\n",
        "criteria.group-start: 'group-start' is the anchor of groups.start too. Rename one of them.",
    ),
    "a label that differs from another by what is not seen": Edit(
        'label: "Threads or green threads (gevent)"',
        "label: ‸A program that waits on an\u00a0event loop (async\u200bio)",
        "questions.process.answers.threads.label: this label repeats that of 'loop'. Reword one of them.",
    ),
    "a label of which nothing is seen": Edit(
        'label: "Threads or green threads (gevent)"',
        'label: ‸"\u200b\u2060"',
        "questions.process.answers.threads.label: this is empty. Write a text, or leave the key out.",
    ),
    "a merge key": Edit(
        "      bare:\n",
        "      bare:\n        ‸<<: *threads\n",
        "questions.process.answers.bare: '<<' would bring keys from elsewhere, which is no part of the format. "
        "Write these keys here, in its place.",
    ),
    "an anchor": Edit(
        "      bare:\n",
        "      bare: ‸&bare\n",
        "questions.process.answers.bare: anchors ('&bare') are not part of the format. "
        "Delete this one, and where '*bare' stands, write out what it stands for.",
    ),
    "an alias for a text": Edit(
        "because: plain functions run nearly everywhere",
        "because: ‸*plain",
        "questions.process.answers.unknown: anchors and aliases ('*plain') are not part of the format. "
        "Write the text out, or put it in quotes if it begins with '*'.",
    ),
    "a type of a program in Markdown": Edit(
        "because: it shares threads",
        "because: ‸a std::vector<int> shares threads",
        "questions.process.answers.threads.because: raw HTML ('<int>') is not allowed here. Use Markdown.",
    ),
    "a comment of HTML": Edit(
        "    why: |\n      If the other program",
        "    why: ‸|\n      <!-- later --> If the other program",
        "questions.process.why: raw HTML ('<!-- later -->') is not allowed here. Use Markdown.",
    ),
    "a text without an end": Edit(
        "because: it shares threads",
        f"because: ‸{3_000 * 'so '}it shares threads",
        "questions.process.answers.threads.because: this text has 9080 characters. Shorten it to 3000.",
    ),
    "a month for a day": Edit(
        f'en/stable/tutorial/", read: {READ}',
        f'en/stable/tutorial/", read: ‸{READ[:7]}',
        f"criteria.tutorial.cells.flask.source.read: '{READ[:7]}' is not a date. Write it as in 2026-11-20.",
    ),
    "a weight in words": Edit(
        "leans: {aiohttp: 4}",
        "leans: {aiohttp: ‸strongly}",
        "questions.process.answers.loop.leans.aiohttp: 'strongly' is not a weight. Write a whole number from 1 to 5.",
    ),
    "a key without its value": Edit(
        "        next: flask-embedded\n      bare:",
        "        next:‸\n      bare:",
        "questions.process.answers.threads.next: there is no question or outcome ''.",
    ),
    "an alternative of a case with a capital": Edit(
        "\nuses: django",
        "\nuses: ‸Django",
        "uses: there is no alternative 'Django'. Did you mean 'django'?",
    ),
    # --- a case ---
    "an answer left out": Edit(
        "\nanswers: {given: nothing, records: many, staff: trusted, surface: pages}",
        "\nanswers: ‸{given: nothing, records: many, staff: trusted}",
        "answers: 'surface' is asked, but has no answer here. Add one of its answers: "
        "pages, api, articles, live, unknown.",
    ),
    "an answer misspelt": Edit(
        "\nanswers: {given: nothing, records: many, staff: trusted",
        "\nanswers: {given: nothing, records: ‸mayn, staff: trusted",
        "answers.records: this question has no answer 'mayn'. It has: none, few, many, unknown.",
    ),
    "a question misspelt": Edit(
        "\nanswers: {given: nothing, records: many",
        "\nanswers: {given: nothing, ‸recrods: many",
        "answers.recrods: the tree has no question 'recrods'. Did you mean 'records'?",
    ),
    "an alternative misspelt": Edit(
        "\nuses: django",
        "\nuses: ‸djagno",
        "uses: there is no alternative 'djagno'. Did you mean 'django'?",
    ),
    "a short commit": Edit(
        "commit: 65813a75404b1319aca8b09700fadc0b15adabaf",
        "commit: ‸65813a7",
        "proof.commit: '65813a7' is not a commit. Write out all its 40 letters and digits.",
    ),
    "a need that says what it uses": Edit(
        '  store: "File database',
        '  store: ‸"Django with a file database',
        "needs.store: this names Django. Say what is needed, not what is used.",
    ),
    "a key misspelt": Edit(
        "\nwhat: ",
        "\n‸waht: ",
        "waht: there is no key 'waht' here. Did you mean 'what'?",
    ),
    "a quote of a case that is not closed": Edit(
        'accounts: "Several users, sharing, single sign-on or sign-in by a proxy, API tokens."',
        'accounts: ‸"Several users, sharing, single sign-on or sign-in by a proxy, API tokens.',
        "the quote opened here is closed only on line {1}. Is a quote missing?",
        ('back office: "', 'back office: ¹"'),
    ),
}


def place_of(edit):
    """The one file that holds what the edit replaces."""
    (file,) = (file for file in FILES if edit.old in TEXTS[file])
    return file


def edited(text, edit):
    """The edited text, and the line that must be printed for it."""
    for old, new in (edit[:2], edit.more):
        assert not old or text.count(old) == 1, f"stands {text.count(old)} times in the file: {old}"
        text = text.replace(old, new) if old else text
    fault = edit.fault
    for sign, name in (("¹", "{1}"), ("²", "{2}")):
        assert text.count(sign) == fault.count(name)
        fault = fault.replace(name, str(text.partition(sign)[0].count("\n") + 1))
        text = text.replace(sign, "")
    before, caret, after = text.partition("‸")
    assert caret and "‸" not in after
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return before + after, f"{line}:{column}  {fault}"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the tree, its criteria, the proofs and one case."""
    folder = tmp_path_factory.mktemp("edits")
    (folder / guide.EVIDENCE.parent).mkdir()
    (folder / guide.EVIDENCE).symlink_to(ROOT / guide.EVIDENCE)
    for file, text in TEXTS.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def faults_with(project):
    """faults_with(file, text): the file and the line of each fault once `file` holds `text`, until the end of the test."""
    written = []

    def faults_with(file, text):
        (project / file).write_text(text, encoding="utf-8")
        written.append(Path(file))
        try:
            guide.load(project / guide.FILE, TODAY)
        except Faults as faults:
            return [(fault.file, str(fault)) for fault in faults.faults]
        return []

    yield faults_with
    for file in written:
        if file in TEXTS:
            (project / file).write_text(TEXTS[file], encoding="utf-8")
        else:
            (project / file).unlink()


def test_the_unedited_files_have_no_fault_on_the_day_of_the_last_reading(faults_with):
    assert faults_with(START, TEXTS[START]) == []


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_wrong_edit_is_reported_once_and_at_its_place(faults_with, edit):
    file = place_of(edit)
    text, line = edited(TEXTS[file], edit)
    assert faults_with(file, text) == [(file.as_posix(), line)]


def test_a_file_of_criteria_that_is_named_after_no_group_is_reported(faults_with):
    misspelt = CRITERIA / "statr.yaml"
    fault = "criteria: there is no group 'statr', after which this file is named. Did you mean 'start'?"
    assert faults_with(misspelt, "x: {name: X, cells: {}}\n") == [(misspelt.as_posix(), f"1:1  {fault}")]


def test_a_file_of_criteria_without_keys_is_reported(faults_with):
    fault = f"1:3  criteria: {NO_KEYS}"
    assert faults_with(START, "  - hello\n") == [(START.as_posix(), fault)]


def test_a_criterion_given_in_the_tree_too_is_reported_where_the_file_gives_it(faults_with):
    tree = f"{TREE}\ncriteria:\n  hello:\n    name: Lines\n    cells: {{}}\n"
    first = tree.count("\n", 0, tree.index("\n  hello:")) + 2
    here = TEXTS[START].count("\n", 0, TEXTS[START].index("\nhello:")) + 2
    fault = f"{here}:1  criteria.hello: decision_tree.yaml gives 'hello' too, on line {first}. Keep one."
    assert faults_with(guide.FILE, tree) == [(START.as_posix(), fault)]


def test_a_criterion_given_in_two_files_is_reported_in_the_second(faults_with):
    later = CRITERIA / "cost.yaml"
    text = f"{TEXTS[later]}\nhello: {{name: Lines, cells: {{}}}}\n"
    first = TEXTS[START].count("\n", 0, TEXTS[START].index("\nhello:")) + 2
    fault = f"criteria.hello: docs/criteria/start.yaml gives 'hello' too, on line {first}. Keep one."
    assert faults_with(later, text) == [(later.as_posix(), f"{text.count(chr(10))}:1  {fault}")]


def test_faults_in_several_files_are_reported_at_once(faults_with):
    faults_with(START, "\thello: x\n")
    faults = faults_with(guide.FILE, TREE.replace("title: Flask", "title:Flask", 1))
    assert [file for file, _ in faults] == ["decision_tree.yaml", "docs/criteria/start.yaml"]
