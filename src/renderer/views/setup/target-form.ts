import { SetupTarget } from '../../../shared/setup';
import { TLS_MODES, type TlsMode } from '../../../shared/tls-mode';
import { t } from '../../i18n/text';

/** The fields as they are typed. */
export interface TargetForm {
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly user: string;
  readonly tlsMode: TlsMode;
  readonly caFile: string;
}

export const EMPTY_FORM: TargetForm = {
  host: '',
  port: '5432',
  database: '',
  user: 'taktline',
  tlsMode: 'verify-full',
  caFile: '',
};

export function formOf(target: SetupTarget | undefined): TargetForm {
  if (target === undefined) return EMPTY_FORM;
  return { ...target, port: String(target.port), caFile: target.caFile ?? '' };
}

const PROBLEMS: Readonly<Record<string, string>> = {
  host: t('setup.hostProblem'),
  port: t('setup.portProblem'),
  database: t('setup.databaseProblem'),
  user: t('setup.userProblem'),
};

export type DecodedForm =
  | { readonly target: SetupTarget }
  /** A sentence for each field that is wrong. */
  | { readonly problems: Readonly<Partial<Record<keyof TargetForm, string>>> };

/** What the fields say, or what is wrong with them. */
export function decodeForm({ host, port, database, user, tlsMode, caFile }: TargetForm): DecodedForm {
  const checksCertificate = tlsMode === 'verify-ca' || tlsMode === 'verify-full';
  const decoded = SetupTarget.safeParse({
    host: host.trim(),
    port: /^\s*\d+\s*$/.test(port) ? Number(port) : Number.NaN,
    database: database.trim(),
    user: user.trim(),
    tlsMode,
    ...(checksCertificate && caFile.trim() !== '' ? { caFile: caFile.trim() } : {}),
  });
  if (decoded.success) return { target: decoded.data };
  const fields = decoded.error.issues.map(({ path }) => String(path[0]));
  return { problems: Object.fromEntries(fields.map((field) => [field, PROBLEMS[field] ?? t('setup.notUnderstood')])) };
}

/**
 * An address that was put into the host's field as a whole, `postgresql://user:password@host:5432/database?sslmode=…`,
 * taken apart; undefined where it is none.
 */
export function takeApart(text: string): { readonly form: Partial<TargetForm>; readonly password: string } | undefined {
  if (!/^postgres(ql)?:\/\//i.test(text.trim())) return undefined;
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    // Half typed: it stays in the field, where its check says what is expected there.
    return undefined;
  }
  const tlsMode = TLS_MODES.find((mode) => mode === url.searchParams.get('sslmode'));
  return {
    form: {
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      ...(url.port === '' ? {} : { port: url.port }),
      ...(url.pathname.length > 1 ? { database: decoded(url.pathname.slice(1)) } : {}),
      ...(url.username === '' ? {} : { user: decoded(url.username) }),
      ...(tlsMode === undefined ? {} : { tlsMode }),
    },
    password: decoded(url.password),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not percent-encoded after all.
    return text;
  }
}
