"""python -m macros links: what it asks real hosts for, how often, and what it tells."""

import datetime
import json
import re
import socket
import subprocess
import sys
from functools import partial
from pathlib import Path
from threading import Barrier, Event

import pytest
from link_hosts import Clock, Host, page, redirect, refusal
from trees_in_memory import HERE, SMALL, small

from macros import __main__, link_check, link_visit
from macros.link_exceptions import FILE, read_exceptions
from macros.link_pace import Pace
from macros.link_round import DAY, Memory
from macros.link_visit import Answer, Visitor

ROOT = HERE.parent
LATER = "9999-12-31"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def start(clock):
    """start() a host; at the end all of them stop."""
    running = []

    def start() -> Host:
        host = Host(clock)
        running.append(host)
        return host.start()

    yield start
    for host in running:
        host.stop()


@pytest.fixture
def host(start):
    return start()


@pytest.fixture(autouse=True)
def machine(monkeypatch):
    """No proxy between us and the hosts, and nothing of whoever runs the tests."""
    monkeypatch.setenv("NO_PROXY", "*")
    for name in ("GITHUB_ACTIONS", "REPO_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(tmp_path, monkeypatch, capsys, clock):
    """run(*links): the exit code, the output and the errors, once these links stand in the page docs/a.md."""
    monkeypatch.setattr(link_check, "Pace", partial(Pace, clock.time, clock.sleep))
    monkeypatch.setattr(sys, "argv", ["macros", "links", str(tmp_path / "decision_tree.yaml")])
    (tmp_path / "decision_tree.yaml").write_text(SMALL)
    (tmp_path / "docs").mkdir()

    def run(*links: str):
        if links:
            (tmp_path / "docs/a.md").write_text("".join(f"[x]({link})\n" for link in links))
        code = __main__.main()
        out, errors = capsys.readouterr()
        return code, out, re.sub(r"^\d+ of \d+  .*\n", "", errors, flags=re.MULTILINE)

    return run


@pytest.fixture
def excuse(tmp_path):
    """excuse(url, until): write it down, and why."""

    def excuse(url: str, until: str = LATER):
        file = tmp_path / FILE
        file.parent.mkdir(exist_ok=True)
        file.write_text(f'exceptions:\n  "{url}":\n    why: It refuses programs.\n    until: {until}\n')

    return excuse


@pytest.fixture
def ask(clock):
    """Ask for a page as one visitor does; each call is by the same one."""
    with Visitor("a test", Pace(clock.time, clock.sleep)) as visitor:
        yield visitor.ask


def faulty(told: str) -> tuple[int, str, str]:
    """What the program does where the first link of docs/a.md is wrong."""
    return 1, "", f"docs/a.md: 1 problem\n  1:5  {told}\n"


# --- all is well ---


def test_links_that_are_there_are_counted(run, start):
    one, other = start(), start()
    links = (
        one.says("/x", page()),
        one.says("/y", page('<h1 id="b">B</h1>')) + "#b",
        other.says("/", page(kind="text/plain")),
    )
    assert run(*links) == (0, "3 links to 3 pages of 2 hosts: all are there.\n", "")


def test_a_guide_without_links_asks_nobody(run):
    assert run() == (0, "0 links to 0 pages of 0 hosts: all are there.\n", "")


def test_how_far_it_is_is_shown(run, host, capsys, monkeypatch):
    shown = []
    monkeypatch.setattr(__main__, "show_progress", shown.append)
    links = [host.says("/x", page()), host.says("/y", page())]
    run(*links)
    assert shown == [f"1 of 2  {links[0]}", f"2 of 2  {links[1]}", ""]


def test_a_page_is_asked_for_once_however_often_it_is_linked(run, host, tmp_path):
    url = host.says("/x", page('<p id="one"><p id="two">'))
    (tmp_path / "README.md").write_text(f"[x]({url})")
    assert run(url, f"{url}#one", f"{url}#two")[:2] == (
        0,
        "4 links to 1 page of 1 host: all are there.\n",
    )
    assert host.asked == [("/x", 0)]


def test_hosts_read_who_asks_and_get_no_password(run, host, monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("REPO_URL", "https://code.example.org/owner/guide")
    host.says("/y", page())
    assert run(host.says("/x", redirect(302, "/y")))[0] == 0
    assert [(head["User-Agent"], "Authorization" in head) for head in host.heads] == 2 * [
        (
            "decision-guide (asks whether the pages that https://code.example.org/owner/guide links are there; "
            "one request a second)",
            False,
        )
    ]


# --- what is wrong ---


def test_a_page_that_is_gone_is_told_at_each_place_that_links_it(run, host, tmp_path):
    gone = host.url("/gone")
    (tmp_path / "decision_tree.yaml").write_text(small(("It needs room.", f"'See [x]({gone}).'")))
    (tmp_path / "CONTRIBUTING.md").write_text(f"\n\nAs in [x]({gone}).\n")
    told = f"{gone} is gone: 404 Not Found. Link to where it went, or to another page."
    assert run(host.says("/x", page()), gone) == (
        1,
        "",
        f"CONTRIBUTING.md: 1 problem\n  3:11  {told}\n"
        f"decision_tree.yaml: 1 problem\n  6:20  questions.home.help: {told}\n"
        f"docs/a.md: 1 problem\n  2:5  {told}\n",
    )
    assert [path for path, _ in host.asked].count("/gone") == 1


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (410, "is gone: 410 Gone. Link to where it went, or to another page."),
        (
            403,
            "is refused: 403 Forbidden. Open it in a browser: if it is there, list it in tests/links-exceptions.yaml.",
        ),
        (
            999,
            "is refused: 999. Open it in a browser: if it is there, list it in tests/links-exceptions.yaml.",
        ),
    ],
)
def test_what_a_host_refuses_is_told_with_the_way_out(run, host, status, told):
    url = host.says("/x", refusal(status))
    assert run(url) == faulty(f"{url} {told}")
    assert len(host.asked) == 1


def test_a_place_that_is_no_longer_on_the_page_is_told_with_the_nearest(run, host):
    url = host.says("/x", page('<h2 id="supported-versions">'))
    assert run(f"{url}#supported-version") == faulty(
        f"{url} has no place '#supported-version'. Did you mean 'supported-versions'? "
        "Link to one that it has, or to the page alone."
    )


def test_of_several_places_on_a_page_those_are_told_that_are_not_there(run, host):
    url = host.says("/x", page('<p id="there">'))
    told = "Link to one that it has, or to the page alone."
    assert run(*(f"{url}#{place}" for place in ("one", "there", "two"))) == (
        1,
        "",
        "docs/a.md: 2 problems\n"
        f"  1:5  {url} has no place '#one'. {told}\n"
        f"  3:5  {url} has no place '#two'. {told}\n",
    )


def test_a_place_on_what_is_no_html_or_is_named_by_a_code_host_is_there(run, host):
    text = host.says("/a.pdf", page("%PDF", kind="application/pdf"))
    readme = host.says("/readme", page('<h2 id="user-content-use">'))
    odd = host.says("/odd", page('<![x[ ]><p id="x">'))
    assert run(f"{text}#page=3", f"{readme}#use", f"{odd}#x")[0] == 0


def test_a_page_in_another_encoding_is_read_all_the_same(run, host):
    url = host.says("/cafe", page('<p>Caf\udce9 <p id="menu">'))
    assert run(f"{url}#menu")[0] == 0
    assert run(f"{url}#bill")[0] == 1


def test_of_a_page_too_large_to_read_no_place_is_told(run, host, monkeypatch):
    monkeypatch.setattr(link_visit, "LARGEST", 10)
    url = host.says("/x", page("<p>" + "long " * 100))
    assert run(f"{url}#end")[0] == 0


def test_on_github_each_link_stands_on_its_line(run, host, monkeypatch, tmp_path):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    moved, gone = host.says("/old", redirect(301, "/new")), host.url("/gone")
    new = host.says("/new", page())
    _, out, _ = run(moved, gone)
    assert out.splitlines() == [
        f"docs/a.md:1:5  {moved} has moved for good. Link to {new}",
        f"::notice file={tmp_path}/docs/a.md,line=1,col=5::{moved} has moved for good. Link to {new}",
        f"::error file={tmp_path}/docs/a.md,line=2,col=5::"
        f"{gone} is gone: 404 Not Found. Link to where it went, or to another page.",
    ]


# --- redirects ---


def test_a_page_that_moved_for_good_is_a_note_and_no_fault(run, host):
    first = host.says("/first", redirect(301, "/second"))
    host.says("/second", redirect(308, "/third"))
    third = host.says("/third", redirect(302, "/today"))
    host.says("/today", page('<p id="x">'))
    assert run(f"{first}#x") == (
        0,
        f"docs/a.md:1:5  {first}#x has moved for good. Link to {third}#x\n"
        "1 link to 1 page of 1 host: all are there.\n",
        "",
    )


def test_a_page_that_is_elsewhere_for_now_is_not_told(run, host):
    host.says("/third", page())
    host.says("/second", redirect(301, "/third"))
    assert run(host.says("/first", redirect(302, "/second")))[:2] == (
        0,
        "1 link to 1 page of 1 host: all are there.\n",
    )


def test_a_page_that_moved_to_nowhere_is_gone(run, host):
    url = host.says("/x", redirect(301, "/gone"))
    assert run(url) == faulty(f"{url} is gone: 404 Not Found. Link to where it went, or to another page.")


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("/x", "it redirects more than 10 times"),
        ("http://.no.address./", "it leads to something that is no address"),
        ("ftp://127.0.0.1/", "it leads to something that is no address"),
    ],
    ids=["a-circle", "no-address", "no-page"],
)
def test_a_redirect_that_ends_nowhere_is_told(run, host, to, why):
    url = host.says("/x", redirect(302, to))
    assert run(url) == faulty(
        f"{url} cannot be read: {why}. "
        "Open it in a browser: if it is there, list it in tests/links-exceptions.yaml."
    )
    assert len(host.asked) == (11 if to == "/x" else 1)


# --- patience ---


def times(host):
    return [when for _, when in host.asked]


def test_a_second_passes_between_two_requests_to_a_host(run, host):
    assert run(*(host.says(f"/{number}", page()) for number in range(4)))[0] == 0
    assert host.asked == [("/0", 0), ("/1", 1), ("/2", 2), ("/3", 3)]


def test_a_redirect_waits_for_its_turn_too(ask, start):
    one, other = start(), start()
    one.says("/x", redirect(302, other.says("/y", page())))
    ask(one.url("/x"))
    ask(other.says("/z", page()))
    assert one.asked + other.asked == [("/x", 0), ("/y", 0), ("/z", 1)]


def test_what_only_passes_by_is_asked_for_again_and_each_time_later(run, host):
    url = host.says("/x", refusal(503), refusal(500), refusal(502), page())
    assert run(url)[0] == 0
    assert times(host) == [0, 1, 3, 7]


def test_what_does_not_pass_by_is_told(run, host):
    url = host.says("/x", refusal(503))
    assert run(url) == faulty(
        f"{url} answered 503 Service Unavailable 4 times. Ask again tomorrow; if it stays so, link to another page."
    )
    assert times(host) == [0, 1, 3, 7]


@pytest.mark.parametrize(
    ("asked", "waited"),
    [("30", 30), ("0", 1), ("86400", 120), ("soon", 1)],
    ids=["seconds", "none", "a-day", "no-number"],
)
def test_a_host_that_is_asked_too_often_is_asked_when_it_says(run, host, asked, waited):
    url = host.says("/x", refusal(429, Retry_After=asked), page())
    assert run(url, host.says("/y", page()))[0] == 0
    assert host.asked == [("/x", 0), ("/x", waited), ("/y", waited + 1)]


def test_a_dropped_connection_is_tried_again(run, host):
    url = host.says("/x", None, page())
    assert run(url)[0] == 0
    assert host.asked == [("/x", 0), ("/x", 1)]


def test_a_connection_that_always_breaks_off_is_told(run, host):
    url = host.says("/x", None)
    assert run(url, host.says("/y", page())) == faulty(
        f"{url} cannot be read: the connection broke off. "
        "Open it in a browser: if it is there, list it in tests/links-exceptions.yaml."
    )


def test_a_host_that_never_answers_is_not_waited_for(run, host, monkeypatch):
    monkeypatch.setattr(link_visit, "TIMEOUT", (30, 0.01))
    over = Event()
    url = host.says("/x", lambda: over.wait(30) and None)
    told = run(url)
    over.set()
    assert told == faulty(
        f"{url} cannot be read: no answer came in time. "
        "Open it in a browser: if it is there, list it in tests/links-exceptions.yaml."
    )


def test_a_host_without_a_safe_connection_is_told(run, host):
    url = host.url("/x").replace("http:", "https:")
    assert run(url) == faulty(
        f"{url} cannot be read: no safe connection can be made to its host. "
        "Open it in a browser: if it is there, list it in tests/links-exceptions.yaml."
    )


def test_hosts_are_asked_at_the_same_time(run, start):
    """Each answers only once both were asked."""
    both = Barrier(2, timeout=20)
    assert run(*(start().says("/x", lambda: both.wait() < 2 and page()) for _ in range(2)))[0] == 0


# --- hosts that are not there ---


def test_a_host_that_takes_no_connection_is_asked_for_one_page(run, start, clock):
    there, gone = start(), start()
    gone.stop()
    links = [gone.url(f"/{number}") for number in range(3)]
    code, out, errors = run(*links, there.says("/x", page()))
    assert (code, out) == (1, "")
    assert errors == "docs/a.md: 3 problems\n" + "".join(
        f"  {line}:5  {link} cannot be read: its host takes no connection. "
        "Open it in a browser: if it is there, list it in tests/links-exceptions.yaml.\n"
        for line, link in enumerate(links, start=1)
    )
    assert clock.now == 7  # the pauses between four tries, once


def test_where_another_host_is_not_there_the_own_pages_are_still_asked_for(run, start):
    there, gone = start(), start()
    gone.stop()
    links = there.says("/x", redirect(302, gone.url("/"))), there.says("/y", page())
    assert run(*links)[0] == 1
    assert [path for path, _ in there.asked] == ["/x", "/y"]


@pytest.fixture
def offline(monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)


def test_without_a_network_that_is_told_in_one_line(run, offline, excuse):
    excuse("https://a.example/x")
    assert run("https://a.example/x", "https://a.example/y", "https://b.example/") == (
        1,
        "",
        "No host can be reached. Is this machine on the internet?\n",
    )


def test_without_a_network_what_was_there_today_is_no_proof_that_the_rest_is_gone(
    run, host, monkeypatch, tmp_path
):
    assert run(url := host.says("/x", page()))[0] == 0
    host.stop()
    assert run(url, host.url("/y")) == (
        1,
        "",
        "No host can be reached. Is this machine on the internet?\n",
    )


def test_a_lone_host_whose_name_is_not_known_is_told_at_its_link(run, offline):
    assert run("https://a.example/x") == faulty(
        "https://a.example/x cannot be read: the name of its host is not known. "
        "Open it in a browser: if it is there, list it in tests/links-exceptions.yaml."
    )


# --- exceptions ---


def test_a_link_that_fails_as_expected_is_no_fault(run, host, excuse):
    url = host.says("/x", refusal(403))
    excuse(url)
    assert run(url) == (0, "1 link to 1 page of 1 host: all are there, but for 1 that may fail.\n", "")


@pytest.mark.parametrize(
    ("reply", "linked", "until", "told"),
    [
        (page(), "/x", LATER, "this link works again. Take the entry out."),
        (page(), "/x", "2000-01-01", "this link works again. Take the entry out."),
        (page(), "/y", LATER, "no text has this link. Did you mean '{host}/y'? Take the entry out."),
        (
            refusal(403),
            "/x",
            "2000-01-01",
            "this held until 2000-01-01. Replace the link, or give a later day and its reason.",
        ),
    ],
    ids=["works-again", "worked-long-ago", "not-used", "had-its-time"],
)
def test_an_exception_that_is_not_needed_fails_the_run(run, host, excuse, reply, linked, until, told):
    url = host.says("/x", reply)
    host.says("/y", page())
    excuse(url, until)
    assert run(host.url(linked)) == (
        1,
        "",
        f"tests/links-exceptions.yaml: 1 problem\n  2:3  exceptions.{url}: {told.format(host=host.url(''))}\n",
    )


def test_an_exception_has_a_reason_and_a_last_day(run, tmp_path):
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text('exceptions:\n  "https://a.example/":\n    until: soon\n')
    assert run() == (
        1,
        "",
        "tests/links-exceptions.yaml: 2 problems\n"
        "  2:3  exceptions.https://a.example/: 'why' is missing. Add it.\n"
        "  3:12  exceptions.https://a.example/.until: 'soon' is not a date. Write it as in 2026-11-20.\n",
    )


def test_the_exceptions_of_this_guide_can_be_read_and_what_shows_how_can_too(tmp_path):
    read_exceptions(ROOT)
    text = (ROOT / FILE).read_text(encoding="utf-8")
    shown = re.search(r"(?m)^#   exceptions:\n(?:#   .*\n)+", text)[0]
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text(re.sub("(?m)^#   ", "", shown))
    assert [excuse.until for excuse in read_exceptions(tmp_path).excuses.values()] == [
        datetime.date(2027, 5, 31)
    ]


# --- again ---


def test_what_was_there_is_not_asked_for_again_and_the_rest_is(run, host):
    there, gone = host.says("/x", page('<p id="a">')), host.url("/gone")
    assert run(f"{there}#a", gone)[0] == 1
    host.asked.clear()
    host.says("/gone", page())
    assert run(f"{there}#a", gone)[0] == 0
    assert [path for path, _ in host.asked] == ["/gone"]
    host.stop()
    assert run(f"{there}#a", gone)[0] == 0


def test_a_place_that_was_not_looked_for_is_asked_for(run, host):
    url = host.says("/x", page('<p id="a">'))
    assert run(url)[0] == 0
    assert run(f"{url}#b")[0] == 1
    assert len(host.asked) == 2


def test_a_run_can_be_stopped_and_loses_nothing(run, start, monkeypatch):
    first, second = start(), start()
    was_shown = Event()
    links = first.says("/x", page()), second.says("/x", lambda: was_shown.wait(20) and page())

    def stop(text):
        if text:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(__main__, "show_progress", stop)
        stopped = run(*links)
        was_shown.set()
    assert stopped == (
        130,
        "",
        "Stopped. What was there is not asked for again before tomorrow: run it again.\n",
    )
    assert run(*links)[0] == 0
    assert len(first.asked) == 1


def test_answers_are_remembered_for_a_day(tmp_path):
    file, good = tmp_path / "memory", Answer(page="https://a.example/", status=200, fragments=("a", "b"))
    memory = Memory(file, 1000)
    memory.keep(good)
    memory.keep(Answer(page="https://b.example/", status=404))
    memory.keep(Answer(page="https://c.example/", status=200, fragments=("a",), missing=(("a", ""),)))
    wanted = {good.page: {"a"}, "https://b.example/": (), "https://c.example/": ()}
    assert Memory(file, 1000 + DAY - 1).of(wanted) == {good.page: good}
    assert Memory(file, 1000 + DAY - 1).of({good.page: {"a", "c"}}) == {}
    assert Memory(file, 1000 + DAY).of(wanted) == {}
    assert file.read_text() == "", "what is not known is not kept"
    memory.keep(good)
    assert Memory(file, 999).of(wanted) == {}, "the clock was set back"


@pytest.mark.parametrize(
    "line", ["", "{", "5", "[]", "{}", '{"at": 0}', '{"at": 0, "page": "x", "fragments": [], "other": 1}']
)
def test_a_memory_that_cannot_be_read_is_none(tmp_path, line):
    file = tmp_path / "memory"
    good = json.dumps({"at": 0, "page": "https://a.example/", "status": 200, "fragments": []})
    file.write_text(f"{line}\n{good}\n")
    assert list(Memory(file, 1).of({"https://a.example/": (), "x": ()})) == ["https://a.example/"]


def test_the_memory_is_no_part_of_the_repository():
    assert subprocess.run(["git", "check-ignore", "-q", link_check.MEMORY], cwd=ROOT).returncode == 0
    assert f" {link_check.MEMORY} " in (ROOT / "Makefile").read_text().partition("\nclean:")[2]


# --- two more of its own ---


def test_what_breaks_while_asking_is_not_swallowed(run, host, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(Visitor, "ask", broken)
    with pytest.raises(ZeroDivisionError):
        run(host.url("/x"))


def test_no_other_command_loads_the_http_library():
    command = "import sys, macros.__main__, macros.hooks; sys.exit('requests' in sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", command.replace(", macros.hooks", "")], cwd=Path(ROOT))
    assert loaded.returncode == 0
