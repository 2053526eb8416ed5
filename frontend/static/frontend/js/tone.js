// Two short notes for an emergency, made here: no file is fetched.
const NOTES = [880, 660]; // hertz
const LASTS = 0.18; // seconds each
const LOUD = 0.2;

/** A browser that has had no press of hers yet keeps silent; the words stand all the same. */
export function tone(Context = globalThis.AudioContext) {
  if (!Context) return;
  const audio = new Context();
  const [gain, note] = [audio.createGain(), audio.createOscillator()];
  gain.gain.value = LOUD;
  NOTES.forEach((hertz, at) => note.frequency.setValueAtTime(hertz, audio.currentTime + at * LASTS));
  note.connect(gain).connect(audio.destination);
  note.addEventListener("ended", () => audio.close());
  note.start();
  note.stop(audio.currentTime + NOTES.length * LASTS);
}
