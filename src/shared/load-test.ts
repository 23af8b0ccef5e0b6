import { z } from 'zod';

/** Screens whose updates take longer than this, from the change to the receipt, would be noticed to lag behind, ms. */
export const LOAD_BOUND_MS = 100;

/** How far a person may let the test go; and the numbers of screens that it tries on the way. */
export const LOAD_CEILINGS = [50, 200, 1_000] as const;
const LADDER = [50, 100, 200, 400, 700, 1_000] as const;

export const LoadCeiling = z.literal(LOAD_CEILINGS);
export type LoadCeiling = z.infer<typeof LoadCeiling>;

/** The numbers of screens that are tried, one after the other. */
export function stepsUpTo(ceiling: LoadCeiling): readonly number[] {
  return LADDER.filter((screens) => screens <= ceiling);
}

/** What so many screens got, and what it took. */
export const LoadStep = z.object({
  screens: z.number().int(),
  /** Screens that had their first values in time. */
  connected: z.number().int(),
  /** From the change of a value to its receipt, over all screens and changes, ms; null where nothing came. */
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  maxMs: z.number().nullable(),
  /** Changes that never came to a screen, summed over the screens; and those that came twice. */
  lost: z.number().int(),
  doubled: z.number().int(),
  /** Times that a screen got latest values in place of what it had missed; and connections that were closed. */
  conflated: z.number().int(),
  closed: z.number().int(),
  /** Processor time of the serving process, as a share of one core. */
  cpuShare: z.number(),
  /** Its memory. */
  residentBytes: z.number(),
});
export type LoadStep = z.infer<typeof LoadStep>;

/** A test that was made to its end. */
export const LoadReport = z.object({
  /** This machine's clock, ms since the epoch. */
  endedMs: z.number(),
  perSecond: z.number(),
  workUnits: z.number().int(),
  /** Processor cores of this machine. */
  cores: z.number().int(),
  ceiling: LoadCeiling,
  /** In the order in which they were tried; the last one fell short, unless all of them held. */
  steps: z.array(LoadStep),
});
export type LoadReport = z.infer<typeof LoadReport>;

/** What the page of diagnostics shows of it. */
export const LoadState = z.object({
  /** Present while one is made: the screens that are tried, and how much of the whole is done, 0..1. */
  running: z.object({ screens: z.number().int(), share: z.number() }).optional(),
  /** Why the last one came to no end. */
  failure: z.string().optional(),
  /** The last one that did, also of an earlier run. */
  report: LoadReport.optional(),
});
export type LoadState = z.infer<typeof LoadState>;

/** Whether so many screens were served without anybody noticing. */
export function isHeld(step: LoadStep): boolean {
  return whyNotHeld(step) === undefined;
}

export type LoadShortfall = 'not-in' | 'lost' | 'closed' | 'behind' | 'late';

/** The gravest reason why so many screens were not served well. */
export function whyNotHeld(step: LoadStep): LoadShortfall | undefined {
  if (step.connected < step.screens) return 'not-in';
  if (step.lost > 0 || step.doubled > 0) return 'lost';
  if (step.closed > 0) return 'closed';
  if (step.conflated > 0) return 'behind';
  return step.p99Ms === null || step.p99Ms > LOAD_BOUND_MS ? 'late' : undefined;
}
