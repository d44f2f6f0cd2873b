"""The program's own words to parents, in one table, and how a scheme's phrase becomes a sentence.

The words of this table are drafts that no clinician has reviewed, in either language; whoever
prepares a meeting is told so and can change every one of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotator.feedback.plan import Kind, Plan
from annotator.feedback.words import forbidden_in
from annotator.schemes.scheme import Text

LANGUAGES = ("en", "de")
"""The languages in which the program has words for parents."""

REVIEWED: frozenset[str] = frozenset()
"""The languages whose words a clinician who speaks them has reviewed: none so far."""

CHILD = Text({"en": "your child", "de": "Ihr Kind"})
"""What the child is called while nobody has said its name."""

PHRASES: Mapping[Kind, Text] = {
    Kind.STRENGTH: Text(
        {
            "en": "Let us look at this moment together.",
            "de": "Schauen wir uns diesen Moment zusammen an.",
        }
    ),
    Kind.REPAIR: Text(
        {
            "en": "Look how you two came back to each other.",
            "de": "Sehen Sie, wie Sie beide wieder zueinander gekommen sind.",
        }
    ),
    Kind.CHALLENGE: Text(
        {
            "en": "Let us wonder about this moment together.",
            "de": "Lassen Sie uns über diesen Moment zusammen nachdenken.",
        }
    ),
}

QUESTIONS: Mapping[Kind, Text] = {
    Kind.STRENGTH: Text({"en": "What do you notice here?", "de": "Was fällt Ihnen hier auf?"}),
    Kind.REPAIR: Text({"en": "What helped just then?", "de": "Was hat hier geholfen?"}),
    Kind.CHALLENGE: Text(
        {
            "en": "If {child} had words here, what might they be?",
            "de": "Wenn {child} hier Worte hätte, welche wären das?",
        }
    ),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence for a parent, the language it really is in, and whether that is the parent's."""

    words: str
    language: str
    translated: bool


def wording(text: Text | None, otherwise: Text, language: str, child: str) -> Wording:
    """A scheme's words in the parent's language, the child's name filled in; else our own.

    A scheme's words that are not in this language come in the scheme's default language, which
    the wording tells. Words that hold a time, a date or anything a parent must not read give way
    to our own.

    >>> wording(Text({"en": "{child} calls at {start}."}), PHRASES[Kind.STRENGTH], "en", "Mia")
    Wording(words='Let us look at this moment together.', language='en', translated=True)
    >>> wording(Text({"en": "{child} calls."}), PHRASES[Kind.STRENGTH], "de", "")
    Wording(words='Your child calls.', language='en', translated=False)
    """
    for said in (text, otherwise):
        if said is not None:
            written = _written(said, language)
            words = _filled(said.in_language(written), child_words(child, written))
            if words and not forbidden_in(words, written):
                return Wording(words, written, written in (language, spoken(language)))
    raise ValueError("our own words to parents must be fit for parents")


def foreign_words(plan: Plan, texts: Iterable[Text]) -> tuple[tuple[str, str], ...]:
    """The sentences of a plan that nobody has in the parent's language yet: (its place, its language).

    ``texts`` are what a scheme has for parents. A sentence counts while it stands as the scheme has it,
    the child's name filled in; whoever writes another in the parent's language has translated it.

    >>> from annotator.feedback.plan import Moment
    >>> calls = Text({"en": "{child} calls."})
    >>> moment = Moment("m", 0, 9, 4, Kind.STRENGTH, "Mia calls.")
    >>> foreign_words(Plan("p", "s", "a", "de", "Mia", moments=(moment,)), [calls])
    (('moments[0].phrase', 'en'),)
    >>> foreign_words(Plan("p", "s", "a", "en", "Mia", moments=(moment,)), [calls])
    ()
    """
    known = {
        _filled(words, child_words(plan.child, written)): written
        for text in texts
        for written, words in text.words.items()
        if not {plan.language, spoken(plan.language)} & text.words.keys()
    }
    places = (
        (f"moments[{i}].{name}", getattr(moment, name))
        for i, moment in enumerate(plan.moments)
        for name in ("phrase", "question")
    )
    return tuple((place, known[words]) for place, words in places if words in known)


def spoken(language: str) -> str:
    """A language without its region: words for "de" are there for "de-AT" too.

    >>> spoken("de-AT")
    'de'
    """
    return language.partition("-")[0]


def child_words(child: str, language: str) -> str:
    """What the child is called: the name, or "your child" while there is none that can be shown.

    >>> child_words("", "de"), child_words("Mia", "de"), child_words("Case 17", "en")
    ('Ihr Kind', 'Mia', 'your child')
    """
    return child if child and not forbidden_in(child, language) else CHILD.in_language(spoken(language))


def _written(text: Text, language: str) -> str:
    """The language in which a text comes for a parent's language: that one, else the text's default."""
    known = [each for each in (language, spoken(language), text.default) if text.words.get(each)]
    return known[0] if known else next(iter(text.words), text.default)


def _filled(words: str, child: str) -> str:
    filled = words.replace("{child}", child)
    return filled[:1].upper() + filled[1:]
