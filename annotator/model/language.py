"""Languages by their tags: the language without its country, and which way it is written."""

RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def base(language: str) -> str:
    """A language without its country or script: ``de`` of ``de-CH``."""
    return language.replace("_", "-").partition("-")[0].lower()


def direction(language: str) -> str:
    """``rtl`` for languages written from right to left, else ``ltr``."""
    return "rtl" if base(language) in RIGHT_TO_LEFT else "ltr"
