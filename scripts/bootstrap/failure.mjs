// Everything that can go wrong on the way to a ready project, as one sentence with place and remedy: a person reads it,
// so no stack trace is shown for it.

/** An expected failure of a script: its message is a whole sentence for a person. */
export class SetupFailure extends Error {
  /**
   * @param {string} message one sentence: what failed, where, what to do
   * @param {{ code?: string, cause?: unknown }} [options] code: a stable word for tests and callers
   */
  constructor(message, options = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SetupFailure';
    this.code = options.code ?? 'FAILED';
  }
}

const NETWORK_CODES = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ERR_SOCKET_TIMEOUT',
  'ENOTCACHED',
]);

/**
 * Turns a file-system, network or npm error code into a sentence.
 * @param {string | undefined} code e.g. `ENOSPC`, as Node and npm name it
 * @param {{ step: string, place: string, needsMb?: number, detail?: string }} about
 *   step: what was being done ("the Electron runtime"); place: folder or address; needsMb: room the step needs
 * @returns {string} one sentence, without a trailing line break
 */
export function sentenceFor(code, about) {
  const { step, place } = about;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const room = about.needsMb === undefined ? '' : ` (room needed for ${step}: about ${about.needsMb} MB)`;
    return `The disk is full at ${place}${room}: free some space there and run the same command again.`;
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return `No permission to write at ${place} for ${step}: make that folder writable for this user and run the same command again.`;
  }
  if (code !== undefined && NETWORK_CODES.has(code)) {
    return `The npm registry cannot be reached (${code}) for ${step}: check the network, the proxy or npm's "registry" setting, and run the same command again.`;
  }
  if (code === 'EINTEGRITY') {
    return `${capital(step)} arrived with a wrong checksum and was thrown away: run the same command again; if it happens again, the registry or a proxy on the way alters packages.`;
  }
  if (code === 'E401' || code === 'E403' || code === 'E404') {
    return `The npm registry refused ${step} (${code}): check npm's "registry" setting and login, and run the same command again.`;
  }
  const detail = about.detail === undefined || about.detail === '' ? '' : `: ${about.detail}`;
  return `${capital(step)} failed at ${place}${code === undefined ? '' : ` (${code})`}${detail}`;
}

/**
 * Wraps any error of a step as a SetupFailure; one that is a SetupFailure already stays as it is.
 * @param {unknown} error what was thrown
 * @param {{ step: string, place: string, needsMb?: number }} about see {@link sentenceFor}
 * @returns {SetupFailure}
 */
export function asFailure(error, about) {
  if (error instanceof SetupFailure) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  const detail = error instanceof Error ? error.message : String(error);
  return new SetupFailure(sentenceFor(code, { ...about, detail }), { code: code ?? 'FAILED', cause: error });
}

/** @param {string} text */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * Runs a script's main function; an expected failure ends it with its sentence on stderr and exit code 1,
 * a bug keeps its stack trace.
 * @param {() => Promise<number | undefined>} main resolves to the exit code (none: 0)
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    process.exitCode = 1;
    console.error(error instanceof SetupFailure ? `taktline: ${error.message}` : error);
  }
}
