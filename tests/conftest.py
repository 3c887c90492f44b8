"""Tests may import what stands beside them, such as `kinship.strategies`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
