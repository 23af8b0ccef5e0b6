import type { NetworkWish } from '../../../shared/network';
import { t } from '../../i18n/text';

/** What an installer has typed or chosen. */
export interface ServeDraft {
  readonly listen: NetworkWish['listen'];
  readonly port: string;
  readonly certificate: NetworkWish['tls']['certificate'];
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** Offered where the network was not served before; one that no other usual program takes as its own. */
const USUAL_PORT = 8_443;

/** The form as it begins: as it is in force. */
export function draftOf({ listen, port, tls }: NetworkWish): ServeDraft {
  const files = tls.certificate === 'files' ? tls : { certificateFile: '', keyFile: '' };
  return {
    listen,
    port: String(listen === 'lan' || port !== 0 ? port : USUAL_PORT),
    certificate: tls.certificate,
    certificateFile: files.certificateFile,
    keyFile: files.keyFile,
  };
}

/** The wish that a form means, or a sentence for each field that is wrong. */
export function decodeDraft(
  draft: ServeDraft,
): { readonly wish: NetworkWish } | { readonly problems: Partial<Record<keyof ServeDraft, string>> } {
  const port = Number(draft.port);
  const isPort = /^\d{1,5}$/.test(draft.port.trim()) && port >= 1 && port <= 65_535;
  const needsFiles = draft.listen === 'lan' && draft.certificate === 'files';
  const problems = {
    ...(isPort ? {} : { port: t('network.portProblem') }),
    ...(needsFiles && draft.certificateFile === '' ? { certificateFile: t('network.whichFile') } : {}),
    ...(needsFiles && draft.keyFile === '' ? { keyFile: t('network.whichFile') } : {}),
  };
  if (Object.keys(problems).length > 0) return { problems };
  const { certificateFile, keyFile } = draft;
  const hasFiles = draft.certificate === 'files' && certificateFile !== '' && keyFile !== '';
  return {
    wish: {
      ...{ listen: draft.listen, port },
      tls: hasFiles ? { certificate: 'files', certificateFile, keyFile } : { certificate: 'own' },
    },
  };
}
