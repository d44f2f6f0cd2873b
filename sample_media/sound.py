"""The sound of the film: a parent who speaks, an infant who coos, a quiet room."""

import shutil
import subprocess
import tempfile
import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from timeline import FRAME_MS, Behaviour, Line, Story

RATE = 48_000
PER_FRAME = RATE * FRAME_MS // 1000
LOUDNESS = {"coo": 0.17, "laugh": 0.16, "whimper": 0.13, "cry": 0.20}
# Voice, pitch and words per minute of the speech program, by manner of speaking.
MANNERS = {
    "plain": ("en-gb+f2", 56, 140),
    "lively": ("en-gb+f2", 74, 138),
    "soft": ("en-gb+f2", 46, 118),
}

Sound = NDArray[np.float64]


class SpeechMissingError(RuntimeError):
    """The speech program is not installed."""


def soundtrack(story: Story, behaviours: Sequence[Behaviour]) -> tuple[Sound, dict[str, Sound]]:
    """The sound of the whole film, and how far each mouth opens in each frame."""
    rng, silence = np.random.default_rng(story.seed), np.zeros(story.film_ms * RATE // 1000)
    voices = {"parent": _parent(silence, story.lines), "infant": _infant(silence, behaviours, rng)}
    mouths = {subject: mouth(voice) for subject, voice in voices.items()}
    room = _room(silence, behaviours, story.toy == "duck", rng)
    dry = voices["parent"] + voices["infant"] + room
    mixed = _muffled(_in_a_room(dry, rng), behaviours)
    mixed += 0.0012 * _hush(len(silence), rng)
    return np.tanh(0.9 * mixed), mouths


def mouth(voice: Sound) -> Sound:
    """How open a mouth is, from 0 to 1, by the loudness of its voice."""
    loud = np.sqrt((voice.reshape(-1, PER_FRAME) ** 2).mean(axis=1))
    smooth = np.convolve(loud, (0.2, 0.6, 0.2), mode="same")
    return np.asarray(np.clip(smooth / 0.13, 0, 1) ** 0.8)


def speak(line: Line) -> Sound:
    """One sentence from the speech program espeak-ng, cut to its words."""
    voice, pitch, speed = MANNERS[line.manner]
    program = shutil.which("espeak-ng")
    if program is None:
        raise SpeechMissingError(
            "The parent's voice needs the program espeak-ng; install it"
            " (Debian, Ubuntu: apt install espeak-ng) and start again."
        )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "line.wav"
        settings = ["-v", voice, "-p", str(pitch), "-s", str(speed), "-w", str(file)]
        subprocess.run([program, *settings, line.text], check=True)  # noqa: S603
        return _read(file)


def _read(file: Path) -> Sound:
    with wave.open(str(file)) as source:
        raw = np.frombuffer(source.readframes(source.getnframes()), np.int16)
        rate = source.getframerate()
    heard = np.nonzero(np.abs(raw.astype(int)) > 200)[0]
    words = raw[heard[0] : heard[-1] + 1] / 32768
    count = len(words) * RATE // rate
    return np.interp(np.linspace(0, len(words) - 1, count), np.arange(len(words)), words)


def _parent(silence: Sound, lines: Sequence[Line]) -> Sound:
    voice = silence.copy()
    for line in lines:
        room = (line.offset_ms - line.onset_ms) * RATE // 1000
        said = _faded(speak(line)[:room])
        gain = 0.42 if line.manner == "soft" else 0.6
        _add(voice, line.onset_ms, gain * said)
    return voice


def _infant(silence: Sound, behaviours: Sequence[Behaviour], rng: np.random.Generator) -> Sound:
    voice = silence.copy()
    for event in behaviours:
        if event.subject == "infant" and event.track == "voice":
            seconds = (event.offset_ms - event.onset_ms) / 1000
            pitch = rng.uniform(0.94, 1.06)
            _add(voice, event.onset_ms, infant_sound(event.code, seconds, pitch))
    return voice


def infant_sound(code: str, seconds: float, pitch: float) -> Sound:
    """A coo, laugh, whimper or cry made of the harmonics of a small voice."""
    t = np.arange(round(seconds * RATE)) / RATE
    hertz, loud, bright = _melody(code, t, seconds)
    phase = np.cumsum(2 * np.pi * hertz * pitch / RATE)
    tone = sum(np.sin(k * phase) / k**bright for k in range(1, 10))
    ends = np.clip(np.minimum(t / 0.06, (seconds - t) / 0.10), 0, 1)
    return np.asarray(LOUDNESS[code] * tone * loud * ends)


def _melody(code: str, t: Sound, seconds: float) -> tuple[Sound, Sound, float]:
    """Pitch in hertz, loudness from 0 to 1, and how fast the harmonics fade."""
    if code == "coo":
        rise = np.sin(np.pi * (t / seconds) ** 0.8)
        return 330 * (1 + 0.28 * rise) + 4 * np.sin(34 * t), 0.6 + 0.4 * rise, 1.5
    if code == "laugh":
        beat = np.abs(np.sin(np.pi * 3.2 * t))
        return 400 * (1 + 0.18 * beat), beat**0.7, 1.4
    length, floor = (1.35, 0.0) if code == "cry" else (0.9, 0.0)
    breath = (t % length) / length
    wail = np.clip(np.sin(np.pi * np.minimum(breath / 0.78, 1)), floor, 1)
    base = 450 if code == "cry" else 380
    wobble = 1 + 0.02 * np.sin(2 * np.pi * 17 * t)
    tired = 1 - 0.45 * (t / seconds) ** 3
    return (
        base * (1 + 0.22 * wail) * wobble,
        wail**0.6 * tired,
        0.8 if code == "cry" else 1.2,
    )


def _room(silence: Sound, behaviours: Sequence[Behaviour], squeaky: bool, rng: np.random.Generator) -> Sound:
    makers = {"knock": _knock, "buzz": _buzz, "bang": _bang}
    sound = silence.copy()
    for event in behaviours:
        if event.track == "sound":
            seconds = (event.offset_ms - event.onset_ms) / 1000
            _add(sound, event.onset_ms, makers[event.code](seconds, rng))
        if event.code == "shake_toy" and squeaky:
            _squeaks(sound, event)
    return sound


def _knock(seconds: float, rng: np.random.Generator) -> Sound:
    t = np.arange(round(seconds * RATE)) / RATE
    since = t % (seconds / 3)
    wood = np.sin(2 * np.pi * 170 * since) + 0.3 * rng.normal(size=len(t))
    return np.asarray(0.3 * wood * np.exp(-since * 45))


def _buzz(seconds: float, rng: np.random.Generator) -> Sound:
    t = np.arange(round(seconds * RATE)) / RATE
    on = (t % 0.5 < 0.36).astype(float)
    return np.asarray(0.07 * on * np.sign(np.sin(2 * np.pi * 150 * t)) * rng.uniform(0.9, 1))


def _bang(seconds: float, rng: np.random.Generator) -> Sound:
    t = np.arange(round(seconds * RATE)) / RATE
    crash = rng.normal(size=len(t)) * np.exp(-t * 9)
    thud = np.sin(2 * np.pi * 70 * t) * np.exp(-t * 7)
    ring = np.sin(2 * np.pi * 1210 * t) * np.exp(-t * 12)
    return np.asarray(0.28 * crash + 0.5 * thud + 0.1 * ring)


def _squeaks(sound: Sound, event: Behaviour) -> None:
    t = np.arange(round(0.16 * RATE)) / RATE
    sweep = np.cumsum(2 * np.pi * (900 + 2600 * t) / RATE)
    squeak = 0.05 * np.sin(sweep) * np.sin(np.pi * t / 0.16)
    for at in range(event.onset_ms + 240, event.offset_ms - 240, 480):
        _add(sound, at, squeak)


def _add(sound: Sound, onset_ms: int, part: Sound) -> None:
    start = onset_ms * RATE // 1000
    end = min(start + len(part), len(sound))
    sound[start:end] += part[: end - start]


def _faded(part: Sound) -> Sound:
    edge = min(len(part) // 2, RATE // 50)
    ramp = np.linspace(0, 1, edge)
    part = part.copy()
    part[:edge] *= ramp
    part[len(part) - edge :] *= ramp[::-1]
    return part


def _in_a_room(sound: Sound, rng: np.random.Generator) -> Sound:
    length = RATE // 4
    tail = rng.normal(size=length) * np.exp(-np.arange(length) / (0.05 * RATE))
    tail[0 : RATE // 200] = 0
    return sound + _filtered(sound, 0.012 * tail)


def _filtered(sound: Sound, response: Sound) -> Sound:
    size = 1 << int(np.ceil(np.log2(len(sound) + len(response))))
    spectrum = np.fft.rfft(sound, size) * np.fft.rfft(response, size)
    return np.asarray(np.fft.irfft(spectrum, size)[: len(sound)])


def _muffled(sound: Sound, behaviours: Sequence[Behaviour]) -> Sound:
    """A hand over the camera also covers its microphone."""
    share = np.zeros(len(sound))
    for event in behaviours:
        if event.code == "cover":
            rate = RATE // 1000
            share[event.onset_ms * rate : event.offset_ms * rate] = 1
    edge = np.ones(RATE // 5) / (RATE // 5)
    share = np.clip(_filtered(share, edge), 0, 1)
    return sound * (1 - 0.85 * share)


def _hush(count: int, rng: np.random.Generator) -> Sound:
    white = np.fft.rfft(rng.normal(size=count))
    pitch = np.fft.rfftfreq(count, 1 / RATE)
    white *= 1 / np.sqrt(1 + (pitch / 300) ** 2)
    soft = np.fft.irfft(white, count)
    return np.asarray(soft / soft.std())
