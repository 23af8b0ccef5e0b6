import { parseArgs } from 'node:util';

/** What the app and the appliance without a window can be told on the command line. */
export interface CommandLine {
  readonly plant: /** The plant that was set up in the data folder; the demo where there is none. */
    | { readonly kind: 'configured' }
    | { readonly kind: 'demo' }
    | { readonly kind: 'url-file'; readonly path: string }
    | { readonly kind: 'environment' };
  /** Folder of the embedded plant and the settings; the platform's own where it is not given. */
  readonly dataFolder?: string;
  /** Port of the gateway; the settings' where it is not given. */
  readonly port?: number;
  /** The window fills the screen, whatever the settings say; without a window it means nothing. */
  readonly isKiosk?: true;
}

/** A flag is wrong; the message is one sentence for the person who typed it. */
export class CommandLineError extends Error {
  override readonly name = 'CommandLineError';
}

export const USAGE = [
  '  --demo                 show the demo plant, also where a plant was set up',
  '  --plant-url-file FILE  show the plant whose URL stands in FILE, whatever was set up',
  '  --plant-from-env       show the plant that PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD, PGSSLMODE name',
  '  --data DIR             keep data and settings in DIR',
  '  --port N               serve browsers on port N (0: any free one)',
  '  --kiosk                fill the screen, without a pointer and a way out; the settings say which views',
].join('\n');

/**
 * Switches of Electron and Chromium that reach `argv` beside ours: debuggers, test drivers and graphics set-ups pass them.
 * Anything else that begins with `--` and is not ours is a typing error and refused.
 */
const RUNTIME_SWITCH =
  /^--(no-sandbox|inspect|inspect-brk|remote-debugging-(port|pipe|address)|(disable|enable|use|ozone|force|in-process|allow|ignore)-[a-z0-9-]+|lang|user-data-dir|password-store|ozone-platform|js-flags|log-level|v|vmodule)(=|$)/;

interface Flags {
  readonly demo?: boolean;
  readonly 'plant-url-file'?: string;
  readonly 'plant-from-env'?: boolean;
  readonly data?: string;
  readonly port?: string;
  readonly kiosk?: boolean;
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (text.trim() !== '' && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new CommandLineError(`--port ${text} is not a port; give a whole number from 0 to 65535.`);
}

/**
 * Decodes the arguments that follow the program's own.
 * @throws CommandLineError with one sentence that names the flag and the remedy
 */
export function readCommandLine(args: readonly string[]): CommandLine {
  const own = args.filter((argument) => !RUNTIME_SWITCH.test(argument));
  let values: Flags;
  try {
    values = parseArgs({
      args: own,
      options: {
        demo: { type: 'boolean' },
        'plant-url-file': { type: 'string' },
        'plant-from-env': { type: 'boolean' },
        data: { type: 'string' },
        port: { type: 'string' },
        kiosk: { type: 'boolean' },
      },
    }).values;
  } catch (cause) {
    const detail = cause instanceof Error ? (cause.message.split('. ')[0] ?? cause.message) : String(cause);
    throw new CommandLineError(`${detail}. Known flags:\n${USAGE}`, { cause });
  }
  const port = readPort(values.port);
  return {
    plant: readPlant(values),
    ...(values.data === undefined ? {} : { dataFolder: values.data }),
    ...(port === undefined ? {} : { port }),
    ...(values.kiosk === true ? { isKiosk: true } : {}),
  };
}

function readPlant(flags: Flags): CommandLine['plant'] {
  const path = flags['plant-url-file'];
  const named = [
    ...(path === undefined ? [] : ['--plant-url-file']),
    ...(flags['plant-from-env'] === true ? ['--plant-from-env'] : []),
    ...(flags.demo === true ? ['--demo'] : []),
  ];
  if (named.length > 1) throw new CommandLineError(`${named.join(' and ')} each name a plant; give one of them.`);
  if (path !== undefined) return { kind: 'url-file', path };
  if (flags['plant-from-env'] === true) return { kind: 'environment' };
  return { kind: flags.demo === true ? 'demo' : 'configured' };
}
