"""A classification and what identifies it."""

from __future__ import annotations

from classification.record import frozen


@frozen
class ConceptScheme:
    """A classification: its canonical system URI, a short name, and the URIs under which it also travels.

    `aliases` are former system URIs that occur in real data; an answer says when one was used. The first of
    `languages` is the default language of its labels. `example` marks a made-up classification.
    """

    name: str
    uri: str
    title: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    publisher: str = ""
    licence: str = ""
    source: str = ""
    languages: tuple[str, ...] = ("da",)
    hierarchy: str = "is-a"
    example: bool = False

    @property
    def language(self) -> str:
        """The default language of the scheme's labels."""
        return self.languages[0] if self.languages else "da"

    def title_in(self, language: str = "da") -> str:
        """The title in `language`, else in any, else the name."""
        titles = dict(self.title)
        return titles.get(language) or next(iter(titles.values()), self.name)
