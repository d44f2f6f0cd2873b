"""Words that a parent must never read: scores, verdicts, terms of the trade, numbers.

Every text that a parent sees is looked at here: phrases, questions, what was agreed, and what the
parent said as it was written down. Numbers are digits; "the two of you" is none.

Source of the English list: clinical-practice, section 5, with its inflections and near relatives.
The German list says the same. ``*`` stands for any letters.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

ENGLISH = (
    "score*", "percent*", "per cent", "rating", "ratings", "rated", "rank", "ranks", "ranked", "ranking*",
    "fail*", "missed", "intrusive*", "intrusion*", "insensitiv*", "disrupt*", "unresponsive*", "ruptur*",
    "misattun*", "mis-attun*", "norm", "norms", "normative*", "average*", "abnormal*", "deficit*",
    "diagnos*", "disorder*", "dysfunction*", "patholog*", "syndrome*", "symptom*", "depressi*", "autis*",
    "adhd", "ptsd",
)  # fmt: skip

GERMAN = (
    "prozent*", "punktzahl*", "score*", "bewert*", "benotet*", "schulnote*", "rangliste*",
    "rangplatz*", "versag*", "scheiter*", "gescheitert*", "verpasst*", "verfehlt*", "übersehen*", "übersah*",
    "aufdringlich*", "übergriffig*", "intrusiv*", "unsensib*", "unfeinfühlig*", "gestört*", "unresponsiv*",
    "ruptur*", "fehlabstimm*", "fehl-abstimm*", "norm", "normen", "normwert*", "*durchschnitt*", "abnorm*",
    "defizit*", "diagnos*", "dysfunktion*", "patholog*", "syndrom*", "symptom*", "depressi*", "autis*",
    "*störung*", "adhs", "ptbs",
)  # fmt: skip

ONLY_IN: Mapping[str, tuple[str, ...]] = {"de": ("rang",)}
"""Words that say something harmless in another language."""

# Attachment alone is a word that parents use; a verdict on it is none that they should read.
_VERDICTS = (
    r"(?:good|bad|poor|weak|strong|secure|insecure|avoidant|ambivalent|disorgani[sz]ed)\s+attachment\w*",
    r"attachment\s+(?:style|type|pattern|class|disorder)\w*",
    r"(?:gut|schlecht|schwach|stark|sicher|unsicher|vermeidend|ambivalent|desorganisiert)\w*\s+bindung\w*",
    r"bindungs(?:stil|typ|muster|qualität|klassifikation)\w*",
)

# A brace or an underscore is what is left of a placeholder or an id of a scheme.
_SIGNS = r"[%‰‱٪{}]|\w*_\w*"
_NUMBERS = r"\d+"


def forbidden_in(text: str, language: str) -> tuple[str, ...]:
    """What a text says that a parent must not read, as it is written, each once, in its order.

    The words of every language here count in each, for texts are mixed; ``ONLY_IN`` names the
    few that count in their own language alone. Digits of every script, fractions, per cent
    signs, braces and underscores count. Letters are compared without regard to case, to forms
    of the same letter, and to what cannot be seen.

    >>> forbidden_in("He looked 3 times and you never missed it.", "en")
    ('3', 'missed')
    >>> forbidden_in("Das war überdurchschnittlich, 80 Prozent!", "de")
    ('überdurchschnittlich', '80', 'Prozent')
    """
    seen = unicodedata.normalize("NFC", "".join(map(_plain, text)))
    found = [(match.start(), match.group()) for match in _pattern(language).finditer(seen)]
    found += [(at, c) for at, c in enumerate(seen) if _is_numeral(c)]
    return tuple(dict.fromkeys(fragment for _, fragment in sorted(found)))


def _plain(c: str) -> str:
    """A character as the plain one it is a form of; nothing for one that cannot be seen."""
    if unicodedata.category(c) == "Cf":
        return ""
    return c if _is_numeral(c) else unicodedata.normalize("NFKC", c)


def _is_numeral(c: str) -> bool:
    """Whether a character is a number without being a digit: a fraction, a Roman or circled numeral."""
    return unicodedata.category(c) in ("Nl", "No")


@cache
def _pattern(language: str) -> re.Pattern[str]:
    words = (*ENGLISH, *GERMAN, *ONLY_IN.get(language.partition("-")[0], ()))
    fragments = [*map(_fragment, dict.fromkeys(words)), *_VERDICTS]
    return re.compile("|".join([_NUMBERS, _SIGNS, *(rf"\b(?:{f})\b" for f in fragments)]), re.IGNORECASE)


def _fragment(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
