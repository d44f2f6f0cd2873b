// Reading a sentence aloud, by a voice of this device alone: others send the words to somebody's server.

/**
 * The voice for a language: of this device, of that very language and region if there is one, else of the
 * language; null when there is none. Pure.
 * @param {Array<{lang: string, localService: boolean, default?: boolean}>} voices
 * @param {string} language
 */
export function localVoice(voices, language) {
  const plain = (tag) => tag.replace("_", "-").toLowerCase();
  const base = (tag) => plain(tag).split("-")[0];
  const here = voices.filter((voice) => voice.localService === true && base(voice.lang) === base(language));
  return here.find((voice) => plain(voice.lang) === plain(language)) ?? here.find((voice) => voice.default) ?? here[0] ?? null;
}

export class Aloud {
  /**
   * @param {object} ports
   * @param {string} ports.language the parent's
   * @param {() => void} ports.onChange a voice came or went, or reading began or ended
   * @param {AbortSignal} ports.signal
   * @param {any} [ports.speech] the browser's speech; some have none
   * @param {any} [ports.Utterance]
   */
  constructor({ language, onChange, signal, speech = globalThis.speechSynthesis, Utterance = globalThis.SpeechSynthesisUtterance }) {
    Object.assign(this, { language, onChange, speech, Utterance });
    this.reading = false;
    // Voices come a moment after the page.
    speech?.addEventListener?.("voiceschanged", () => this.onChange(), { signal });
    signal.addEventListener("abort", () => this.stop());
  }

  get voice() {
    return this.speech && this.Utterance ? localVoice([...this.speech.getVoices()], this.language) : null;
  }

  /** Read a sentence; while one is read, stop it. */
  toggle(words) {
    if (this.reading) this.stop();
    else this.#read(words);
  }

  #read(words) {
    const { voice } = this;
    if (!voice || !words) return;
    const utterance = new this.Utterance(words);
    Object.assign(utterance, { voice, lang: voice.lang, rate: 0.9 });
    utterance.onend = utterance.onerror = () => this.#now(false);
    this.#now(true);
    this.speech.speak(utterance);
  }

  stop() {
    if (this.reading) this.speech.cancel();
    this.#now(false);
  }

  #now(reading) {
    if (this.reading === reading) return;
    this.reading = reading;
    this.onChange();
  }
}
