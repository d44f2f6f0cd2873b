"""Ids made of names that may be anything, and the colours that new codes get."""

import re
import unicodedata
from dataclasses import dataclass, field

PALETTE = (
    "#009E73", "#56B4E9", "#0072B2", "#CC79A7", "#E69F00", "#D55E00", "#F0E442", "#999999", "#44AA99",
    "#882255", "#AA4499", "#117733",
)  # fmt: skip
"""The colours that are given in this order: those of Okabe and Ito, then of Tol."""


@dataclass(slots=True)
class Names:
    """Ids for names that may be anything: the same name has the same id, another never.

    >>> names = Names()
    >>> names.id("Smiles at her"), names.id("smiles, at her!"), names.id("Smiles at her")
    ('smiles_at_her', 'smiles_at_her_2', 'smiles_at_her')
    """

    taken: dict[str, str] = field(default_factory=dict)
    _ids: set[str] = field(init=False)
    _next: dict[str, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._ids = set(self.taken.values())

    def id(self, name: str) -> str:
        """A well-formed id for a name."""
        if name not in self.taken:
            self.taken[name] = self.another(name)
        return self.taken[name]

    def another(self, name: str) -> str:
        """A well-formed id that nothing has yet, for one more thing of a name."""
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        base = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
        base = base if base[:1].isalpha() else f"c_{base}".rstrip("_")
        base = base[:34] if len(base) > 1 else f"{base}_1"
        found, n = base, self._next.get(base, 2)
        while found in self._ids:
            found, n = f"{base}_{n}", n + 1
        self._next[base] = n
        self._ids.add(found)
        return found


def new_id(name: str, taken: set[str]) -> str:
    """An id for a name that none of those taken is.

    >>> new_id("Alone", {"alone", "alone_2"})
    'alone_3'
    """
    return Names({f"\0{id}": id for id in taken}).id(name)
