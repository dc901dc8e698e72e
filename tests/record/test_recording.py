"""How the proofs are recorded: by pytest, with the hooks of tests/evidence/conftest.py."""

import shutil
import subprocess
import sys

from projects import ROOT, copy_folder


def test_no_proof_that_is_recorded_runs_beside_another(tmp_path):
    proofs = tmp_path / "tests/evidence"
    proofs.mkdir(parents=True)
    for name in ("conftest.py", "pytest.ini"):
        shutil.copy(ROOT / "tests/evidence" / name, proofs)
    copy_folder(ROOT / "macros", tmp_path / "macros")
    (proofs / "harness.py").write_text("Folder = django_project = None\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "tests/evidence", "-n", "2", "--record", "record.json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 4
    assert done.stderr.strip() == (
        "ERROR: --record measures, so no proof may run beside another: leave -n out."
    )
