/**
 * What is known of the link to the plant, as a pure state machine.
 *
 *   connecting ──answered──▶ online ──missed──▶ late ──missed──▶ offline
 *        └──────lost──────▶ offline ◀──lost── (any);  answered brings every state back to online
 */
export type LinkState = 'connecting' | 'online' | 'late' | 'offline';

export type LinkEvent =
  /** A heartbeat came back, in time or late. */
  | { readonly type: 'answered' }
  /** A heartbeat is overdue by one more deadline; `missedCount` deadlines have passed without an answer (1, 2, …). */
  | { readonly type: 'missed'; readonly missedCount: number }
  /** The connection closed, or could not be made. */
  | { readonly type: 'lost' };

/** Two missed heartbeats are an outage; one may be a busy moment. */
const MISSED_UNTIL_OFFLINE = 2;

/** The state after an event. */
export function nextLinkState(state: LinkState, event: LinkEvent): LinkState {
  switch (event.type) {
    case 'answered':
      return 'online';
    case 'lost':
      return 'offline';
    case 'missed':
      if (state === 'offline' || event.missedCount >= MISSED_UNTIL_OFFLINE) return 'offline';
      return state === 'connecting' ? 'connecting' : 'late';
  }
}
