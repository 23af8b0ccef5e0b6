import { HEARTBEAT_INTERVAL_MS } from '../protocol';

/** The link between this screen and the appliance; `connecting` until the first welcome, never again after it. */
export type ApplianceLink = 'connecting' | 'online' | 'late' | 'offline';

/** Two missed heartbeats and a half: a single lost second is no reason to alarm. */
export const LATE_AFTER_MS = 2.5 * HEARTBEAT_INTERVAL_MS;
export const OFFLINE_AFTER_MS = 3 * HEARTBEAT_INTERVAL_MS;
/** A socket silent for this long is given up: its peer may be gone without a word. */
export const GIVE_UP_AFTER_MS = 5 * HEARTBEAT_INTERVAL_MS;

/** What a socket that last spoke `silentMs` ago says about the link. */
export function linkAfterSilence(silentMs: number): Exclude<ApplianceLink, 'connecting'> {
  if (silentMs > OFFLINE_AFTER_MS) return 'offline';
  return silentMs > LATE_AFTER_MS ? 'late' : 'online';
}
