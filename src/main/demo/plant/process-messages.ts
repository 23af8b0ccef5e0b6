import { z } from 'zod';

/** What the plant's process and the one that started it say to each other over the fork's channel. */

const HoldFigures = z.object({
  applicationName: z.string(),
  turns: z.number(),
  totalMs: z.number(),
  longestMs: z.number(),
  longestCpuMs: z.number(),
  longestStatement: z.string(),
});

const JobFailure = z.object({ job: z.string(), message: z.string(), atMs: z.number() });

export const PlantStats = z.object({
  /** Time each part has held the one session since the last reset; longest first. */
  holds: z.array(HoldFigures),
  /** Write-ahead log since the last checkpoint, in bytes. */
  walSinceCheckpointBytes: z.number(),
  jobs: z.object({
    runs: z.number(),
    /** The newest ones, a bounded number. */
    failures: z.array(JobFailure),
  }),
});
export type PlantStats = z.infer<typeof PlantStats>;

export const FromPlant = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), port: z.number() }),
  z.object({ type: z.literal('failed'), message: z.string() }),
  z.object({ type: z.literal('stats'), id: z.number(), stats: PlantStats }),
  z.object({ type: z.literal('pong') }),
  /** After a stop: the database is closed and the directory given free. */
  z.object({ type: z.literal('closed') }),
]);
export type FromPlant = z.infer<typeof FromPlant>;

export const ToPlant = z.discriminatedUnion('type', [
  z.object({ type: z.literal('stats'), id: z.number(), reset: z.boolean() }),
  z.object({ type: z.literal('ping') }),
  z.object({ type: z.literal('stop') }),
]);
export type ToPlant = z.infer<typeof ToPlant>;
