"""record.json -> what the proofs last showed: for each proof its runs, their results, versions and measurements."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from macros.evidence.proof import Unreadable, without_parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of one proof: what it showed, on which Python and packages, and on what day (2026-11-28)."""

    result: str
    versions: dict[str, str]
    python: str
    date: str
    digest: str
    measured: tuple[dict, ...]
    environment: str = ""


@dataclass(frozen=True)
class Record:
    """What the proofs last showed: for each proof its runs, one an environment."""

    runs: dict[str, tuple[Run, ...]]

    def of(self, proof: str) -> tuple[Run, ...]:
        """The runs of `proof`: of the one parameter that it names, or of all together; none, if it never ran."""
        return self._runs_by_name.get(proof, ())

    @cached_property
    def _runs_by_name(self) -> dict[str, tuple[Run, ...]]:
        found: dict[str, tuple[Run, ...]] = {}
        for proof, runs in self.runs.items():
            for name in {proof, without_parameters(proof)}:
                found[name] = found.get(name, ()) + runs
        return found

    def versions(self, package: str, proofs: Iterable[str] | None = None) -> list[str]:
        """The versions of `package` that `proofs` (all, if left out) ran on, newest first."""
        runs = [run for proof in (self.runs if proofs is None else proofs) for run in self.of(proof)]
        found = {run.versions[package] for run in runs if package in run.versions}
        return sorted(found, key=_as_numbers, reverse=True)

    def all_versions(self, proofs: Iterable[str]) -> dict[str, list[str]]:
        """The versions of each package that `proofs` ran on, whatever their parameters, sorted by package."""
        wanted = {without_parameters(proof) for proof in proofs}
        packages = {package for proof in wanted for run in self.of(proof) for package in run.versions}
        return {package: self.versions(package, wanted) for package in sorted(packages)}


def _as_numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


def read_record(file: Path) -> Record:
    """Read a record; one that is not there is empty. Raises Unreadable."""
    if not file.is_file():
        return Record({})
    again = "Take it back from git, or begin it anew with {}."
    try:
        proofs = json.loads(file.read_text(encoding="utf-8"))
        return Record({proof: tuple(Run(**run) for run in runs) for proof, runs in proofs.items()})
    except json.JSONDecodeError as error:
        raise Unreadable(file, error.lineno, error.colno, f"this is no JSON: {error.msg}. {again}") from None
    except (AttributeError, TypeError, UnicodeDecodeError):
        raise Unreadable(file, 1, 1, f"this is no record of proofs. {again}") from None
