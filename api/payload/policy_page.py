"""What is repaired, kept, left out, refused: a section of each page on a format.

`python -m api.payload.policy_page` writes them, from the table in `classification.rules.policy`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from classification.rules.family import SHELVES
from classification.rules.policy import Policy, policies_of
from classification.rules.registry import IMPORT_RULES

BEGIN: Final = (
    "<!-- policy: written by `python -m api.payload.policy_page` from classification/rules/policy.py -->"
)
END: Final = "<!-- /policy -->"
PAGES: Final = tuple(
    dict.fromkeys(
        shelf.page
        for beginning, shelf in SHELVES.items()
        if shelf.page.startswith("formats/") or beginning == "SPI"
    )
)
"""The pages of docs/ that have such a section."""
_SECTION: Final = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
_WORDS: Final = {
    Policy.REPAIRED: "read in its one harmless way, and told; `--strict` refuses it",
    Policy.KEPT: "kept as it is, and told",
    Policy.LEFT_OUT: "left out, and told",
    Policy.REFUSED: "refused: nothing is imported",
}


def section(page: str) -> str:
    """The section of a page, between its marks."""
    return "\n".join((BEGIN, "", *_lines(page), "", END))


def with_section(text: str, page: str) -> str:
    """The text of a page with its section as it is to be; one that has none gets it at the end."""
    if BEGIN not in text:
        return f"{text.rstrip()}\n\n{section(page)}\n"
    return _SECTION.sub(lambda _: section(page), text)


def _lines(page: str) -> Iterator[str]:
    beginnings = tuple(beginning for beginning, shelf in SHELVES.items() if shelf.page == page)
    codes = sorted(code for code in IMPORT_RULES if code.startswith(beginnings))
    yield "## What is repaired, kept, left out, refused"
    yield ""
    more = "" if page == "import.md" else " What holds for every format stands in [Import](../import.md)."
    yield f"The policy is one for all formats.{more} `samsprog rule CODE` shows a rule with an example."
    for policy, words in _WORDS.items():
        of_policy = [code for code in codes if policy in policies_of(code)]
        if of_policy:
            yield ""
            yield f"**{words[:1].upper()}{words[1:]}**"
            yield ""
            yield from (f"- {IMPORT_RULES[code].title.en} ({code})" for code in of_policy)


def main() -> None:
    """Write the sections into docs/, beside which the command is run."""
    for page in PAGES:
        path = Path("docs") / page
        path.write_text(with_section(path.read_text(encoding="utf-8"), page), encoding="utf-8")


if __name__ == "__main__":
    main()
