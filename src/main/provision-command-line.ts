import { parseArgs } from 'node:util';

export const COMMANDS = ['plan', 'apply', 'verify', 'refresh', 'remove', 'reader-password', 'calendar'] as const;
export type Command = (typeof COMMANDS)[number];

/** What `npm run provision` was told. */
export interface ProvisionCommandLine {
  readonly command: Command;
  readonly plant:
    | { readonly kind: 'url'; readonly url: string }
    | { readonly kind: 'url-file'; readonly path: string }
    | { readonly kind: 'environment' };
  readonly settingsPath: string | undefined;
  readonly asJson: boolean;
  /** Without it nothing is changed, only shown. */
  readonly isConfirmed: boolean;
  /** Half-open range for refresh, ms since the epoch. */
  readonly range: { readonly fromMs: number; readonly toMs: number } | undefined;
  /** File whose first line is the reader's new password; given for reader-password alone. */
  readonly passwordPath: string | undefined;
  /** What calendar is to do with the plant's. */
  readonly calendar:
    | { readonly kind: 'show' }
    | { readonly kind: 'clear' }
    | { readonly kind: 'write'; readonly path: string };
}

export const USAGE = `Usage: npm run provision -- plan|apply|verify|refresh|remove|reader-password|calendar
       npm run provision -- test --url-file FILE | --from-env [--as-reader] [--json]
       npm run provision -- export | import FILE   the settings of an appliance, without secrets
  --url URL        the plant, without a password (that goes into PGPASSWORD, PGPASSFILE or a URL file)
  --url-file FILE  the plant whose URL is the first line of FILE
  --from-env       the plant that PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD, PGSSLMODE name
  --settings FILE  intervals and live updates other than the defaults, as JSON
  --from TIME --to TIME  the range to refresh, as 2026-01-31T00:00:00Z
  --password-file FILE   for reader-password: the new password of the role for daily work is the first line of FILE
  --calendar-file FILE   for calendar: writes the calendar of this settings file into the plant; without it what is there is shown
  --clear          for calendar: takes the plant's away, so that each appliance goes by its own settings
  --json           the result as JSON on stdout
  --yes            do it: apply, remove and calendar only show what they would do otherwise
Exit codes: 0 done, 2 changes pending, 3 drift, 1 error.`;

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        url: { type: 'string' },
        'url-file': { type: 'string' },
        'from-env': { type: 'boolean', default: false },
        settings: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        'password-file': { type: 'string' },
        'calendar-file': { type: 'string' },
        clear: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
      },
    });
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('. ')[0] ?? cause.message) : String(cause);
    throw new Error(`${reason}.\n${USAGE}`, { cause });
  }
}

/**
 * Decodes the arguments.
 * @throws Error with one sentence that names the flag and the remedy, never a password
 */
export function readProvisionCommandLine(args: readonly string[]): ProvisionCommandLine {
  const { values, positionals } = parse(args);
  const command = COMMANDS.find((each) => each === positionals[0]);
  if (command === undefined || positionals.length !== 1) throw new Error(`Name one command.\n${USAGE}`);
  if ((values.from !== undefined || values.to !== undefined) !== (command === 'refresh')) {
    throw new Error(`--from and --to belong to refresh, and refresh needs both.\n${USAGE}`);
  }
  if ((values['password-file'] !== undefined) !== (command === 'reader-password')) {
    throw new Error(`--password-file belongs to reader-password, and reader-password needs it.\n${USAGE}`);
  }
  return {
    command,
    plant: readPlant(values.url, values['url-file'], values['from-env']),
    settingsPath: values.settings,
    asJson: values.json,
    isConfirmed: values.yes,
    range: command === 'refresh' ? readRange(values.from, values.to) : undefined,
    passwordPath: values['password-file'],
    calendar: readCalendarTask(command, values['calendar-file'], values.clear),
  };
}

function readCalendarTask(
  command: Command,
  path: string | undefined,
  isClear: boolean,
): ProvisionCommandLine['calendar'] {
  if (command !== 'calendar' && (path !== undefined || isClear))
    throw new Error(`--calendar-file and --clear belong to calendar.\n${USAGE}`);
  if (path !== undefined && isClear) throw new Error(`Give one of --calendar-file and --clear.\n${USAGE}`);
  return path === undefined ? { kind: isClear ? 'clear' : 'show' } : { kind: 'write', path };
}

function readPlant(
  url: string | undefined,
  path: string | undefined,
  fromEnvironment: boolean,
): ProvisionCommandLine['plant'] {
  const given = [url !== undefined, path !== undefined, fromEnvironment].filter(Boolean).length;
  if (given !== 1) throw new Error(`Give exactly one of --url, --url-file and --from-env.\n${USAGE}`);
  if (url !== undefined) {
    refusePassword(url);
    return { kind: 'url', url };
  }
  return path === undefined ? { kind: 'environment' } : { kind: 'url-file', path };
}

/** Arguments are in every process list and shell history. A URL that cannot be read is refused later, by its reader. */
function refusePassword(url: string): void {
  const authority = /^[a-z]+:\/\/([^/]*)@/i.exec(url.trim())?.[1];
  if (authority?.includes(':') !== true && !/[?&]password=/i.test(url)) return;
  throw new Error(
    '--url must not hold a password: arguments are seen by every user of this machine. Use --url-file FILE, PGPASSWORD or PGPASSFILE, and change that password.',
  );
}

function readRange(from: string | undefined, to: string | undefined) {
  const fromMs = readTime('--from', from);
  const toMs = readTime('--to', to);
  if (fromMs >= toMs) throw new Error('--from must be before --to.');
  return { fromMs, toMs };
}

function readTime(flag: string, text: string | undefined): number {
  const isIso = text !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  const ms = isIso ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw new Error(`${flag} needs a time with its zone, as 2026-01-31T00:00:00Z.`);
  return ms;
}
