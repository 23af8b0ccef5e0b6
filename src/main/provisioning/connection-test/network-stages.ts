import { connect, isIP } from 'node:net';
import { DeadlinePassed, inSeconds, withDeadline } from './deadline';
import { errorCode } from './error-facts';
import { type Finding, failed, passed } from './stage-result';
import type { ConnectionTestDeps, TestTarget } from './test-target';

export interface HostAddress {
  readonly address: string;
  readonly family: number;
}

interface Limit {
  readonly limitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Which addresses the host's name has. */
export async function resolveName(
  target: TestTarget,
  deps: Pick<ConnectionTestDeps, 'lookup'>,
  limit: Limit,
): Promise<{ readonly finding: Finding; readonly addresses: readonly HostAddress[] }> {
  const { host } = target;
  const family = isIP(host);
  if (family !== 0) {
    const finding = passed(`${host} is an address; there is no name to look up.`, { addresses: [host] });
    return { finding, addresses: [{ address: host, family }] };
  }
  if (host.startsWith('/')) {
    const remedy = 'Give a host name or an address, such as localhost.';
    return { finding: failed(`${host} is the folder of a Unix socket, which is not tested.`, remedy), addresses: [] };
  }
  try {
    const addresses = await withDeadline(deps.lookup(host), limit.limitMs, limit);
    if (addresses.length === 0) throw Object.assign(new Error('no address'), { code: 'ENOTFOUND' });
    const names = addresses.map(({ address }) => address);
    return { finding: passed(`${host} has the address ${names.join(', ')}.`, { addresses: names }), addresses };
  } catch (error) {
    limit.signal?.throwIfAborted();
    return { finding: nameFailure(host, error), addresses: [] };
  }
}

function nameFailure(host: string, error: unknown): Finding {
  if (error instanceof DeadlinePassed) {
    const remedy = "Check this computer's network and name server, or give the server's IP address.";
    return failed(`No name server answered for ${host} within ${inSeconds(error.limitMs)}.`, remedy);
  }
  const code = errorCode(error) ?? 'unknown';
  if (code === 'EAI_AGAIN') {
    const remedy = "Check this computer's network and name server, or give the server's IP address.";
    return failed(`The name ${host} could not be looked up just now (${code}).`, remedy, { code });
  }
  const remedy = "Check the spelling of the host, or give the server's IP address.";
  return failed(`The name ${host} is unknown (${code}).`, remedy, { code });
}

/** Whether the port can be reached, and by which of the addresses. */
export async function reachPort(
  target: TestTarget,
  addresses: readonly HostAddress[],
  deps: Pick<ConnectionTestDeps, 'elapsedMs'>,
  limit: Limit,
): Promise<{ readonly finding: Finding; readonly reached?: string }> {
  const startedMs = deps.elapsedMs();
  try {
    const reached = await open(target.port, addresses, limit);
    const tookMs = Math.round(deps.elapsedMs() - startedMs);
    const what = `${reached} accepts connections on port ${target.port} (${tookMs} ms).`;
    return { finding: passed(what, { address: reached, tookMs }), reached };
  } catch (error) {
    limit.signal?.throwIfAborted();
    return { finding: tcpFailure(target, error) };
  }
}

/** Tries the addresses one after the other, as Node does for a name with several. */
async function open(port: number, addresses: readonly HostAddress[], limit: Limit): Promise<string> {
  const [first] = addresses;
  if (first === undefined) throw new Error('no address to connect to');
  const socket =
    addresses.length === 1
      ? connect({ host: first.address, port })
      : connect({
          host: 'several-addresses',
          port,
          autoSelectFamily: true,
          lookup: (_host, _options, done) => done(null, [...addresses]),
        });
  try {
    const connected = new Promise<string>((resolve, reject) => {
      socket.once('connect', () => resolve(socket.remoteAddress ?? first.address));
      socket.once('error', reject);
    });
    return await withDeadline(connected, limit.limitMs, limit);
  } finally {
    socket.destroy();
  }
}

const UNREACHABLE = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL']);

function tcpFailure({ host, port }: TestTarget, error: unknown): Finding {
  if (error instanceof DeadlinePassed) {
    return failed(
      `${host} did not answer on port ${port} within ${inSeconds(error.limitMs)}.`,
      'Check that the server is switched on and that no firewall between here and there drops the port.',
      { code: 'timeout' },
    );
  }
  const code = errorCode(error) ?? 'unknown';
  if (code === 'ECONNREFUSED') {
    return failed(
      `${host} refuses connections on port ${port}.`,
      "Check the port, that PostgreSQL runs, and that its listen_addresses includes the server's network address.",
      { code },
    );
  }
  if (UNREACHABLE.has(code)) {
    const remedy = "Check this computer's cable, address and route to the server's network.";
    return failed(`There is no way from here to ${host} (${code}).`, remedy, { code });
  }
  const remedy = 'Check host and port, then the network between here and the server.';
  return failed(`No connection to ${host} on port ${port} (${code}).`, remedy, { code });
}
