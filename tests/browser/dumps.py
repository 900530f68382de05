"""Pages as text browsers read them."""

import shutil
import subprocess

import pytest

WIDTH = {"lynx": ["-dump", "-nolist", "-width=100"], "w3m": ["-dump", "-cols", "100"]}


def read_with(program: str, address: str) -> str:
    """The words of the page in the order in which `program` reads them, with single spaces.

    Skips the test where it is not installed: the order is read from the markup elsewhere too.
    """
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed; the tests of the pages read the order too")
    command = [found, *WIDTH[program], address]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)
    return " ".join(run.stdout.split())
