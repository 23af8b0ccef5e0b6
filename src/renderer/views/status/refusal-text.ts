import type { Refusal } from '../../../shared/viewer/client-state';
import { t } from '../../i18n/text';

/** What happened, and what a person does about it. */
export interface RefusalText {
  readonly title: string;
  readonly remedy: string;
}

const NEEDS_TLS: RefusalText = { title: t('status.tlsTitle'), remedy: t('status.tlsRemedy') };

/** A plain sentence for each way of not being let in. */
export const REFUSAL_TEXTS: Readonly<Record<Refusal, RefusalText>> = {
  'no-key': { title: t('status.noKeyTitle'), remedy: t('status.newAddress') },
  'code-expired': { title: t('status.usedTitle'), remedy: t('status.newAddress') },
  unauthorised: { title: t('status.unknownTitle'), remedy: t('status.newAddress') },
  'needs-tls': NEEDS_TLS,
  'too-much': { title: t('status.wrongKeysTitle'), remedy: t('status.wrongKeysRemedy') },
  'version-mismatch': { title: t('status.outdatedTitle'), remedy: t('status.outdatedRemedy') },
};

/** The same for a screen of the network, which is let in by a pairing code. */
export const PAIRING_TEXTS: Readonly<Record<Exclude<Refusal, 'version-mismatch'>, RefusalText>> &
  Readonly<Partial<Record<Refusal, RefusalText>>> = {
  'no-key': { title: t('status.pairTitle'), remedy: t('status.newCode') },
  'code-expired': { title: t('status.codeUsedTitle'), remedy: t('status.newCode') },
  unauthorised: { title: t('status.keyInvalidTitle'), remedy: t('status.newCode') },
  'needs-tls': NEEDS_TLS,
  'too-much': { title: t('status.wrongCodesTitle'), remedy: t('status.wrongCodesRemedy') },
};
