const TONES_HZ = [880, 660] as const;
const TONE_S = 0.25;
const LOUDNESS = 0.2;

let audio: AudioContext | undefined;

/** Two tones, a high and a low one. A browser plays nothing before somebody has touched the page: then the banner stands alone. */
export function playAlertTone(): void {
  audio ??= new AudioContext();
  void audio.resume();
  const startS = audio.currentTime;
  for (const [at, hz] of TONES_HZ.entries()) {
    const [tone, volume] = [audio.createOscillator(), audio.createGain()];
    tone.frequency.value = hz;
    // Swelling and fading: a tone that is cut clicks.
    const fromS = startS + at * TONE_S;
    volume.gain.setValueAtTime(0, fromS);
    volume.gain.linearRampToValueAtTime(LOUDNESS, fromS + 0.03);
    volume.gain.linearRampToValueAtTime(0, fromS + TONE_S);
    tone.connect(volume).connect(audio.destination);
    tone.start(fromS);
    tone.stop(fromS + TONE_S);
  }
}
