"""What every test may use: the `needs` marker and its printed list of what was skipped, and what is not traced."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

NOT_INSTALLED = "not installed"
MISSING: set[str] = set()
SWEEPS = frozenset(
    {
        *("test_boundaries", "test_golden", "test_mutants", "test_oracle_golden", "test_properties"),
        *("test_properties_all", "test_comm_lint_speed", "test_scores", "test_wild_input", "test_large_files"),
        *("test_quoting_layouts", "test_decision_corpus", "test_forms_return", "test_form_office", "test_form_words"),
        *("test_forms_all", "test_forms_pages", "test_documents_pages", "test_demo_dovecot", "test_kill", "test_disk"),
    }
)
"""Modules that send hundreds of inputs through code which other tests cover: traced, they take twice as long."""


@pytest.fixture(autouse=True)
def _log_as_the_service_does() -> None:
    """Whatever a command set up before; structlog's own manner prints all locals, seconds for each fault."""
    from kesu.logs import log_json  # here: what a conftest imports, xdist's workers load before coverage begins

    log_json()


Once = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """A folder that is filled once in a run: xdist's workers share what one of them has made."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def made(name: str, make: Callable[[Path], None]) -> Path:
        folder, making = shared / name, shared / f"{name}.making"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                making.mkdir()
                make(making)
                making.rename(folder)
        return folder

    return made


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the sweeps run without coverage's tracing; what they alone would cover, they do not count for."""
    for item in items:
        if item.path.stem in SWEEPS:
            item.add_marker(pytest.mark.no_cover)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose program is not installed; where everything must run, fail it."""
    for marker in item.iter_markers("needs"):
        program = str(marker.args[0])
        if shutil.which(program) or shutil.which(program, path="/usr/sbin:/usr/lib/dovecot"):
            continue
        item.user_properties.append((NOT_INSTALLED, program))
        if os.environ.get("KESU_TEST_ALL"):
            pytest.fail(f"{program} is not installed, and KESU_TEST_ALL asks for every test", pytrace=False)
        pytest.skip(f"{program} is not installed")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Collect what was missing from the reports, which also come from other processes."""
    MISSING.update(str(program) for name, program in report.user_properties if name == NOT_INSTALLED)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line which programs would let more tests run."""
    if MISSING:
        terminalreporter.write_line(f"not installed, so skipped what needs it: {', '.join(sorted(MISSING))}")
