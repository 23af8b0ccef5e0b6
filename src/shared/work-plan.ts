import { z } from 'zod';
import { PlantCalendar } from './calendar/calendar-rules';
import { KioskSettings } from './kiosk';
import { PieceRules } from './piece-rules';

/** What an installer sees and writes of a plant's work plan, between the app's own window and the main process. */

/** Where what is in force stands. demo: the simulated plant's own; appliance: the one that everything comes from tells it. */
export const PlanOrigin = z.enum(['none', 'demo', 'settings', 'plant', 'appliance']);
export type PlanOrigin = z.infer<typeof PlanOrigin>;

export const ShiftsState = z.object({
  calendar: PlantCalendar,
  from: PlanOrigin,
  /** Why the plant's own, or the settings file, cannot be used: sentences for a person. */
  fault: z.string().optional(),
});
export type ShiftsState = z.infer<typeof ShiftsState>;

/** The plant's own table, as the login of the set-up finds it. */
export const PlantForCalendar = z.discriminatedUnion('kind', [
  /** No plant is named: the demo, or another appliance in its place. */
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('writable'), name: z.string() }),
  /** It cannot be written, and what is to be done; a sentence for a person. */
  z.object({ kind: z.literal('refused'), sentence: z.string() }),
]);
export type PlantForCalendar = z.infer<typeof PlantForCalendar>;

export const PiecesState = z.object({
  rules: PieceRules,
  from: PlanOrigin,
  /** Why the settings file cannot be used, a sentence for a person. */
  fault: z.string().optional(),
});
export type PiecesState = z.infer<typeof PiecesState>;

/** What of a kiosk's settings a person gives here; the others stay. */
export const KioskPlan = KioskSettings.pick({ enabled: true, views: true });
export type KioskPlan = z.infer<typeof KioskPlan>;

export const KioskPlanState = z.object({
  plan: KioskPlan,
  /** Why the settings file cannot be used, a sentence for a person. */
  fault: z.string().optional(),
});
export type KioskPlanState = z.infer<typeof KioskPlanState>;

export const ShiftsWish = z.strictObject({
  /** In place of the whole one; without any line: there is none. */
  calendar: PlantCalendar,
  into: z.enum(['settings', 'plant']),
});
export type ShiftsWish = z.infer<typeof ShiftsWish>;
