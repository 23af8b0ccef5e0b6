import type { PlantLink } from '../../shared/protocol';

/** The link while no plant is being followed yet: connecting, with the reason for the wait. */
export function waitingLink(reason: string): PlantLink {
  return { state: 'connecting', asOfMs: null, reason, feed: null };
}
