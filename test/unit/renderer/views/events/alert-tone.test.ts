import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** An audio context of a page that nobody has touched yet: what waits for its leave to play waits until then. */
class HeldBackAudio {
  static made: HeldBackAudio | undefined;
  readonly currentTime = 3;
  readonly destination = {};
  readonly starts: number[] = [];
  #touched: () => void = () => undefined;
  readonly #touch = new Promise<void>((resolve) => {
    this.#touched = resolve;
  });

  constructor() {
    HeldBackAudio.made = this;
  }

  resume(): Promise<void> {
    return this.#touch;
  }

  touch(): Promise<void> {
    this.#touched();
    return new Promise((resolve) => setImmediate(resolve));
  }

  createOscillator() {
    const connect = (to: unknown) => to;
    return { frequency: { value: 0 }, connect, start: (atS: number) => this.starts.push(atS), stop: () => undefined };
  }

  createGain() {
    const nothing = () => undefined;
    const gain = { setValueAtTime: nothing, linearRampToValueAtTime: nothing };
    return { gain, connect: (to: unknown) => to };
  }
}

beforeEach(() => {
  vi.resetModules();
  vi.stubGlobal('AudioContext', HeldBackAudio);
});
afterEach(() => vi.unstubAllGlobals());

async function player() {
  const { playAlertTone } = await import('../../../../../src/renderer/views/events/alert-tone');
  let nowMs = 0;
  return {
    play: () => playAlertTone(() => nowMs),
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

test('what was held back before the first touch does not sound with it; later ones do, each as two tones', async () => {
  const { play, pass } = await player();
  play();
  pass(10_000);
  play();
  pass(10_000);
  await HeldBackAudio.made?.touch();
  expect(HeldBackAudio.made?.starts).toEqual([]);
  play();
  await HeldBackAudio.made?.touch();
  expect(HeldBackAudio.made?.starts).toEqual([3, 3.25]);
});

test('a page that may play, and had only fallen asleep, sounds as soon as it is awake', async () => {
  const { play, pass } = await player();
  play();
  pass(100);
  await HeldBackAudio.made?.touch();
  expect(HeldBackAudio.made?.starts).toEqual([3, 3.25]);
});
