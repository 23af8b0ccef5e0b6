import type { WakeUps } from '../wake-ups';

/**
 * No wake-ups: a feed on it polls. For who follows the plant by itself only while others cannot tell.
 * @param ask something small of the plant: a feed that cannot reach it is not open
 */
export function pollingOnly(ask: () => Promise<unknown>): WakeUps {
  return {
    open: async () => {
      await ask();
      return {
        notifies: false,
        whyNot: 'The other appliances cannot be heard just now.',
        follow: async () => {},
        close: async () => {},
      };
    },
  };
}
