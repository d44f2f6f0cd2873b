"""Each sentence of the check of a scheme, as the forms of a draft say it."""

from annotator.errors import Said, said

_STILL_EMPTY = said("Still empty: fill it in.")
_WRITTEN_OTHERWISE = said("What stands here cannot be used; enter it anew.")

PHRASES: dict[str, Said] = {
    # the shape
    "The field `{name}` is missing.": _STILL_EMPTY,
    "The field `{name}` is missing. Write `{name}: {empty}` if there are none.": _STILL_EMPTY,
    "`{found}` is not possible for `{name}`; {ending}": said("“{found}” cannot be chosen here; choose from the list."),
    "`{found}` does not fit `{name}`; {ending}": said("“{found}” cannot stand here: {ending}"),
    "write some words here.": said("write some words."),
    'expected one digit in quotes, such as "1".': said("choose a digit."),
    "expected one of the keys {keys}.": said("choose a key from the list."),
    'expected # and six hexadecimal digits in quotes, such as "#009E73".': said("choose a colour."),
    "`{name}` must be {expected}; found {found}.": _WRITTEN_OTHERWISE,
    "`{name}`: {limit}; found {found}.": said("{limit}."),
    "must be more than {limit:g}": said("A number above {limit:g} is needed"),
    "must be {limit:g} or more": said("A number of {limit:g} or more is needed"),
    "must be {limit:g} or less": said("A number of {limit:g} or less is needed"),
    "needs at least {limit}": said("At least {limit} is needed: choose or add it"),
    "has at most {limit}": said("At most {limit} are possible: take some away"),
    "cannot be read": said("What stands here cannot be used; enter it anew"),
    # names
    "`{name}` is not {what}; {ending}": said("“{name}” is not in the scheme any more; choose anew."),
    "`{name}` stands in this list twice; keep one.": said("“{name}” is chosen twice; take one away."),
    "The {field} `{here}` is taken already; give each its own.": said("“{here}” is taken already; choose another."),
    "`{member}` cannot be a member of itself.": said("“{member}” cannot belong to itself; take it out."),
    # modifiers
    "A modifier of type {kind} needs `{needed}`.": _STILL_EMPTY,
    "`{name}` is computed from `{link}`; add that one here too.": said("“{name}” is worked out from “{link}”: choose that one too."),
    "`max` is {high}, less than `min`, {low}.": said("The highest, {high}, is less than the lowest, {low}; mend one of them."),
    # keys, depths and passes
    "The key `{key}` is the desk's own: it {use}. Choose one of {keys}.": said("The key {key} is the desk's own: it {use}. Choose another from the list."),
    "The key `{key}` is {holder}'s already {where}; free here: {free}.": said("The key {key} belongs to “{holder}” already, {where}. Free: {free}."),
    "in the track `{track}`": said("in the same track"),
    "in the pass `{id}`": said("in the same pass"),
    "none, so split the pass": said("none, so add a pass under “Depths and passes” and share the tracks out"),
    "No pass of the profile `{id}` holds `{name}`; add it to one.": said("“{name}” is in no pass of this depth; add it to one below."),
    # measures
    "A measure that parents see needs `parent_template`, the sentence they see in its place.": said("Parents see no number: write the sentence that they see in its place."),
    "{kind} is for researchers only; write `audience: [researcher]`.": said("This is for researchers only; take the others away."),
    # ranges
    "`{upper}` is {high}, less than `{lower}`, {low}.": said("{high} is less than the number before it, {low}; mend one of them."),
    # tracks and codes
    "An interval track needs `{name}`.": _STILL_EMPTY,
    "An exhaustive track needs `missing_code`, the id of its code with valence missing.": said("No code says that nothing can be seen: choose it here, or add one."),
    "The missing code `{name}` has valence {found}; it must be missing.": said("“{name}” is not of the kind “cannot be seen”: choose another code, or change what kind of moment it is."),
    "A {kind} code needs `{name}`.": _STILL_EMPTY,
    "Every code that is not missing needs `{name}`: at least one {what}.": said("At least one is needed: write it, each in its own line."),
    "`max` is {high}; it must be more than `min`, {low}.": said("The highest, {high}, must be more than the lowest, {low}."),
    "Steps of {step} do not lead from `min` to `max`.": said("Steps of {step} do not lead from the lowest to the highest."),
    'The scale\'s end has no words; add the anchor "{name}".': said("An end of the scale has no words yet: say what it means."),
    "`{viewer}` may not see the track; a code can only narrow who sees it.": said("A code is seen by those at most who see its track."),
    "A challenge must not be shown to a parent unseen; write after_review or false.": said("A difficulty is never shown to a parent unseen: choose “after somebody looked at it” or “no”."),
    "`{name}` looks like the empty timeline {theme}; choose another colour.": said("This colour looks like the empty timeline {theme}; choose another."),
    # marks that are only passed on
    "Marks that are only passed on are never counted; write `{name}: []`.": said("Marks that are only passed on are never counted: remove these."),
    "Marks that are only passed on are no part of a meeting; write null.": said("Marks that are only passed on are no part of a meeting: take the tick away."),
    "Marks that are only passed on are not compared; write false.": said("Marks that are only passed on are not compared: take the tick away."),
    "Say who sees these marks: `visibility: [author, supervisor]`.": said("Say who sees these marks: choose the author and the supervisor."),
    "Only author and supervisor see these marks; take `{viewer}` out.": said("Only the author and the supervisor see these marks; take the others away."),
    "Marks that are only passed on are never shown to parents.": said("Marks that are only passed on are never shown to parents: choose “no”."),
    # words
    "`{name}` is no language; expected one such as `de`.": said("“{name}” is no language; take it away."),
    "`{name}` has no words in `{language}`, though i18n promises it as complete; add them.": said("No words in {language} yet: choose {language} at the top, under “Words in”, and write them."),
    "`{name}` has no words in `{language}`, though it is the default language; add them.": said("No words in {language} yet: choose {language} at the top, under “Words in”, and write them."),
    "Nothing fills `{found}`; {ending}": said("Nothing fills {found}; {ending}"),
    "did you mean `{name}`?": said("did you mean {name}?"),
    "expected one of {names}.": said("only these can stand here: {names}."),
}  # fmt: skip
"""The check's templates, whole sentences and their pieces, and what the forms say in their place."""

MISSING = frozenset((
    "The field `{name}` is missing.",
    "The field `{name}` is missing. Write `{name}: {empty}` if there are none.",
    "A modifier of type {kind} needs `{needed}`.",
    "A {kind} code needs `{name}`.",
    "Every code that is not missing needs `{name}`: at least one {what}.",
    "needs at least {limit}",
))  # fmt: skip
"""The check's templates for what is not there yet."""

EMPTY: dict[str, Said] = {
    "tracks": said("Nothing can be coded yet: add a track."),
    "tracks.*.codes": said("Add a code to this track."),
    "tracks.*.codes.*.examples": said("Write at least one example."),
    "tracks.*.codes.*.counter_examples": said("Write at least one thing that looks like it but is not."),
    "tracks.*.codes.*.scale": said("Say which value is the lowest and which the highest."),
    "modifiers.*.options": said("Write at least one option."),
    "modifiers.*.links_to": said("Choose the tracks whose marks it leads to."),
    "modifiers.*.links_to.tracks": said("Choose the tracks whose marks it leads to."),
    "profiles.*.tracks": said("Choose the tracks that this depth fills."),
    "passes.*.tracks": said("Choose the tracks that are watched in this pass."),
    "passes.*.profile": said("Choose the depths that have this pass."),
    "measures.*.audience": said("Choose who sees it."),
}
"""What some fields want while nothing stands in them."""

NO_LONGER_THERE = said(
    "“{name}” is not in the scheme any more: choose anew what this is made of, or mend it under “As text”, line {line}."
)
IN_CARDS = said(
    "What this is made of does not fit together: choose it anew under “What it is made of”, or mend it under “As text”, line {line}."
)
"""Of rules and measures: what is wrong with what they are made of."""

IN_TEXT_ONLY = frozenset(("unknown_field", "format"))
"""Problems of which only the text can have one."""
