import { ProtocolError, readCString } from './wire';

/** The first message of a client: who it is, or that it wants encryption or to cancel. */
export type FirstMessage = { readonly kind: 'encryption' } | { readonly kind: 'cancel' } | StartupRequest;

export interface StartupRequest {
  readonly kind: 'startup';
  readonly user: string;
  readonly database: string;
  readonly applicationName: string;
  /** Settings asked for by name, those inside `options` included. */
  readonly settings: ReadonlyMap<string, string>;
}

const SSL_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;
const CANCEL_REQUEST = 80_877_102;
const PROTOCOL_MAJOR = 3;

/** Parameters that are no settings of the session, or that the one session cannot have otherwise. */
const NOT_SETTINGS = new Set(['user', 'database', 'options', 'application_name', 'client_encoding', 'replication']);

/**
 * Reads the untyped first message.
 * @throws ProtocolError
 */
export function decodeStartup(message: Buffer): FirstMessage {
  if (message.length < 8) throw new ProtocolError('invalid length of startup packet');
  const code = message.readUInt32BE(4);
  if (code === SSL_REQUEST || code === GSS_REQUEST) return { kind: 'encryption' };
  if (code === CANCEL_REQUEST) return { kind: 'cancel' };
  if (code >>> 16 !== PROTOCOL_MAJOR) throw new ProtocolError(`unsupported frontend protocol ${code >>> 16}`);
  const parameters = readParameters(message);
  const user = parameters.get('user');
  if (user === undefined) throw new ProtocolError('no user name in the startup packet');
  const encoding = (parameters.get('client_encoding') ?? 'UTF8').replace(/[^A-Za-z0-9]/g, '').toUpperCase();
  if (encoding !== 'UTF8' && encoding !== 'UNICODE') throw new ProtocolError('client_encoding must be UTF8 here');
  const named = [...parameters].filter(([name]) => !NOT_SETTINGS.has(name) && !name.startsWith('_pq_.'));
  const settings = new Map([...parseOptions(parameters.get('options') ?? ''), ...named]);
  const applicationName = settings.get('application_name') ?? parameters.get('application_name') ?? '';
  settings.delete('application_name');
  return { kind: 'startup', user, database: parameters.get('database') ?? user, applicationName, settings };
}

function readParameters(message: Buffer): Map<string, string> {
  const parameters = new Map<string, string>();
  let offset = 8;
  while (offset < message.length && message[offset] !== 0) {
    const [name, afterName] = readCString(message, offset);
    const [value, next] = readCString(message, afterName);
    parameters.set(name, value);
    offset = next;
  }
  return parameters;
}

/** `-c name=value` and `--name=value`, blanks escaped by a backslash. */
export function parseOptions(options: string): ReadonlyMap<string, string> {
  const words = options.match(/(?:\\.|[^\s\\])+/g)?.map((word) => word.replace(/\\(.)/g, '$1')) ?? [];
  const settings = new Map<string, string>();
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const text = word === '-c' ? (words[++i] ?? '') : word.replace(/^(?:-c|--)/, '');
    const equals = text.indexOf('=');
    if (!word.startsWith('-') || equals < 1) throw new ProtocolError(`invalid command-line argument "${word}"`);
    settings.set(text.slice(0, equals).replaceAll('-', '_'), text.slice(equals + 1));
  }
  return settings;
}
