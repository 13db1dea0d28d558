"""The objects shown in docs/neutral-objects.md are sound."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

from classification.check.checker import Checker


def test_the_objects_of_the_page_are_sound(checker: Checker, project_root: Path) -> None:
    page = (project_root / "docs" / "neutral-objects.md").read_text(encoding="utf-8")
    shown = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", page, re.DOTALL)]

    assert [obj["type"] for obj in shown] == ["tilstand", "indsats"]
    for obj in shown:
        assert checker.check(obj, as_of=None, today=date(2026, 1, 1)) == ()


def test_every_field_of_the_state_is_explained(checker: Checker, project_root: Path) -> None:
    page = (project_root / "docs" / "neutral-objects.md").read_text(encoding="utf-8")

    for field in checker.profiles["tilstand"].fields:
        assert f"`{field.path.split('.')[0]}`" in page
