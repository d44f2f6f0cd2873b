// A short soft sound at an interval's end; silent where the browser has no sound.

let context = null;

/** Two tenths of a second at 880 Hz, faded out. */
export function chime() {
  try {
    context ??= new AudioContext();
    const now = context.currentTime;
    const tone = context.createOscillator();
    const loud = context.createGain();
    tone.frequency.value = 880;
    loud.gain.setValueAtTime(0.12, now);
    loud.gain.exponentialRampToValueAtTime(0.001, now + 0.2);
    tone.connect(loud).connect(context.destination);
    tone.start(now);
    tone.stop(now + 0.2);
  } catch { /* no sound here */ }
}
