"""What measures are drawn from, worked out once for a coding however many measures need it."""

from dataclasses import dataclass, field

from annotator.measures.contingency import Contingency, contingencies
from annotator.measures.episodes import Episode, episodes_of
from annotator.measures.rule import Rule
from annotator.measures.seen import Seen
from annotator.measures.selecting import Selector, selected
from annotator.model import Annotation
from annotator.stats import Lane


@dataclass(frozen=True, slots=True)
class Sources:
    """A coding taken apart; ``shifts`` is how often chance by shifting is tried, ``seed`` begins it."""

    seen: Seen
    shifts: int = 0
    seed: int = 1
    _contingencies: dict[str, list[Contingency]] = field(default_factory=dict, repr=False)
    _episodes: list[list[Episode]] = field(default_factory=list, repr=False)

    def contingencies(self, rule: str) -> list[Contingency]:
        """The cues and answers under a contingency rule, a subject each; none without such a rule."""
        if rule not in self._contingencies:
            rules = self.seen.scheme.document["rules"]
            named = [Rule.of(r, rules) for r in rules["contingency"] if r["id"] == rule]
            self._contingencies[rule] = [
                c for r in named for c in contingencies(self.seen, r, self.shifts, self.seed)
            ]
        return self._contingencies[rule]

    def episodes(self, rule: str, subject: str) -> list[Episode]:
        """The episodes of a rule on the lane of a subject, by onset."""
        if not self._episodes:
            self._episodes.append(episodes_of(self.seen.scheme, self.seen.lanes, self.seen.window))
        return [e for e in self._episodes[0] if (e.rule, e.subject) == (rule, subject)]

    def opening_lanes(self, rule: str) -> list[Lane]:
        """The lanes on which an episode rule can open."""
        rules = self.seen.scheme.document["rules"]["episodes"]
        return [lane for r in rules if r["id"] == rule for lane in self.seen.of_track(r["open"]["track"])]

    def in_window(self, selector: Selector, lane: Lane) -> list[Annotation]:
        """The selected annotations in the coded window: states that share time with it, points in it."""
        window = self.seen.window
        first, last = window.onset, window.offset
        chosen = []
        for annotation in selected(selector, self.seen.scheme, lane):
            content = annotation.content
            ended = content.offset_ms if content.offset_ms is not None else last
            if first <= content.onset_ms < last or (content.onset_ms < first < ended):
                chosen.append(annotation)
        return chosen
