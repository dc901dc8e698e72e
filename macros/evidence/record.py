"""What the proofs last showed: for each proof its runs, their results, versions and measurements."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from macros.evidence.proof import without_parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of one proof: in which environment, and what it showed."""

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
        """The runs of `proof`: of the one parameter that it names, or of all together."""
        return tuple(
            run
            for name, runs in self.runs.items()
            if proof in (name, without_parameters(name))
            for run in runs
        )

    def versions(self, package: str, proofs: Iterable[str] | None = None) -> list[str]:
        """The versions of `package` that `proofs` (all, if left out) ran on, newest first."""
        found = {
            run.versions[package]
            for proof, runs in self.runs.items()
            if proofs is None or without_parameters(proof) in proofs
            for run in runs
            if package in run.versions
        }
        return sorted(found, key=_as_numbers, reverse=True)

    def all_versions(self, proofs: Iterable[str]) -> dict[str, list[str]]:
        """The versions of each package that `proofs` name, sorted by the packages' names."""
        wanted = {without_parameters(proof) for proof in proofs}
        packages = {package for proof in wanted for run in self.of(proof) for package in run.versions}
        return {package: self.versions(package, wanted) for package in sorted(packages)}


def _as_numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


def read_record(file: Path) -> Record:
    """Read a record; one that is not there is empty."""
    if not file.is_file():
        return Record({})
    proofs = json.loads(file.read_text(encoding="utf-8"))
    return Record({proof: tuple(Run(**run) for run in runs) for proof, runs in proofs.items()})
