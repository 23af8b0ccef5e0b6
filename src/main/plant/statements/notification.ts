import type { Question } from '../statement-lane';

/** Sends one notification, so that the listening connection can see whether LISTEN delivers. */
export function notification(channel: string, payload: string): Question<void> {
  return {
    statement: { name: 'notification', text: 'select pg_notify($1, $2)' },
    values: [channel, payload],
    decode: () => undefined,
  };
}
