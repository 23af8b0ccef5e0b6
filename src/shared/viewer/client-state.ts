import { CLOSE_CODES, type ErrorCode } from '../protocol';

/** Why a screen may not come in; each has its own remedy on screen. */
export type Refusal = 'no-key' | 'version-mismatch' | (typeof REFUSING)[number];

/** Errors before the welcome that trying again by itself does not mend; too many tries only where a person typed the key. */
const REFUSING = ['code-expired', 'unauthorised', 'needs-tls', 'too-much'] as const;

/**
 * Where the client is:
 * `idle` → `connecting` (key, socket) → `greeting` (hello sent) → `live` → `waiting` (lost, trying again) → `connecting` …
 * `refused` ends the trying until a person acts; `closed` ends it for good.
 */
export type ClientState =
  | { readonly name: 'idle' | 'connecting' | 'greeting' | 'live' | 'closed' }
  | { readonly name: 'waiting'; readonly reason: string }
  | { readonly name: 'refused'; readonly refusal: Refusal; readonly message: string };

/**
 * Whether a closed connection was a refusal. Only a reason that was told counts: the bare code also closes a screen that was
 * too slow to greet, and its key must not be thrown away for that.
 * @param lastError the last error that was told before the welcome
 * @param isByCode whether the key was a code; a token that came amid too many wrong ones is kept, and tried again
 */
export function refusalOfClose(code: number, lastError: ErrorCode | undefined, isByCode: boolean): Refusal | undefined {
  if (code === CLOSE_CODES.versionMismatch || lastError === 'version-mismatch') return 'version-mismatch';
  if (lastError === 'too-much' && !isByCode) return undefined;
  return REFUSING.find((each) => each === lastError);
}
