const TONES_HZ = [880, 660] as const;
const TONE_S = 0.25;
const LOUDNESS = 0.2;
/** A tone that could not be played by then tells of nothing any more. */
const STALE_AFTER_MS = 1_000;

let audio: AudioContext | undefined;

/**
 * Two tones, a high and a low one. A browser plays nothing before somebody has touched the page: then the banner stands alone, and
 * what was held back does not sound all at once with the first touch.
 * @param nowMs monotonic ms
 */
export function playAlertTone(nowMs: () => number = () => performance.now()): void {
  audio ??= new AudioContext();
  const context = audio;
  const wantedMs = nowMs();
  context.resume().then(
    () => {
      if (nowMs() - wantedMs < STALE_AFTER_MS) sound(context);
    },
    (error: Error) => console.warn('No tone can be played:', error.message),
  );
}

function sound(context: AudioContext): void {
  for (const [at, hz] of TONES_HZ.entries()) {
    const [tone, volume] = [context.createOscillator(), context.createGain()];
    tone.frequency.value = hz;
    // Swelling and fading: a tone that is cut clicks.
    const fromS = context.currentTime + at * TONE_S;
    volume.gain.setValueAtTime(0, fromS);
    volume.gain.linearRampToValueAtTime(LOUDNESS, fromS + 0.03);
    volume.gain.linearRampToValueAtTime(0, fromS + TONE_S);
    tone.connect(volume).connect(context.destination);
    tone.start(fromS);
    tone.stop(fromS + TONE_S);
  }
}
