"""The checklist of the scheme format, section 6: a scheme with one fault each, and what is said of it.

The schemes are the shipped ones with one place changed, so the fault is the only one and the
sentence must name its place.
"""

import re
from typing import Any

import pytest

from annotator.schemes import problems_of
from tests.schemes.scheme_files import GONE, changed, path_of, problems, put, text_of, values_of

TWO, CORE, COACH, SAFETY = "two-keys", "core-attunement", "coach-comments", "relational-safety"
OUT_OF_STEP, DISTRESS_RULE = "tracks 0 codes 2", "rules contingency 2"
LINK_TO_ITSELF = {"track": "dyad_state", "codes": ["together"], "where": {"clarity": ["clear"]}}

# One line a fault, so that the list reads as the checklist does.
FAULTS: list[Any] = [
    # 1 format known
    pytest.param(TWO, "format", "interaction-scheme/2", "format", "format", "expected `interaction-scheme/1`", id="1 another format"),
    pytest.param(TWO, "format", GONE, "format", "format", "is missing", id="1 no format"),
    # 2 ids unique and well formed
    pytest.param(TWO, "id", "Two Keys", "id", "id", "2 to 40 of a-z", id="2 scheme id malformed"),
    pytest.param(TWO, "tracks 0 codes 0 id", "x", "tracks[0].codes[0].id", "id", "`x` does not fit", id="2 one letter"),
    pytest.param(TWO, "tracks 0 codes 1 id", "in_contact", "tracks[0].codes[1].id", "twice", "taken already", id="2 two codes of one id"),
    pytest.param(CORE, "tracks 1 id", "dyad_state", "tracks[1].id", "twice", "taken already", id="2 two tracks of one id"),
    pytest.param(CORE, "measures 1 id", "together_share", "measures[1].id", "twice", "taken already", id="2 two measures of one id"),
    pytest.param(CORE, "modifiers 0 options 1 id", "gaze", "modifiers[0].options[1].id", "twice", "taken already", id="2 two options of one id"),
    pytest.param(CORE, "subjects 1 key", "1", "subjects[1].key", "twice", "taken already", id="2 two subjects of one digit"),
    pytest.param(CORE, "subjects 1 key", "p", "subjects[1].key", "key", "one digit in quotes", id="2 subject on a letter"),
    # 3 references
    pytest.param(CORE, "tracks 0 subject", "dyads", "tracks[0].subject", "reference", "did you mean `dyad`?", id="3 subject of a track"),
    pytest.param(CORE, "subjects 2 members 0", "infants", "subjects[2].members[0]", "reference", "did you mean `infant`?", id="3 member"),
    pytest.param(CORE, "subjects 2 members 0", "dyad", "subjects[2].members[0]", "reference", "member of itself", id="3 member of itself"),
    pytest.param(CORE, "profiles 0 tracks 1", "infant_cues", "profiles[0].tracks[1]", "reference", "did you mean `infant_cue`?", id="3 track of a profile"),
    pytest.param(CORE, "passes 3 tracks 1", "momemt", "passes[3].tracks[1]", "reference", "did you mean `moment`?", id="3 track of a pass"),
    pytest.param(CORE, "passes 0 profile 0", "fields", "passes[0].profile[0]", "reference", "did you mean `field`?", id="3 profile of a pass"),
    pytest.param(CORE, "passes 1 tracks", ["infant_state", "infant_cue", "infant_cue"], "passes[1].tracks[2]", "twice", "in this list twice", id="3 named twice"),
    pytest.param(CORE, f"{OUT_OF_STEP} modifiers 0", "triger", "tracks[0].codes[2].modifiers[0]", "reference", "did you mean `trigger`?", id="3 modifier of a code"),
    pytest.param(CORE, "modifiers 6 links_to tracks 0", "cues", "modifiers[6].links_to.tracks[0]", "reference", "not a track", id="3 link to a track"),
    pytest.param(CORE, "modifiers 1 default", "cleer", "modifiers[1].default", "reference", "did you mean `clear`?", id="3 default option"),
    pytest.param(COACH, "modifiers 6 link", "theme", "modifiers[6].link", "reference", "not a modifier of type link", id="3 computed from no link"),
    pytest.param(COACH, "tracks 1 codes 0 modifiers", ["delay", "fits", "stance", "words", "parts"], "tracks[1].codes[0].modifiers[0]", "reference", "computed from `about`", id="3 computed without its link"),
    pytest.param(TWO, "tracks 0 missing_code", "unsen", "tracks[0].missing_code", "reference", "did you mean `unseen`?", id="3 missing code"),
    pytest.param(CORE, "rules constraints 0 first track", "dyad_stat", "rules.constraints[0].first.track", "reference", "did you mean `dyad_state`?", id="3 track of a constraint"),
    pytest.param(CORE, "rules constraints 1 by codes 0", "distres", "rules.constraints[1].by.codes[0]", "reference", "did you mean `distress`?", id="3 code of a constraint"),
    pytest.param(COACH, "rules constraints 0 requires 0", "intensity", "rules.constraints[0].requires[0]", "reference", "not a modifier of these codes", id="3 required modifier"),
    pytest.param(CORE, "rules constraints 0 min_overlap_ms", GONE, "rules.constraints[0].min_overlap_ms", "missing_field", "needs `min_overlap_ms`", id="3 constraint without its field"),
    pytest.param(CORE, f"{DISTRESS_RULE} cue track", "infant_cues", "rules.contingency[2].cue.track", "reference", "did you mean `infant_cue`?", id="3 track of a cue"),
    pytest.param(CORE, f"{DISTRESS_RULE} response codes 0", "comforting", "rules.contingency[2].response.codes[0]", "reference", "did you mean `comfort`?", id="3 code of a response"),
    pytest.param(CORE, f"{DISTRESS_RULE} or_state enters 0", "comfort", "rules.contingency[2].or_state.enters[0]", "reference", "did you mean `comforting`?", id="3 code of a state change"),
    pytest.param(CORE, f"{DISTRESS_RULE} or_state", {"track": "parent_response", "enters": ["comfort"]}, "rules.contingency[2].or_state.track", "reference", "only states", id="3 points are not entered"),
    pytest.param(COACH, "rules contingency 0 response where fits 0", "fit", "rules.contingency[0].response.where.fits[0]", "reference", "did you mean `fits`?", id="3 option in where"),
    pytest.param(COACH, "rules contingency 0 response where", {"fit": ["fits"]}, "rules.contingency[0].response.where.fit", "reference", "did you mean `fits`?", id="3 modifier in where"),
    pytest.param(CORE, f"{DISTRESS_RULE} cue", LINK_TO_ITSELF, "rules.contingency[2].cue.where.clarity", "reference", "no modifier of these codes", id="3 modifier of other codes"),
    pytest.param(CORE, "modifiers 6 links_to tracks 0", "moment", "rules.contingency[0].explicit_link_wins", "reference", "no code of the response has a link", id="3 no link to win"),
    pytest.param(CORE, "rules episodes 0 open enters 0", "out_of_steps", "rules.episodes[0].open.enters[0]", "reference", "did you mean `out_of_step`?", id="3 code that opens"),
    pytest.param(CORE, "rules episodes 0 censor_at 1", "dyad_state.unscorabel", "rules.episodes[0].censor_at[1]", "reference", "did you mean `unscorable`?", id="3 code that censors"),
    pytest.param(CORE, "rules episodes 0 censor_at 0", "film_end", "rules.episodes[0].censor_at[0]", "reference", "segment_end", id="3 no such end"),
    pytest.param(CORE, "rules episodes 0 attributes led_by", "via.trigger", "rules.episodes[0].attributes.led_by", "reference", "no modifier of the codes in `via`", id="3 attribute"),
    pytest.param(CORE, "measures 3 rule", "r_bids", "measures[3].rule", "reference", "did you mean `r_bid`?", id="3 rule of a measure"),
    pytest.param(CORE, "measures 8 episode", "repair", "measures[8].episode", "reference", "not an episode", id="3 episode of a measure"),
    pytest.param(CORE, "measures 0 of codes 0", "togehter", "measures[0].of.codes[0]", "reference", "did you mean `together`?", id="3 code of a measure"),
    pytest.param(CORE, "measures 10 of attribute", "led", "measures[10].of.attribute", "reference", "did you mean `led_by`?", id="3 attribute of a measure"),
    pytest.param(COACH, "measures 2 of modifier", "part", "measures[2].of.modifier", "reference", "did you mean `parts`?", id="3 modifier of a measure"),
    pytest.param(COACH, "measures 1 over where_not fits 0", "unknown", "measures[1].over.where_not.fits[0]", "reference", "no option of `fits`", id="3 option in over"),
    pytest.param(COACH, "reliability modifiers modifiers 0", "themes", "reliability.modifiers.modifiers[0]", "reference", "did you mean `theme`?", id="3 modifier in reliability"),
    pytest.param(CORE, "feedback_meeting challenge prefer_episode id", "rupture", "feedback_meeting.challenge.prefer_episode.id", "reference", "did you mean `rupture_repair`?", id="3 preferred episode"),
    # 4 exhaustive, so a missing code with valence missing
    pytest.param(TWO, "tracks 0 missing_code", GONE, "tracks[0].missing_code", "missing_code", "needs `missing_code`", id="4 none"),
    pytest.param(TWO, "tracks 0 missing_code", "not_in_contact", "tracks[0].missing_code", "missing_code", "must be missing", id="4 of another valence"),
    # 5 keys unique per pass, none reserved
    pytest.param(TWO, "tracks 0 codes 1 key", "t", "tracks[0].codes[1].key", "key", "contact.in_contact's already", id="5 in a track"),
    pytest.param(CORE, "tracks 2 codes 0 key", "s", "tracks[2].codes[0].key", "key", "in the pass `p_infant`; free here: ", id="5 in a pass"),
    pytest.param(TWO, "tracks 0 codes 0 key", "j", "tracks[0].codes[0].key", "key", "the desk's own", id="5 reserved letter"),
    pytest.param(TWO, "tracks 0 codes 0 key", " ", "tracks[0].codes[0].key", "key", "expected one of the keys", id="5 space"),
    pytest.param(TWO, "tracks 0 codes 0 key", "T", "tracks[0].codes[0].key", "key", "expected one of the keys", id="5 capital"),
    pytest.param(TWO, "tracks 0 codes 0 key", "ä", "tracks[0].codes[0].key", "key", "expected one of the keys", id="5 beyond a to z"),
    pytest.param(TWO, "tracks 0 codes 0 key", "tt", "tracks[0].codes[0].key", "key", "expected one of the keys", id="5 two letters"),
    # 6 every track of a profile in a pass of that profile
    pytest.param(CORE, "passes 4 tracks 0", "moment", "profiles[1].tracks[4]", "pass", "No pass of the profile `standard`", id="6 in no pass"),
    pytest.param(CORE, "passes 0 profile 0", "research", "profiles[0].tracks[0]", "pass", "No pass of the profile `field`", id="6 in another profile's pass"),
    # 7 onset, offset, scale
    pytest.param(TWO, "tracks 0 codes 0 onset", GONE, "tracks[0].codes[0].onset", "missing_field", "needs `onset`", id="7 state without onset"),
    pytest.param(TWO, "tracks 0 codes 2 offset", GONE, "tracks[0].codes[2].offset", "missing_field", "needs `offset`", id="7 state without offset"),
    pytest.param(CORE, "tracks 2 codes 0 onset", GONE, "tracks[2].codes[0].onset", "missing_field", "point code needs `onset`", id="7 point without onset"),
    pytest.param(COACH, "tracks 3 codes 0 scale", GONE, "tracks[3].codes[0].scale", "missing_field", "needs `scale`", id="7 rating without scale"),
    pytest.param(COACH, "tracks 3 codes 0 scale anchors 5", GONE, "tracks[3].codes[0].scale.anchors[\"5\"]", "scale", "add the anchor \"5\"", id="7 end without anchor"),
    pytest.param(COACH, "tracks 3 codes 0 scale step", 3, "tracks[3].codes[0].scale.step", "order", "do not lead", id="7 steps past the end"),
    # 8 definition, example, counter-example
    pytest.param(TWO, "tracks 0 codes 0 definition", GONE, "tracks[0].codes[0].definition", "missing_field", "is missing", id="8 no definition"),
    pytest.param(TWO, "tracks 0 codes 0 definition", " ", "tracks[0].codes[0].definition", "value", "write some words", id="8 empty definition"),
    pytest.param(TWO, "tracks 0 codes 0 examples", [], "tracks[0].codes[0].examples", "definition", "at least one example", id="8 no example"),
    pytest.param(TWO, "tracks 0 codes 1 counter_examples", GONE, "tracks[0].codes[1].counter_examples", "definition", "counter-example", id="8 no counter-example"),
    # 9 windows positive and in order
    pytest.param(CORE, f"{DISTRESS_RULE} window_ms", [5000, 3000], "rules.contingency[2].window_ms", "window", "must end after", id="9 ends before it begins"),
    pytest.param(CORE, f"{DISTRESS_RULE} window_ms", [-3000, 0], "rules.contingency[2].window_ms", "window", "must end after 0", id="9 ends at the cue"),
    pytest.param(CORE, f"{DISTRESS_RULE} sensitivity_windows_ms", [10000, 3000], "rules.contingency[2].sensitivity_windows_ms[1]", "window", "must rise", id="9 windows fall"),
    pytest.param(CORE, f"{DISTRESS_RULE} sensitivity_windows_ms", [0], "rules.contingency[2].sensitivity_windows_ms[0]", "window", "must rise", id="9 window of nothing"),
    pytest.param(CORE, "measures 8 closed_within_ms", [None, 30000], "measures[8].closed_within_ms[0]", "window", "stands last", id="9 ever before the end"),
    pytest.param(CORE, "timebase merge_gap_ms", -1, "timebase.merge_gap_ms", "value", "must be 0 or more", id="9 negative gap"),
    pytest.param(TWO, "population age_months max", -1, "population.age_months.max", "value", "must be 0 or more", id="9 negative age"),
    pytest.param(TWO, "population recommended_duration_s min", 700, "population.recommended_duration_s.typical", "order", "less than `min`", id="9 durations out of order"),
    # 10 interval tracks
    pytest.param(COACH, "tracks 2 interval_s", GONE, "tracks[2].interval_s", "missing_field", "needs `interval_s`", id="10 no length"),
    pytest.param(COACH, "tracks 2 sampling", GONE, "tracks[2].sampling", "missing_field", "needs `sampling`", id="10 no sampling"),
    pytest.param(COACH, "tracks 2 interval_s", 0, "tracks[2].interval_s", "value", "more than 0", id="10 no time at all"),
    pytest.param(TWO, "tracks 0 interval_s", 10, "tracks[0].interval_s", "unknown_field", "state track has no `interval_s`", id="10 length of a state"),
    # 11 direction and audience
    pytest.param(TWO, "measures 0 direction", GONE, "measures[0].direction", "missing_field", "is missing", id="11 no direction"),
    pytest.param(TWO, "measures 0 audience", GONE, "measures[0].audience", "missing_field", "is missing", id="11 no audience"),
    pytest.param(TWO, "measures 0 audience", [], "measures[0].audience", "value", "at least 1", id="11 nobody"),
    pytest.param(TWO, "measures 0 audience", ["parent"], "measures[0].parent_template", "parent_view", "needs `parent_template`", id="11 parents without words"),
    pytest.param(TWO, "measures 0 audience 0", "coders", "measures[0].audience[0]", "value", "expected one of", id="11 unknown audience"),
    pytest.param(TWO, "measures 0", {"id": "changes", "kind": "transition", "of": {"track": "contact"}, "direction": "none", "audience": ["practitioner"]}, "measures[0].audience", "audience", "researchers only", id="11 transitions for practitioners"),
    pytest.param(TWO, "measures 0 of", GONE, "measures[0].of", "missing_field", "needs `of`", id="11 of nothing"),
    pytest.param(TWO, "measures 0 kind", "proportion_times", "measures[0].kind", "value", "did you mean `proportion_time`?", id="11 unknown kind"),
    pytest.param(TWO, "measures 0 over", "film_time", "measures[0].over", "value", "no time to divide by", id="11 over no time"),
    pytest.param(CORE, "measures 0 of track", "infant_cue", "measures[0].of.track", "value", "needs a track of kind state or interval", id="11 time of points"),
    # 12 challenge codes and parents
    pytest.param(CORE, f"{OUT_OF_STEP} feedback show_to_parent", True, "tracks[0].codes[2].feedback.show_to_parent", "parent_view", "after_review or false", id="12 shown unseen"),
    # 13 languages as declared
    pytest.param(TWO, "i18n complete", ["en", "de"], "title.de", "language", "no words in `de`, though i18n promises", id="13 promised"),
    pytest.param(TWO, "title", {"de": "Zusammen"}, "title.en", "language", "no words in `en`", id="13 not in the default language"),
    pytest.param(TWO, "i18n default", "de", "i18n.default", "language", "must be in `complete`", id="13 default is not complete"),
    pytest.param(TWO, "tracks 0 label", {"en": "Contact", "fr": "Contact"}, "tracks[0].label.fr", "language", "not declared in i18n", id="13 undeclared"),
    pytest.param(TWO, "i18n complete", ["en", "deutsch!"], "i18n.complete[1]", "language", "no language", id="13 not a language"),
    # 14 claims
    pytest.param(TWO, "provenance claims", GONE, "provenance.claims", "claims", "is missing", id="14 no claims"),
    pytest.param(TWO, "provenance claims validated", "no", "provenance.claims.validated", "claims", "must be true or false", id="14 no claim of validity"),
    # 15 unknown fields
    pytest.param(TWO, "tracks 0 codes 0 color", "#009E73", "tracks[0].codes[0].color", "unknown_field", "did you mean `colour`?", id="15 in a code"),
    pytest.param(TWO, "measure", [], "measure", "unknown_field", "did you mean `measures`?", id="15 at the top"),
    pytest.param(TWO, "measures 0 of code", ["in_contact"], "measures[0].of.code", "unknown_field", "did you mean `codes`?", id="15 in a selector"),
    pytest.param(CORE, "modifiers 1 max_chars", 10, "modifiers[1].max_chars", "unknown_field", "belongs to type text", id="15 of another type"),
    # 16 colours
    pytest.param(TWO, "tracks 0 codes 0 colour", "green", "tracks[0].codes[0].colour", "colour", "six hexadecimal digits", id="16 a word"),
    pytest.param(TWO, "tracks 0 codes 0 colour", "#FFFFFF", "tracks[0].codes[0].colour", "colour", "empty timeline by day", id="16 lost by day"),
    pytest.param(TWO, "tracks 0 codes 0 colour", "#1F1C19", "tracks[0].codes[0].colour", "colour", "empty timeline by night", id="16 lost by night"),
    # 17 placeholders
    pytest.param(CORE, "tracks 0 codes 0 feedback phrase en", "{name} smiles.", "tracks[0].codes[0].feedback.phrase.en", "placeholder", "Nothing fills `{name}`", id="17 in a phrase"),
    pytest.param(CORE, "tracks 0 codes 0 feedback question de", "Sieht {chidl} Sie?", "tracks[0].codes[0].feedback.question.de", "placeholder", "did you mean `{child}`?", id="17 in a question"),
    pytest.param(CORE, "measures 1 parent_template en", "You were together {percent} of the time.", "measures[1].parent_template.en", "placeholder", "Nothing fills", id="17 a number for parents"),
    pytest.param(CORE, "tracks 0 codes 0 feedback phrase en", "Look {child", "tracks[0].codes[0].feedback.phrase.en", "placeholder", "Nothing fills `{`", id="17 half a placeholder"),
    # the head, and what the remaining blocks hold
    pytest.param(TWO, "version", "1.0", "version", "value", "three numbers in quotes", id="head version"),
    pytest.param(TWO, "version", 1.0, "version", "value", "must be text; put it in quotes", id="head unquoted version"),
    pytest.param(TWO, "status", "publish", "status", "value", "did you mean `published`?", id="head status"),
    pytest.param(TWO, "measures", GONE, "measures", "missing_field", "Write `measures: []` if there are none.", id="head no measures"),
    pytest.param(TWO, "population contexts", "any", "population.contexts", "value", "must be a list; found `any`", id="head not a list"),
    pytest.param(TWO, "timebase", None, "timebase", "value", "must be a mapping; found nothing", id="head nothing"),
    pytest.param(TWO, "timebase min_state_ms", 0.5, "timebase.min_state_ms", "value", "whole number", id="timebase half a ms"),
    pytest.param(CORE, "tracks 5 visibility", ["author", "coder"], "tracks[5].codes[2].visibility[1]", "visibility", "can only narrow", id="visibility wider than the track's"),
    pytest.param(CORE, "reliability state_tracks statistics 0", "time_unit_kapa", "reliability.state_tracks.statistics[0]", "value", "did you mean `time_unit_kappa`?", id="reliability unknown statistic"),
    pytest.param(CORE, "feedback_meeting order 0", "strengths", "feedback_meeting.order[0]", "value", "did you mean `strength`?", id="meeting order"),
    pytest.param(CORE, "feedback_meeting clips length_s max", 6, "feedback_meeting.clips.length_s.max", "order", "less than `typical`", id="meeting lengths out of order"),
    pytest.param(COACH, "sampling length_s", 0, "sampling.length_s", "value", "more than 0", id="sampling of nothing"),
    pytest.param(COACH, "modifiers 8 min", 4, "modifiers[8].max", "order", "less than `min`", id="modifier range out of order"),
    pytest.param(CORE, "modifiers 0 options", [], "modifiers[0].options", "missing_field", "needs `options`", id="modifier without options"),
    # what only some schemes have
    pytest.param(TWO, "measures 0 rule", "r_bid", "measures[0].rule", "unknown_field", "has no `rule`", id="rest rule of a share of time"),
    pytest.param(TWO, "measures 0 audience", ["researcher", "researcher"], "measures[0].audience[1]", "twice", "in this list twice", id="rest audience named twice"),
    pytest.param(COACH, "measures 2 of modifier", "theme", "measures[2].of.modifier", "value", "needs a modifier of type", id="rest mean of a choice"),
    pytest.param(COACH, "measures 2 of count_options", "true", "measures[2].of.count_options", "value", "must be true or false", id="rest count of options in words"),
    pytest.param(COACH, "measures 2 of count_options", False, "measures[2].of.count_options", "value", "count_options: true", id="rest mean of several options"),
    pytest.param(COACH, "modifiers 6 derived", GONE, "modifiers[6].derived", "missing_field", "names both", id="rest computed from a link but how"),
    pytest.param(COACH, "modifiers 8 default", 4, "modifiers[8].default", "value", "no value that `intensity` can have", id="rest default out of range"),
    pytest.param(COACH, "modifiers 8 default", 1.5, "modifiers[8].default", "value", "no value that `intensity` can have", id="rest half a whole number"),
    pytest.param(COACH, "rules contingency 0 cue where", {"intensity": [2, 9]}, "rules.contingency[0].cue.where.intensity[1]", "value", "no value", id="rest where out of range"),
    pytest.param(COACH, "rules contingency 0 cue where", {"intensity": []}, "rules.contingency[0].cue.where.intensity", "value", "which values", id="rest where of no values"),
    pytest.param(COACH, "rules contingency 0 response where", {"words": ["x"]}, "rules.contingency[0].response.where.words[0]", "value", "is a text", id="rest where of free text"),
    pytest.param(COACH, "rules constraints 0 within_ms", 100, "rules.constraints[0].within_ms", "unknown_field", "has no `within_ms`", id="rest field of another constraint"),
    pytest.param(COACH, "tracks 3 codes 0 scale max", 1, "tracks[3].codes[0].scale.max", "order", "must be more than `min`", id="rest scale of one value"),
    pytest.param(COACH, "tracks 3 codes 0 scale anchors 7", {"en": "x"}, "tracks[3].codes[0].scale.anchors[\"7\"]", "scale", "no value of the scale", id="rest anchor beyond the scale"),
    pytest.param(TWO, "tracks 0 codes 0 scale", {"min": 1, "max": 2, "step": 1, "anchors": {"1": "a", "2": "b"}}, "tracks[0].codes[0].scale", "unknown_field", "Only codes of rating tracks", id="rest scale of a state"),
    pytest.param(CORE, f"{DISTRESS_RULE} or_state leaves", ["elsewhere"], "rules.contingency[2].or_state", "value", "either the codes it `enters` or", id="rest enters and leaves"),
    pytest.param(CORE, "rules episodes 0 attributes led_by", "during.led_by", "rules.episodes[0].attributes.led_by", "reference", "is no attribute", id="rest attribute of no part"),
    pytest.param(CORE, "rules episodes 0 censor_at 1", "dyad.apart", "rules.episodes[0].censor_at[1]", "reference", "not a track", id="rest censored on no track"),
    pytest.param(CORE, "i18n partial", ["de", "en"], "i18n.partial[1]", "language", "complete already", id="rest complete and partial"),
    pytest.param(CORE, "i18n review fr", "nobody", "i18n.review.fr", "language", "not declared", id="rest review of no language"),
    pytest.param(SAFETY, "tracks 0 kind", "state", "tracks[0].kind", "marks_only", "are points", id="rest marks that last"),
    pytest.param(SAFETY, "tracks 0 visibility", GONE, "tracks[0].visibility", "marks_only", "Say who sees", id="rest marks for everybody"),
    pytest.param(SAFETY, "tracks 0 visibility", ["author", "coder"], "tracks[0].visibility[1]", "marks_only", "take `coder` out", id="rest marks for coders"),
    pytest.param(SAFETY, "measures", [{"id": "marks", "kind": "count", "of": {"track": "mark"}, "direction": "none", "audience": ["supervisor"]}], "measures", "marks_only", "never counted", id="rest marks counted"),
    pytest.param(SAFETY, "profiles 0 reliability_eligible", True, "profiles[0].reliability_eligible", "marks_only", "not compared", id="rest marks compared"),
    pytest.param(SAFETY, "tracks 0 codes 0 feedback", {"show_to_parent": True, "phrase": "x"}, "tracks[0].codes[0].feedback.show_to_parent", "marks_only", "never shown", id="rest marks for parents"),
    pytest.param(SAFETY, "feedback_meeting", {"clips": {"max": 3, "length_s": {"min": 5, "typical": 9, "max": 30}, "lead_in_ms": 0, "lead_out_ms": 0}, "order": ["strength"], "challenge": {"max": 0, "needs_supervisor_release": True, "needs_strength_counterpart": True}, "forbidden_in_parent_view": []}, "feedback_meeting", "marks_only", "no part of a meeting", id="rest marks in a meeting"),
    pytest.param(CORE, "reliability state_tracks statistics 0", "time_weigthed_kappa", "reliability.state_tracks.statistics[0]", "value", "did you mean `time_weighted_kappa`?", id="rest statistic"),
    pytest.param("match-and-repair", "measures 0 of rungs i_upst", 1, "measures[0].of.rungs.i_upst", "reference", "did you mean `i_upset`?", id="3 rung of no code"),
    pytest.param("match-and-repair", "measures 0 over rungs a_missing", 1, "measures[0].over.rungs.a_missing", "value", "missing time", id="rest rung of missing time"),
    pytest.param("match-and-repair", "measures 0 of rungs i_upset", "low", "measures[0].of.rungs.i_upset", "value", "a rung is a number", id="rest rung in words"),
    pytest.param("match-and-repair", "measures 0 of rungs", {}, "measures[0].of.rungs", "value", "gives each code a number", id="rest ladder without rungs"),
    pytest.param("match-and-repair", "measures 0 over", {"track": "infant_step", "rungs": {"i_upset": 1}}, "measures[0].over.track", "value", "of two tracks", id="rest ladder of one partner"),
    pytest.param("match-and-repair", "measures 0 over", GONE, "measures[0].over", "missing_field", "needs `over`", id="rest ladder without the other"),
    pytest.param("match-and-repair", "measures 0 of", {"track": "infant_step"}, "measures[0].of", "value", "a `track` and `rungs`", id="rest ladder of a track alone"),
    pytest.param("match-and-repair", "measures 0 audience", ["supervisor"], "measures[0].audience", "audience", "researchers only", id="11 ladder for supervisors"),
    pytest.param("vocal-turns", "measures 0 window_ms", [2000, -1000], "measures[0].window_ms", "window", "after its beginning", id="9 turn that ends before it begins"),
    pytest.param("vocal-turns", "measures 0 sensitivity_windows_ms", [5000, 4000], "measures[0].sensitivity_windows_ms[1]", "window", "must rise", id="9 turns' windows that fall"),
    pytest.param("vocal-turns", "measures 0 lags", 3, "measures[0].lags", "unknown_field", "has no `lags`", id="rest turns with lags"),
    pytest.param(TWO, "measures 0 of rungs", {"in_contact": 1}, "measures[0].of", "value", "is of a `track`", id="rest share of rungs"),
    pytest.param(CORE, "changelog 0 date", "3.4.2025", "changelog[0].date", "value", "a date such as", id="rest date"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "path", "value", "where", "code", "sentence"), FAULTS)
def test_a_fault_is_told_with_its_place_and_what_to_do(
    name: str, path: str, value: object, where: str, code: str, sentence: str
) -> None:
    told = {(path_of(p), p.code): p.message for p in problems(changed(name, path, value))}
    assert (where, code) in told, told
    assert sentence.casefold() in told[where, code].casefold()


@pytest.mark.parametrize(("name", "path", "value", "where", "code", "sentence"), FAULTS)
def test_every_problem_is_a_sentence_with_a_line(
    name: str, path: str, value: object, where: str, code: str, sentence: str
) -> None:
    for problem in problems(changed(name, path, value)):
        assert re.fullmatch(r"line [0-9]+, \S.*", problem.where)
        assert problem.message[-1] in ".?" and "\n" not in problem.message
        assert re.fullmatch(r"[a-z_]+", problem.code)


def test_one_fault_gives_one_problem() -> None:
    assert [p.code for p in problems(changed(TWO, "tracks 0 codes 0 key", "j"))] == ["key"]
    assert [p.code for p in problems(changed(TWO, "tracks 0 codes 0 definition", GONE))] == ["missing_field"]


def test_all_problems_come_at_once_in_the_order_of_the_lines() -> None:
    """Four faults of four sorts: a word that is no boolean, a field, a key, a reference."""
    lines = text_of(TWO).replace("exclusive: true", "exclusive: yes").replace("key: o", "key: t")
    found = problems_of(
        lines.replace("status:", "state:").replace("codes: [in_contact]", "codes: [contact]").encode()
    )
    assert [(path_of(p), p.code) for p in found] == [
        ("status", "missing_field"),
        ("state", "unknown_field"),
        ("tracks[0].exclusive", "ambiguous"),
        ("tracks[0].codes[1].key", "key"),
        ("measures[0].of.codes[0]", "reference"),
    ]


def test_a_problem_names_the_line_of_the_file() -> None:
    lines = text_of(TWO).splitlines()
    number = next(n for n, line in enumerate(lines, 1) if "key: o" in line)
    [problem] = problems_of("\n".join(lines).replace("key: o", "key: k").encode())
    assert problem.where == f"line {number}, tracks[0].codes[1].key"


def test_a_field_that_is_missing_is_told_on_the_line_of_what_should_hold_it() -> None:
    lines = text_of(TWO).splitlines()
    number = next(n for n, line in enumerate(lines, 1) if "- id: unseen" in line)
    without = [line for line in lines if "One partner out of view" not in line]
    [problem] = problems_of("\n".join(without).encode())
    assert problem.where == f"line {number}, tracks[0].codes[2].definition"


def test_a_window_may_begin_before_the_cue_ends_for_turns_that_overlap() -> None:
    rule = put(values_of(CORE), f"{DISTRESS_RULE} window_ms", [-1000, 5000])
    assert problems(put(rule, f"{DISTRESS_RULE} anchor", "cue_offset")) == ()


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        (CORE, "tracks 6 visibility", ["coder"]),
        (COACH, "modifiers 6 default", 11),
        (TWO, "feedback_meeting", values_of(CORE)["feedback_meeting"] | {"challenge": {
            "max": 0, "needs_supervisor_release": True, "needs_strength_counterpart": True}}),
        (TWO, "tracks 0 codes 0 colour", "#e69f00"),
        (TWO, "version", "2.0.0-draft.1"),
        (TWO, "measures 0 over", GONE),
        (CORE, "rules episodes 0 via", {"track": "dyad_state", "codes": ["repairing", "apart"]}),
    ],
)  # fmt: skip
def test_what_the_format_allows_is_accepted(name: str, path: str, value: object) -> None:
    assert problems(changed(name, path, value)) == ()


def test_a_pass_may_hold_tracks_that_one_of_its_profiles_leaves_out() -> None:
    core = values_of(CORE)
    assert "infant_state" in core["passes"][1]["tracks"]
    assert "infant_state" not in core["profiles"][1]["tracks"]
    assert problems(core) == ()


def test_after_two_hundred_problems_the_rest_is_only_announced() -> None:
    values = values_of(TWO)
    values["measures"] = [{"id": f"m{n}"} for n in range(300)]
    found = problems(values)
    assert len(found) == 201
    assert found[-1].code == "more"


@pytest.mark.parametrize("kind", ["co_occurrence", "proportion_count"])
def test_a_share_of_annotations_is_over_other_annotations(kind: str) -> None:
    measure = {
        "id": "m1",
        "kind": kind,
        "of": {"track": "contact"},
        "direction": "none",
        "audience": ["researcher"],
    }
    assert problems(changed(TWO, "measures 0", {**measure, "over": {"track": "contact"}})) == ()
    [missing] = problems(changed(TWO, "measures 0", measure))
    assert (path_of(missing), missing.code) == ("measures[0].over", "missing_field")
    [wrong] = problems(changed(TWO, "measures 0", {**measure, "over": "scorable_time"}))
    assert (path_of(wrong), wrong.code) == ("measures[0].over", "value")


@pytest.mark.parametrize(
    ("of", "where"),
    [
        ({"track": 3}, "measures[0].of.track"),
        ({"track": "contact", "codes": "in_contact"}, "measures[0].of.codes"),
        ({"track": "contact", "codes": [7]}, "measures[0].of.codes[0]"),
        ({"codes": ["in_contact"]}, "measures[0].of.track"),
        ({"track": "contact", "where": ["x"]}, "measures[0].of.where"),
        ({"episode": "none_here"}, "measures[0].of"),
        ({"track": "contact", "modifier": "note"}, "measures[0].of"),
    ],
)
def test_what_a_measure_is_of_has_a_form(of: dict[str, Any], where: str) -> None:
    assert where in [path_of(p) for p in problems(changed(TWO, "measures 0 of", of))]
