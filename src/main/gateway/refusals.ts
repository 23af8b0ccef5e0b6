import { CLOSE_CODES, type ErrorCode } from '../../shared/protocol';
import type { RefusalReason } from './access-keys';

interface Refused {
  readonly code: ErrorCode;
  readonly message: string;
  /** 4401 unless told. */
  readonly closeCode?: number;
}

/** What a person reads when the key does not fit, and the code by which a program knows it. */
export const REFUSALS: Readonly<Record<RefusalReason, Refused>> = {
  unauthorised: {
    code: 'unauthorised',
    message:
      'This key is not valid: it was revoked, or it ended with the last run of the appliance; ask for a new one.',
  },
  'code-expired': {
    code: 'code-expired',
    message: 'This address was already used or is older than 60 s; ask the appliance for a new one.',
  },
  'pairing-refused': {
    code: 'code-expired',
    message: 'This pairing code is mistyped, was used already or is older than 5 min; ask for a new one.',
  },
  'needs-tls': { code: 'needs-tls', message: 'A pairing code is taken over https alone; open the https address.' },
  'too-much': { code: 'too-much', message: 'Too many wrong keys came from here; wait a minute, then try again.' },
  'not-ready': {
    code: 'internal',
    message: 'The appliance cannot read its keys just now; its log says why.',
    // The screen keeps its key and comes again.
    closeCode: CLOSE_CODES.shuttingDown,
  },
};
/** What a screen reads that was let in before. */
export const REVOKED = 'The key of this screen was revoked; ask for a new one.';
