"""Languages by their tags: the language without its country, and which way it is written."""

_FROM_LEFT, _FROM_RIGHT, _END = (
    "\u2066",
    "\u2067",
    "\u2069",
)  # LRI, RLI and PDI of Unicode's bidirectional algorithm
RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def base(language: str) -> str:
    """A language without its country or script: ``de`` of ``de-CH``."""
    return language.replace("_", "-").partition("-")[0].lower()


def direction(language: str) -> str:
    """``rtl`` for languages written from right to left, else ``ltr``."""
    return "rtl" if base(language) in RIGHT_TO_LEFT else "ltr"


def figure(written: str, language: str) -> str:
    """A figure that keeps its order inside a sentence of a language.

    Without that "1 min 0 s" reads "min 0 s 1" from right to left.
    """
    return f"{_FROM_LEFT}{written}{_END}" if direction(language) == "rtl" else written


def sentence(words: str, language: str) -> str:
    """Words in the order of their language, where what stands around them runs from left to right."""
    return f"{_FROM_RIGHT}{words}{_END}" if direction(language) == "rtl" else words
