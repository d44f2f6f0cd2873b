"""The few words of the sheet that are ours, in the parent's language; all others are typed by people.

Short words for a reading age of about 9 to 11. A language that has no words here gets the English
ones, marked as English for screen readers. The German ones are a draft that no clinician who is a
native speaker has read yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from annotator.model.language import base

DRAFTS = frozenset({"de"})
"""Languages whose words still wait for a clinician who is a native speaker."""


@dataclass(frozen=True, slots=True)
class SheetWords:
    """Our words in one language, with named places in braces.

    ``document`` is the file's title, which shows in window titles and so names nobody. ``title``
    is the heading; ``picture`` describes a still to who cannot see it; ``number`` speaks of the
    parent's own 1 to 10; ``months`` has twelve names; ``then`` and
    ``now`` stand above the two moments of a pair.
    """

    language: str
    document: str
    title: str
    picture: str
    then: str
    now: str
    said: str
    step: str
    wish: str
    goal: str
    number: str
    day: str
    months: tuple[str, ...]

    def heading(self, child: str) -> str:
        """The title of the sheet."""
        return self.title.format(child=child)

    def alt(self, child: str) -> str:
        """What a still shows, for who cannot see it."""
        return self.picture.format(child=child)

    def date(self, iso: str) -> str:
        """A day (ISO 8601) as one says it; empty when there is none.

        >>> sheet_words("de").date("2026-05-04")
        '4. Mai 2026'
        """
        if not iso:
            return ""
        on = date.fromisoformat(iso[:10])
        return self.day.format(day=on.day, month=self.months[on.month - 1], year=on.year)


_ENGLISH = SheetWords(
    language="en",
    document="Looking together",
    title="You and {child}",
    picture="A picture from the film: you and {child}.",
    then="Then",
    now="Now",
    said="What you said about it",
    step="You would like to try",
    wish="Your wish for the next film",
    goal="Your goal",
    number="Your own number for it, from 1 to 10: {number}",
    day="{day} {month} {year}",
    months=(
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
)  # fmt: skip

_GERMAN = SheetWords(
    language="de",
    document="Gemeinsam hinschauen",
    title="Sie und {child}",
    picture="Ein Bild aus dem Film: Sie und {child}.",
    then="Damals",
    now="Heute",
    said="Das haben Sie dazu gesagt",
    step="Das möchten Sie ausprobieren",
    wish="Ihr Wunsch für den nächsten Film",
    goal="Ihr Ziel",
    number="Ihre eigene Zahl dafür, von 1 bis 10: {number}",
    day="{day}. {month} {year}",
    months=(
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
        "November", "Dezember",
    ),
)  # fmt: skip

WORDS: Mapping[str, SheetWords] = {words.language: words for words in (_ENGLISH, _GERMAN)}


def sheet_words(language: str) -> SheetWords:
    """Our words for a parent's language (a BCP 47 tag); the English ones when it has none here.

    >>> sheet_words("de-CH").goal, sheet_words("ti").goal
    ('Ihr Ziel', 'Your goal')
    """
    return WORDS.get(base(language), _ENGLISH)
