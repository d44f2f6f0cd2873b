"""Makes a Scheme of a file that passed every check."""

from collections.abc import Callable, Mapping
from typing import Any

from annotator.schemes import shape
from annotator.schemes.canonical import content_hash
from annotator.schemes.scheme import (
    Claims,
    Code,
    Feedback,
    Modifier,
    Option,
    Pass,
    Profile,
    Scale,
    Scheme,
    SchemeSubject,
    Text,
    Timebase,
    Track,
)

_Words = Mapping[str, str]
_ToText = Callable[[_Words], Text]


def build(parts: shape.SchemePart, document: Mapping[str, Any]) -> Scheme:
    """The scheme that a file's parts make up; ``document`` is the same file as plain values."""
    text = _text_in(parts.i18n.default)
    provenance = parts.provenance
    return Scheme(
        id=parts.id,
        version=parts.version,
        status=parts.status,
        title=text(parts.title),
        summary=text(parts.summary),
        hash=content_hash(document),
        subjects=tuple(
            SchemeSubject(s.id, s.role, s.key, text(s.label), tuple(s.members)) for s in parts.subjects
        ),
        timebase=Timebase(**parts.timebase.model_dump(exclude={"unit"})),
        profiles=tuple(
            Profile(p.id, text(p.label), tuple(p.tracks), p.reliability_eligible) for p in parts.profiles
        ),
        passes=tuple(Pass(p.id, tuple(p.profile), tuple(p.tracks), p.speed) for p in parts.passes),
        modifiers=tuple(_modifier(m, text) for m in parts.modifiers),
        tracks=tuple(_track(t, text) for t in parts.tracks),
        claims=_claims(provenance.claims, text),
        licence=provenance.licence.spdx,
        languages=_languages(parts.i18n),
        document=document,
        redistributable=provenance.redistributable,
        training_required=provenance.training_required,
        study_required=parts.use is not None and parts.use.study_required,
        marks_only=parts.use is not None and parts.use.marks_only,
    )


def _text_in(default: str) -> _ToText:
    def text(words: _Words) -> Text:
        return Text({language or default: text for language, text in words.items()}, default)

    return text


def _maybe(words: _Words | None, text: _ToText) -> Text | None:
    return None if words is None else text(words)


def _languages(part: shape.LanguagesPart) -> tuple[str, ...]:
    return tuple(dict.fromkeys((part.default, *part.complete, *part.partial)))


def _claims(part: shape.ClaimsPart, text: _ToText) -> Claims:
    return Claims(part.validated, tuple(part.must_not_be_reported_as), text(part.note))


def _modifier(part: shape.ModifierPart, text: _ToText) -> Modifier:
    return Modifier(
        id=part.id,
        type=part.type,
        label=text(part.label),
        required=part.required,
        options=tuple(Option(option.id, text(option.label)) for option in part.options),
        default=part.default,
        minimum=part.min,
        maximum=part.max,
        unit=part.unit,
        max_chars=part.max_chars,
        private=part.private,
        links_to=tuple(part.links_to.tracks) if part.links_to else (),
        help=_maybe(part.help, text),
        links_at_most=part.links_to.max if part.links_to else None,
        derived=part.derived or "",
        link=part.link,
    )


def _track(part: shape.TrackPart, text: _ToText) -> Track:
    return Track(
        id=part.id,
        subject=part.subject,
        kind=part.kind,
        label=text(part.label),
        codes=tuple(_code(code, text) for code in part.codes),
        exclusive=part.exclusive,
        exhaustive=part.exhaustive,
        missing_code=part.missing_code,
        interval_s=part.interval_s,
        sampling=part.sampling or "",
        scope=part.scope or "",
        visibility=tuple(part.visibility),
    )


def _code(part: shape.CodePart, text: _ToText) -> Code:
    return Code(
        id=part.id,
        key=part.key,
        colour=part.colour,
        valence=part.valence,
        label=text(part.label),
        definition=text(part.definition),
        onset=_maybe(part.onset, text),
        offset=_maybe(part.offset, text),
        examples=tuple(text(words) for words in part.examples),
        counter_examples=tuple(text(words) for words in part.counter_examples),
        modifiers=tuple(part.modifiers),
        scale=_scale(part.scale, text) if part.scale else None,
        visibility=tuple(part.visibility),
        feedback=_feedback(part.feedback, text) if part.feedback else None,
    )


def _scale(part: shape.ScalePart, text: _ToText) -> Scale:
    return Scale(part.min, part.max, part.step, {value: text(words) for value, words in part.anchors.items()})


def _feedback(part: shape.FeedbackPart, text: _ToText) -> Feedback:
    return Feedback(part.show_to_parent, _maybe(part.phrase, text), _maybe(part.question, text), part.export)
