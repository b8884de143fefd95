"""Cases of pack `comm-lint` for `kesu policy eval`: a text with its facts, judged as the desk judges what it sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cases.lint import lint
from cases.lint_facts import read_facts
from kesu.lint_pack import load_rules
from kesu.packs import POLICIES


def evaluate_lint(facts: Mapping[str, Any], folders: Sequence[Path] = (POLICIES,)) -> dict[str, Any]:
    """Grade pass, warn or block with the ids that decide; the other keys as every verdict has them.

    Raises FactError for facts that cannot be read, PackError if the file of the rules is faulty.
    """
    rules = load_rules(folders)
    found = lint(rules, read_facts(rules, facts))
    return {
        "grade": str(found.level),
        "reasons": list(found.rules),
        "deadlines": [],
        "approvers": [],
        "documents": [],
        "provisional": False,
        "missing": [],
        "flags": [],
    }
