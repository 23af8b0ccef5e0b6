import { describe, expect, it } from 'vitest';
import type { ClientMessage } from '../../../../src/shared/protocol';
import { type AnswerPart, askEvents, askStates } from '../../../../src/shared/viewer/asked-questions';
import { PendingRequests } from '../../../../src/shared/viewer/pending-requests';

function rig() {
  const sent: ClientMessage[] = [];
  const timers = new Set<() => void>();
  const requests = new PendingRequests<AnswerPart>(
    (message) => sent.push(message),
    (_, callback) => {
      timers.add(callback);
      return () => timers.delete(callback);
    },
  );
  return { requests, sent, timers };
}

const STATES = { workUnitIds: ['press-1'], range: { fromMs: 0, toMs: 60_000 } };
const EVENTS = { ...STATES, kinds: ['stop' as const] };
const NOBODY_LEAVES = new AbortController().signal;

describe('PendingRequests', () => {
  it('numbers what is asked on one connection, whatever is asked for', async () => {
    const { requests, sent } = rig();
    const asked = [askStates(requests, STATES, NOBODY_LEAVES), askEvents(requests, EVENTS, NOBODY_LEAVES)];
    requests.failAll('over');
    await Promise.allSettled(asked);
    expect(sent.map((message) => [message.type, 'requestId' in message && message.requestId])).toEqual([
      ['states', 1],
      ['events', 2],
    ]);
  });

  it('fails a question that is answered by the answer to another, so that nobody waits for ever', async () => {
    const { requests, timers } = rig();
    const asked = askStates(requests, STATES, NOBODY_LEAVES);
    const nothing = { untilMs: 0, events: [], total: 0, resolution: null, unknown: [], unread: [] };
    requests.answered({ type: 'events', requestId: 1, range: STATES.range, ...nothing });
    await expect(asked).rejects.toThrow('The appliance answered another question.');
    expect(timers.size).toBe(0);
  });

  it('takes back the timer and the number of what has failed, and drops an answer that comes later', async () => {
    const { requests, sent, timers } = rig();
    const leaving = new AbortController();
    const asked = askEvents(requests, EVENTS, leaving.signal);
    leaving.abort(new Error('left'));
    await expect(asked).rejects.toThrow('left');
    expect(sent.at(-1)).toEqual({ type: 'cancel', requestId: 1 });
    expect(timers.size).toBe(0);
  });
});
