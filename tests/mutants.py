"""`make mutants`: what do the tests let pass, if the compiler is spoiled at one place at a time?

mutmut makes the spoiled copies (mutants), chooses the tests that come by each, and keeps the results in mutants/. Only
functions are spoiled: not the constants of a module, nor the fields of a class. Mutants are taken in a mixed order, so
what a stopped run has done is a fair sample; the next one goes on from there. Those that survived are tried again then,
for the tests may know more by now. `make clean` begins anew. Three things are done otherwise here:

- mutmut leaves out all functions with decorators. Half of macros/graph.py are properties: they are spoiled too.
- mutmut starts pytest for each mutant. Here the tests are collected once, and a copy of the process runs them.
- The tests of the module itself come first, and TIME is short: a mutant that only later ones would notice survives.

`show NAME` prints a mutant, `results` the names of those that survived, `score` the count of the last run.
"""

import math
import os
import resource
import shutil
import sys
import time
from collections import Counter
from itertools import accumulate
from pathlib import Path
from zlib import crc32

import libcst as cst
import pytest
from mutmut import __main__ as mutmut
from mutmut.configuration import config
from mutmut.mutation import file_mutation
from mutmut.mutation.data import SourceFileMutationData
from mutmut.runners.harness import PytestRunner
from mutmut.state import state
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import change_cwd, walk_mutatable_files
from mutmut.workers.isolation import ForkServerRunner, run_in_fork

WANTED = 90  # percent of the mutants that die
TIME = 5  # seconds for the tests of a mutant's own module, and as many for all others
MEMORY = 4 << 30  # bytes: some mutants never stop to grow
SURVIVED = ("survived", "no tests")
UNHARMED = {"property", "cached_property", "cache", "lru_cache"}  # they can stand around any function

# --- functions with decorators ---


def _is_unharmed(function: cst.FunctionDef) -> bool:
    calls = (it.decorator for it in function.decorators)
    names = [call.func if isinstance(call, cst.Call) else call for call in calls]
    return bool(names) and all(isinstance(name, cst.Name) and name.value in UNHARMED for name in names)


class _Visitor(file_mutation.MutationVisitor):
    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef) and _is_unharmed(node):
            return False
        return super()._skip_node_and_children(node)


def _arrange(
    function: cst.FunctionDef,
    mutants,
    class_name: str | None,
    *,
    plain=file_mutation.function_trampoline_arrangement,
):
    """The decorators stand around the function that calls a mutant, not around each of them."""
    if not _is_unharmed(function):
        return plain(function, mutants, class_name)
    before, (first, *others), after, names = plain(function.with_changes(decorators=[]), mutants, class_name)
    first = first.with_changes(decorators=[*function.decorators, *first.decorators])
    return before, [first, *others], after, names


# --- tests collected once ---


class _Session:
    """Hands the collected tests to `serve`, instead of running them."""

    def __init__(self, serve):
        self._serve = serve

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        _Session.of_pytest = session
        some = [item.nodeid for item in session.items[::10]]
        if run_in_fork(_run, None, mutant_name="macros.none", tests=some):
            os.write(2, b"Without a mutant, the tests fail here too.\n")
            os._exit(1)
        self._serve()
        return True


def _serve(
    server: ForkServerRunner, work: int, results: int, *, plain=ForkServerRunner._forkserver_main
) -> None:
    # mutmut leaves files to the garbage collector to close; pytest would blame the next test for that.
    arguments = ["-q", "-p", "no:unraisableexception", *config().pytest_add_cli_args_test_selection]
    with Path(os.devnull).open("w") as nowhere, change_cwd("mutants"):
        os.dup2(nowhere.fileno(), 1)
        PytestRunner().execute_pytest(arguments, plugins=[_Session(lambda: plain(server, work, results))])


def _run(_, *, mutant_name: str, tests: list[str]) -> int:
    """In a process of its own: run the tests until one fails."""
    session, chosen = _Session.of_pytest, set(tests)
    items = _in_order([item for item in session.items if item.nodeid in chosen], mutant_name)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    for item, following in zip(items, [*items[1:], None], strict=True):
        bound = 5 + 10 * state().duration_by_test[item.nodeid]
        resource.setrlimit(resource.RLIMIT_CPU, (min(most, math.ceil(time.process_time() + bound)), most))
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            return 1
    return 0


def _in_order(items: list[pytest.Item], mutant_name: str) -> list[pytest.Item]:
    """The tests of the mutant's own module, then all others; of both as many as there is TIME for."""
    own = f"tests/test_{mutant_name.split('.')[1].strip('_')}.py::"
    first = [item for item in items if item.nodeid.startswith(own)]
    return _in_time(first) + _in_time([item for item in items if item not in first])


def _in_time(items: list[pytest.Item]) -> list[pytest.Item]:
    """Each test once, the quickest first, then each with its other parameters."""
    lasts = state().duration_by_test
    items = sorted(items, key=lambda item: lasts[item.nodeid])
    of_each = {(item.path, item.originalname): item for item in reversed(items)}
    quickest = set(of_each.values())
    items.sort(key=lambda item: item not in quickest)
    ends = accumulate(lasts[item.nodeid] for item in items)
    return [item for item, end in zip(items, ends, strict=True) if end <= TIME or item is items[0]]


# --- what is told ---


def _results() -> dict[str, Counter]:
    """How many mutants of each module have which status."""
    found = {}
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        found[path.stem] = Counter(status_by_exit_code[code] for code in data.exit_code_by_key.values())
    return found


def _try_survivors_again() -> None:
    for path in walk_mutatable_files():
        if Path("mutants", f"{path}.meta").exists():
            data = SourceFileMutationData(path=path)
            data.load()
            codes = data.exit_code_by_key.items()
            data.exit_code_by_key = {
                key: None if status_by_exit_code[code] in SURVIVED else code for key, code in codes
            }
            data.save()


def _tell(results: dict[str, Counter]) -> int:
    every = Counter()
    for name, counts in sorted(results.items()):
        every += counts
        _tell_one(name, counts)
    return int(_tell_one("all", every) < WANTED)


def _tell_one(name: str, counts: Counter) -> float:
    tried = counts.total() - counts["not checked"]
    left = sum(counts[status] for status in SURVIVED)
    score = 100 * (tried - left) / tried if tried else 100.0
    rest = f", {counts['not checked']} not tried yet" if counts["not checked"] else ""
    print(f"{name:16} {tried - left:5} of {tried:5} noticed {score:6.1f} %{rest}")
    return score


def main() -> int:
    file_mutation.MutationVisitor = _Visitor
    file_mutation.function_trampoline_arrangement = _arrange
    ForkServerRunner._forkserver_main = _serve
    ForkServerRunner.run_clean_tests = lambda *_, **__: 0  # see _Session
    PytestRunner.warm_up = lambda _: None
    plain = PytestRunner.run_tests
    PytestRunner.run_tests = lambda it, *, mutant_name, tests: (_run if mutant_name else plain)(
        it, mutant_name=mutant_name, tests=tests
    )
    mutmut.estimated_worst_case_time = lambda mutant_name: crc32(mutant_name.encode())
    command = sys.argv[1:] or ["run"]
    if command == ["score"]:
        return _tell(_results())
    if command == ["run"]:
        _try_survivors_again()
        command += ["--max-children", str(os.cpu_count())]
        if Path("mutants").exists():  # mutmut copies what is no Python once, and never again
            shutil.copytree("macros/templates", "mutants/macros/templates", dirs_exist_ok=True)
    mutmut.cli(command, standalone_mode=False)
    return _tell(_results()) if command[0] == "run" else 0


if __name__ == "__main__":
    sys.exit(main())
