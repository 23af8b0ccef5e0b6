import { z } from 'zod';

const waitMs = z.number().int().min(100).max(600_000);

/** What this appliance's connections may cost the plant, and how long anybody waits for one. */
export const PlantPoolSettings = z.strictObject({
  /** Kept open. */
  min: z.number().int().min(0).max(50),
  /** All connections of this appliance: 6 at least, of which three are heartbeat, listening and cancelling. */
  max: z.number().int().min(6).max(200),
  idleMs: waitMs,
  /** Longest wait for a free connection where a person waits. */
  screenWaitMs: waitMs,
  /** Longest wait for a free connection of everything else. */
  backgroundWaitMs: waitMs,
  /** Longest that connecting may take. */
  connectMs: waitMs,
  /** Longest run of one statement. */
  statementMs: waitMs,
  /** One of several appliances of a plant, and not the one that asks for most: few connections, whatever min and max say. */
  follower: z.boolean(),
});
export type PlantPoolSettings = z.infer<typeof PlantPoolSettings>;

const FOLLOWER = { min: 1, max: 6 } as const;

/** The settings with what a follower may have at most. */
export function effectivePoolSettings({
  follower,
  ...settings
}: PlantPoolSettings): Omit<PlantPoolSettings, 'follower'> {
  if (!follower) return settings;
  return { ...settings, min: Math.min(settings.min, FOLLOWER.min), max: Math.min(settings.max, FOLLOWER.max) };
}
