"""Print how many metres a bicycle goes with one turn of its cranks."""

import math
import sys

# Teeth in front, teeth behind, wheel in metres.
BICYCLES = {"city": (38, 14, 0.69), "folding": (50, 13, 0.45)}

front, behind, wheel = BICYCLES[sys.argv[1]]
print(f"{front / behind * wheel * math.pi:.1f}")
