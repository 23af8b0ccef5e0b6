import { useSyncExternalStore } from 'react';
import { z } from 'zod';
import { MINUTE_MS } from '../../../shared/time';

/** How long something must go on before this screen tells of it, ms. */
export const ALERT_DELAYS_MS = [0, MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS] as const;

/** Kept on this device: a supervisor's laptop tells, the kiosk beside the machine need not. */
const AlertSettings = z.object({
  /** Null: it tells of nothing. */
  afterMs: z.number().nonnegative().nullable(),
  hasSound: z.boolean(),
});
export type AlertSettings = z.infer<typeof AlertSettings>;

const ITEM = 'taktline.alerts';
const OFF: AlertSettings = { afterMs: null, hasSound: true };

let known = readKept();
const listeners = new Set<() => void>();

function readKept(): AlertSettings {
  try {
    return AlertSettings.parse(JSON.parse(localStorage.getItem(ITEM) ?? ''));
  } catch {
    // Nothing kept, or nothing that can be understood.
    return OFF;
  }
}

export function chooseAlerts(change: Partial<AlertSettings>): void {
  known = { ...known, ...change };
  try {
    localStorage.setItem(ITEM, JSON.stringify(known));
  } catch (error) {
    // It holds until the page is loaded again.
    console.warn(`This browser keeps no settings of alerts: ${error}`);
  }
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function present(): AlertSettings {
  return known;
}

/** Whether and when this screen tells of events. */
export function useAlertSettings(): AlertSettings {
  return useSyncExternalStore(listen, present);
}
