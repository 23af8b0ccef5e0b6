import type { z } from 'zod';

/** A row of what is kept over restarts: its kind and its content as JSON. */
interface KeptRow {
  readonly kind: string;
  readonly body: string;
}

/** The contents of one kind, in order. Rows that cannot be read are left out: they were written by another version, or are damaged. */
export function decodedRows<Content>(
  schema: z.ZodType<Content>,
  rows: readonly KeptRow[],
  kind: string,
): readonly Content[] {
  return rows.flatMap((row) => {
    if (row.kind !== kind) return [];
    const result = schema.safeParse(parsed(row.body));
    return result.success ? [result.data] : [];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON fits no schema either: the row is left out.
    return undefined;
  }
}
