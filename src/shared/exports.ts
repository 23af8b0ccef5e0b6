import { z } from 'zod';

/** A file's name without any folder: letters, digits, space, dot, hyphen and underscore, not beginning with a dot. */
export const ExportName = z
  .string()
  .max(120)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u);

export const ExportFile = z.strictObject({ name: ExportName, kind: z.enum(['csv', 'png']) });
export type ExportFile = z.infer<typeof ExportFile>;

/** `id` names the file that is open now; neither: the person thought better of it. */
export const ExportOpened = z.object({ id: z.number().int().optional(), sentence: z.string().optional() });
export type ExportOpened = z.infer<typeof ExportOpened>;

/** A sentence: it could not be done. */
export const ExportOutcome = z.object({ sentence: z.string().optional() });
export type ExportOutcome = z.infer<typeof ExportOutcome>;

export const ReportWish = z.strictObject({ name: ExportName, paper: z.enum(['A4', 'Letter']) });
export type ReportWish = z.infer<typeof ReportWish>;

/** Neither saved nor a sentence: the person thought better of it. */
export const ReportOutcome = ExportOutcome.extend({ isSaved: z.boolean() });
export type ReportOutcome = z.infer<typeof ReportOutcome>;

/** What one part of an export may weigh. */
export const MOST_PART_BYTES = 4_000_000;
