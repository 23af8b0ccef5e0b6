import { useEffect, useState } from 'react';
import { useStatus } from './use-live';

/** What an appliance answered to a question that is asked again and again. */
export interface Asked<Answer> {
  /** The newest answer; of the question before until the present one is answered. Undefined before the first. */
  readonly answer: Answer | undefined;
  /** Why the newest asking failed; undefined where it did not. */
  readonly failure: string | undefined;
}

/** A range that is being dragged is asked for when it has come to rest. */
const REST_MS = 250;

/**
 * Asks now, again after `everyMs`, after every reconnect, and when the question is another one; never twice at a time.
 * @param ask kept by identity: memoise it; undefined asks nothing
 */
export function useAsked<Answer>(
  ask: ((signal: AbortSignal) => Promise<Answer>) | undefined,
  everyMs: number,
): Asked<Answer> {
  const { connects } = useStatus();
  const [asked, setAsked] = useState<Asked<Answer>>({ answer: undefined, failure: undefined });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another connection knows nothing of what was asked on the one before.
  useEffect(() => {
    if (ask === undefined) return undefined;
    const abort = new AbortController();
    const run = async () => {
      try {
        const answer = await ask(abort.signal);
        if (!abort.signal.aborted) setAsked({ answer, failure: undefined });
      } catch (error) {
        const failure = error instanceof Error ? error.message : String(error);
        if (!abort.signal.aborted) setAsked(({ answer }) => ({ answer, failure }));
      }
      if (!abort.signal.aborted) timer = setTimeout(() => void run(), everyMs);
    };
    let timer = setTimeout(() => void run(), REST_MS);
    return () => {
      clearTimeout(timer);
      abort.abort(new Error('asked no more'));
    };
  }, [ask, everyMs, connects]);
  return asked;
}
