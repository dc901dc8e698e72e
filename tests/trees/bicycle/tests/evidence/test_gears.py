"""How far one turn of the cranks goes."""

import subprocess
import sys
from pathlib import Path

import pytest

APP = Path(__file__).parent / "apps" / "gears.py"


@pytest.mark.parametrize("bicycle", ["city", "folding"])
def test_metres_a_turn(bicycle):
    ran = subprocess.run([sys.executable, APP, bicycle], capture_output=True, text=True, check=True)
    assert ran.stdout == {"city": "5.9\n", "folding": "5.4\n"}[bicycle]
