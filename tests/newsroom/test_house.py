"""Rules of the house that no other tool checks: sizes, pins, nothing of one machine in the tree."""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

HOUSE = Path(settings.BASE_DIR)
NOT_OURS = {"var", "node_modules", "__pycache__"}
OURS_THOUGH_HIDDEN = {".ci", ".env.example", ".gitignore"}
LONGEST_FUNCTION, LONGEST_MODULE, LONGEST_TEMPLATE = 40, 400, 150
OF_ONE_MACHINE = re.compile(
    rb"(?:/(?:home|Users|root|work)/|C:\\Users)\w"
    rb"|--(?:extra-)?index-[u]rl|--find-[l]inks|--trusted-[h]ost|files[.]python[h]osted"
)


def files(*endings: str) -> Iterator[Path]:
    """Our own files whose names end so; all of them if no ending is given."""
    for folder, folders, names in os.walk(HOUSE):
        folders[:] = [name for name in folders if is_ours(name)]
        for name in names:
            if is_ours(name) and name.endswith(endings or ""):
                yield Path(folder, name)


def is_ours(name: str) -> bool:
    """Whether a file or folder of this name belongs to the project."""
    return name in OURS_THOUGH_HIDDEN or not (name in NOT_OURS or name.startswith("."))


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def modules() -> list[Path]:
    return [path for path in files(".py") if "migrations" not in path.parts]


def test_no_function_is_longer_than_forty_lines() -> None:
    too_long = [
        f"{path.relative_to(HOUSE)}:{node.lineno} {node.name}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert not too_long


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    assert not [path for path in modules() if lines(path) > LONGEST_MODULE]


def test_no_template_is_longer_than_a_hundred_and_fifty_lines() -> None:
    templates = [path for path in files(".html", ".xml") if "templates" in path.parts]
    assert not [path for path in templates if lines(path) > LONGEST_TEMPLATE]


def test_every_static_file_that_a_template_names_is_there() -> None:
    names = {
        name
        for path in files(".html", ".xml")
        for name in re.findall(r"""{% *static +["']([^"']+)""", path.read_text(encoding="utf-8"))
    }
    assert names
    assert not [name for name in sorted(names) if not finders.find(name)]


def test_no_file_names_a_package_index_or_a_path_of_one_machine() -> None:
    found = [
        str(path.relative_to(HOUSE))
        for path in files()
        if path != Path(__file__) and OF_ONE_MACHINE.search(path.read_bytes())
    ]
    assert not found


@pytest.mark.parametrize("name", ["base", "s3", "dev"])
def test_every_requirement_is_pinned_with_hashes(name: str) -> None:
    text = (HOUSE / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    requirements = text.replace("\\\n", " ").strip().splitlines()
    assert requirements
    for requirement in requirements:
        assert re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", requirement)
        assert "://" not in requirement


def test_the_tests_run_on_the_same_pins_as_the_product() -> None:
    base, s3, dev = (
        set(re.findall(r"^\S+==\S+", (HOUSE / "requirements" / name).read_text(), re.MULTILINE))
        for name in ("base.txt", "s3.txt", "dev.txt")
    )
    assert base <= s3 <= dev
