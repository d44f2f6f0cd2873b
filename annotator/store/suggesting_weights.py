"""How much each reason counts in a study when moments are suggested, where that is not as usual."""

from collections.abc import Mapping

from sqlalchemy import delete, insert, select

from annotator.store.tables import suggesting_weight
from annotator.store.transaction import Tx


def of_study(tx: Tx, study: str) -> dict[str, int]:
    """The weights that a study set itself, by name."""
    wanted = select(suggesting_weight.c.name, suggesting_weight.c.weight)
    return {row.name: row.weight for row in tx.rows(wanted.where(suggesting_weight.c.study == study))}


def set_for_study(tx: Tx, study: str, weights: Mapping[str, int], by: str) -> None:
    """Keep a study's own weights in place of those it had; none of them goes back to the usual ones."""
    tx.execute(delete(suggesting_weight).where(suggesting_weight.c.study == study))
    if weights:
        rows = [
            {"study": study, "name": name, "weight": weight, "by": by, "at": tx.at}
            for name, weight in weights.items()
        ]
        tx.execute(insert(suggesting_weight), rows)
