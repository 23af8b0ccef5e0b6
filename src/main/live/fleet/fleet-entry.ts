import { z } from 'zod';
import { Preparing, RevisedStretch } from '../../../shared/protocol';

const timeMs = z.number();
const table = z.enum(['metric', 'oee']);

/** One series over one stretch: these samples are all that it holds, whatever was known. So an entry may come twice. */
const SeriesStretch = z.object({
  table,
  name: z.string(),
  fromMs: timeMs.nullable(),
  toMs: timeMs.nullable(),
  timesMs: z.array(timeMs),
  values: z.array(z.number().nullable()),
});
export type SeriesStretch = z.infer<typeof SeriesStretch>;

const UnitEntry = z.object({
  workUnitId: z.string(),
  series: z.array(SeriesStretch),
  touched: z.array(z.object({ table, fromMs: timeMs, toMs: timeMs })),
  aheadUntilMs: timeMs.optional(),
});
export type UnitEntry = z.infer<typeof UnitEntry>;

/** What a term's holder tells the others, numbered without a hole within the term. */
const Content = z.discriminatedUnion('kind', [
  /** A new holder has begun: what its predecessor may not have told is to be read by everybody. */
  z.object({ kind: z.literal('begin') }),
  z.object({ kind: z.literal('changes'), units: z.array(UnitEntry) }),
  /** More has changed than an entry should hold: to be read from the plant. */
  z.object({ kind: z.literal('reread') }),
  z.object({ kind: z.literal('revisions'), stretches: z.array(RevisedStretch) }),
  z.object({ kind: z.literal('catalogue') }),
  z.object({ kind: z.literal('preparing'), preparing: z.array(Preparing) }),
  /** Every second, whatever happens. */
  z.object({ kind: z.literal('alive'), feed: z.enum(['listening', 'polling']) }),
]);
export type FleetContent = z.infer<typeof Content>;

const Entry = z.object({
  fence: z.number().int(),
  number: z.number().int(),
  /** Plant time of its making, for the lag. */
  sentMs: timeMs,
  content: Content,
});
export type FleetEntry = z.infer<typeof Entry>;

export function entryText(entry: FleetEntry): string {
  return JSON.stringify(entry);
}

/** The entry; undefined where it is none of ours, or of another version. */
export function entryOf(text: string): FleetEntry | undefined {
  try {
    const decoded = Entry.safeParse(JSON.parse(text));
    return decoded.success ? decoded.data : undefined;
  } catch {
    return undefined;
  }
}
