import { z } from 'zod';
import { KioskPlan } from '../../../../shared/work-plan';
import { told } from '../../../i18n/told';

/** What a kiosk shows, while a person writes it. */

/** A row's key: rows may be alike, as where the wall stands between the units. */
const ViewDraft = z.object({ key: z.number(), address: z.string(), seconds: z.string() });

export const KioskDraft = z.object({ enabled: z.boolean(), views: z.array(ViewDraft) });
export type KioskDraft = z.infer<typeof KioskDraft>;

export function kioskDraftOf({ enabled, views }: KioskPlan): KioskDraft {
  return { enabled, views: views.map(({ address, seconds }, key) => ({ key, address, seconds: String(seconds) })) };
}

/** What the form says, as the decoder reads it; it may be wrong. */
export function kioskDocumentOf({ enabled, views }: KioskDraft): unknown {
  return { enabled, views: views.map(({ address, seconds }) => ({ address, seconds: typedNumber(seconds) })) };
}

function typedNumber(typed: string): number | string {
  return typed.trim() === '' || Number.isNaN(Number(typed)) ? typed : Number(typed);
}

/** What is wrong, by its place ("views.0.seconds"), in the page's language. */
export function kioskFaults(draft: KioskDraft): ReadonlyMap<string, string> {
  const result = KioskPlan.safeParse(kioskDocumentOf(draft));
  if (result.success) return new Map();
  return new Map(result.error.issues.map(({ path, message }) => [path.join('.'), told(message)]));
}
