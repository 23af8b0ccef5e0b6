import { backoffMs } from '../../shared/backoff';
import { abortion, orAborted } from './abort';
import type { FeedPolicy } from './feed-policy';
import { type LiveClock, pause } from './live-clock';
import type { WakeUp, WakeUpSession, WakeUps } from './wake-ups';

export interface FeedConnectionOptions {
  readonly wakeUps: WakeUps;
  readonly clock: LiveClock;
  readonly random: () => number;
  readonly policy: FeedPolicy;
  readonly signal: AbortSignal;
  /** The units to listen for, asked at each connect. */
  readonly workUnitIds: () => readonly string[];
  readonly onWakeUp: (wakeUp: WakeUp) => void;
  /** Connected, and listening where the plant notifies. */
  readonly onOpen: (session: Pick<WakeUpSession, 'notifies' | 'whyNot'>) => void;
  readonly onEnd: () => void;
  readonly onProblem: (what: 'connect' | 'lost', cause: unknown) => void;
}

/** Keeps one listening connection open: connects, and after a loss connects again with a growing, jittered wait. */
export class FeedConnection {
  readonly #options: FeedConnectionOptions;
  #session: WakeUpSession | undefined;
  #following: Promise<void> = Promise.resolve();
  #running: Promise<void> | undefined;
  #endSession: (() => void) | undefined;
  #endWait: (() => void) | undefined;
  #reopening = false;

  constructor(options: FeedConnectionOptions) {
    this.#options = options;
  }

  /** Starts connecting, once; it goes on until the signal is aborted. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Cuts a wait for the next try short. */
  hurry(): void {
    this.#endWait?.();
  }

  /** Gives up a connection whose peer has gone silent, and connects anew after a short wait. */
  abandon(): void {
    this.#endSession?.();
  }

  /** Gives the present connection up and connects again at once; only when that fails has the connection ended. */
  reopen(): void {
    this.#reopening = true;
    this.#endSession?.();
  }

  /** Listens for the units as they are now; resolves to false where there is no connection (the next one will). */
  follow(): Promise<boolean> {
    const session = this.#session;
    if (session === undefined) return Promise.resolve(false);
    const followed = this.#following.then(() => session.follow(this.#options.workUnitIds()));
    const done = followed.then(
      () => session === this.#session,
      (error: unknown) => {
        if (session === this.#session) this.#options.onProblem('connect', error);
        if (session === this.#session) this.reopen();
        return false;
      },
    );
    this.#following = done.then(() => {});
    return done;
  }

  /** Resolves when all is closed, after the signal was aborted. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal, random, policy, onProblem } = this.#options;
    let attempt = 0;
    while (!signal.aborted) {
      const ended = new AbortController();
      this.#endSession = () => ended.abort();
      try {
        await this.#open(ended);
        attempt = 0;
        await abortion(AbortSignal.any([ended.signal, signal]));
      } catch (error) {
        if (!signal.aborted && !ended.signal.aborted) onProblem('connect', error);
      }
      const isReopening = this.#reopening && attempt === 0;
      this.#reopening = false;
      await this.#end(isReopening);
      if (isReopening) continue;
      attempt += 1;
      await this.#wait(backoffMs(attempt, random(), policy.backoff));
    }
  }

  async #open(ended: AbortController): Promise<void> {
    const { wakeUps, signal, workUnitIds, onWakeUp, onOpen, onProblem } = this.#options;
    const onLost = (reason: string) => {
      if (!signal.aborted) onProblem('lost', reason);
      ended.abort();
    };
    const either = AbortSignal.any([signal, ended.signal]);
    const session = await wakeUps.open({ onWakeUp, onLost }, either);
    this.#session = session;
    const followed = session.follow(workUnitIds());
    this.#following = followed.catch(() => {});
    await orAborted(followed, either);
    onOpen(session);
  }

  async #end(isReopening: boolean): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    this.#endSession = undefined;
    this.#following = Promise.resolve();
    if (!isReopening) this.#options.onEnd();
    // Given up either way: closing may fail because the peer is gone.
    await session?.close().catch((error: unknown) => this.#options.onProblem('connect', error));
  }

  async #wait(delayMs: number): Promise<void> {
    const hurried = new AbortController();
    this.#endWait = () => hurried.abort();
    await pause(this.#options.clock, delayMs, AbortSignal.any([hurried.signal, this.#options.signal]));
    this.#endWait = undefined;
  }
}
