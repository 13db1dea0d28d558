"""In which language the command speaks to who typed it.

The first that says it wins: `--lang`; `SAMSPROG_LANG`; `lang` in the settings' file; the locale (the first of `LC_ALL`,
`LC_MESSAGES` and `LANG` that is not empty: Danish when it begins with `da`); English. What programs read follows the
locale nowhere (docs/cli.md).
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # the help needs neither typing nor collections.abc
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from classification.sentence import Sentence

LANGUAGES = ("en", "da")
VARIABLE = "SAMSPROG_LANG"
_OPTION = "--lang"
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")


class Speech:
    """The languages that were asked for: by the option or the variable, by the file, by the locale; empty: not."""

    __slots__ = ("locale", "option", "setting")

    def __init__(self, option: str = "", setting: str = "", locale: str = "") -> None:
        self.option, self.setting, self.locale = option, setting, locale

    @property
    def language(self) -> str:
        """The language of what people read."""
        return self.option or self.setting or self.locale or LANGUAGES[0]

    @property
    def stated(self) -> str:
        """The language of sentences inside what programs read: the locale does not count."""
        return self.option or self.setting or LANGUAGES[0]

    def pick(self, da: str, en: str) -> str:
        """One of two texts, as people read it."""
        return da if self.language == "da" else en

    def __call__(self, sentence: Sentence) -> str:
        """A sentence as people read it."""
        return sentence.in_language(self.language)


ENGLISH = Speech()


def speech_of(words: Sequence[str], environ: Mapping[str, str]) -> Speech:
    """The languages that the words of a command line, the environment and the file in force ask for.

    A value that is none of ours counts as not said here: who reads the options, or the settings, refuses it.
    """
    option = _value(words, _OPTION) or environ.get(VARIABLE, "").strip()
    locale = next(filter(None, (environ.get(name, "") for name in _LOCALE)), "")
    danish = locale[:2].lower() == "da" and not locale[2:3].isalpha()
    return Speech(_known(option), _known(_setting(words, environ)), "da" if danish else "")


def _known(name: str) -> str:
    return name if name in LANGUAGES else ""


def _value(words: Sequence[str], option: str) -> str:
    """What the last such option before `--` says."""
    found = ""
    for place, word in enumerate(words):
        if word == "--":
            break
        if word == option and place + 1 < len(words):
            found = words[place + 1]
        elif word.startswith(f"{option}="):
            found = word.partition("=")[2]
    return found


def _setting(words: Sequence[str], environ: Mapping[str, str]) -> str:
    """`lang` in the file of the settings; empty where there is none, or where it cannot be read: that is told later."""
    path = _value(words, "--config") or environ.get("SAMSPROG_CONFIG", "") or "samsprog.toml"
    if not os.path.isfile(path):  # noqa: PTH113
        return ""
    import tomllib
    from pathlib import Path

    try:
        lang = tomllib.loads(Path(path).expanduser().read_text(encoding="utf-8")).get("lang", "")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return ""
    return lang if isinstance(lang, str) else ""
