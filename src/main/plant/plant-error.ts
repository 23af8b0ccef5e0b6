import type { PlantAddress } from './connection';

/** The plant's database cannot be reached, or has stopped answering; trying again later may help. */
export class PlantUnreachableError extends Error {
  override readonly name = 'PlantUnreachableError';
}

/** The plant is there, but all connections that an asker may have were in use for as long as it may wait. */
export class PlantBusyError extends Error {
  override readonly name = 'PlantBusyError';
}

/** SQLSTATE classes and codes that say "the server, not the statement": connection, shutdown, too many clients, starting up. */
const UNREACHABLE_STATES = /^(08...|57P0[1-5]|53300|58000)$/;
const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EADDRNOTAVAIL',
]);
/** pg names these by their text alone. */
const UNREACHABLE_TEXT =
  /Connection terminated|connection error and is not queryable|Client was closed|Query read timeout|timeout expired|timeout exceeded when trying to connect|Cannot use a pool after calling end/i;

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether an error of `pg` (or ours) says that the plant is away, rather than that a statement was wrong. */
export function isPlantUnreachable(error: unknown): boolean {
  if (error instanceof PlantUnreachableError) return true;
  if (error instanceof AggregateError) return error.errors.some(isPlantUnreachable);
  const code = codeOf(error);
  if (code !== undefined) return SOCKET_CODES.has(code) || UNREACHABLE_STATES.test(code);
  return UNREACHABLE_TEXT.test(messageOf(error));
}

/** Whether the connection on which this error came may serve another statement. */
export function isConnectionUsableAfter(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !UNREACHABLE_STATES.test(code);
}

/** A table that is not there any more, or not ours to read any more; so says a server of a relation and of its schema. */
const GONE_STATES = new Set(['42P01', '3F000', '42501']);

/** Whether an error of `pg` says that what a statement reads is gone. */
export function isRelationGone(error: unknown): boolean {
  return GONE_STATES.has(codeOf(error) ?? '');
}

type Sentence = (address: PlantAddress) => string;

const closed: Sentence = () => "The plant's database closed the connection; it is being made again.";
const silent: Sentence = (at) =>
  `The plant's database at ${at.host}:${at.port} does not answer in time; check the network and whether it is running.`;
const noWay: Sentence = (at) => `There is no way to ${at.host}; check the network cable and the plant's address.`;

const SENTENCES: Readonly<Record<string, Sentence>> = {
  ECONNREFUSED: (at) => `Nothing answers at ${at.host}:${at.port}; is the plant's database running?`,
  ECONNRESET: closed,
  ECONNABORTED: closed,
  EPIPE: closed,
  ETIMEDOUT: silent,
  ENOTFOUND: (at) => `The name ${at.host} is not known to this network; check the host in the plant's address.`,
  EAI_AGAIN: (at) => `The name ${at.host} could not be looked up; check this machine's network.`,
  EHOSTUNREACH: noWay,
  EHOSTDOWN: noWay,
  ENETUNREACH: noWay,
  ENETDOWN: noWay,
  EADDRNOTAVAIL: noWay,
  '28P01': (at) => `The plant refuses the password of ${at.user}; correct it in the settings.`,
  '28000': (at) => `The plant does not let ${at.user} in; check the user and the server's access rules.`,
  '3D000': (at) => `There is no database ${at.database} on ${at.host}:${at.port}; check the plant's address.`,
  '53300': () => 'The plant has no connection free for us; raise its max_connections or close other programs.',
  '57P01': () => "The plant's administrator ended our connection; it is being made again.",
  '57P02': () => "The plant's database has crashed and is recovering; it is being tried again.",
  '57P03': () => "The plant's database is starting up or shutting down; it is being tried again.",
};

/** Troubles that `pg` names by their text alone. */
const TEXTS: readonly (readonly [RegExp, Sentence])[] = [
  [/timeout/i, silent],
  [/Connection terminated|connection error and is not queryable|Client was closed|calling end on the pool/i, closed],
];

/**
 * One sentence for a person about why the plant is not reachable; never holds a password. It stands on operators'
 * screens: the driver's own words appear only where we know none better, and then without the user's name.
 */
export function describePlantTrouble(error: unknown, address: PlantAddress): string {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  if (first === undefined) return closed(address);
  const detail = messageOf(first).replace(/\s+/g, ' ').slice(0, 200);
  const sentence = SENTENCES[codeOf(first) ?? ''] ?? TEXTS.find(([text]) => text.test(detail))?.[1];
  if (sentence !== undefined) return sentence(address);
  return `The connection to ${address.host}:${address.port} failed: ${detail.replace(/\.?$/, '.')}`;
}
