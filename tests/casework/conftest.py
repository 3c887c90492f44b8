"""What the tests of casework share."""

from pathlib import Path

import pytest

from casework.laboratory import Laboratory


@pytest.fixture
def laboratory(tmp_path: Path) -> Laboratory:
    return Laboratory(tmp_path)
