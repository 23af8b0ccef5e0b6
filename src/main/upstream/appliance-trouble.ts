import type { ApplianceAddress } from './appliance-address';

const BY_CODE: Readonly<Record<string, (at: ApplianceAddress) => string>> = {
  ECONNREFUSED: ({ host, port }) =>
    `nothing listens at ${host}, port ${port}: is the appliance running, and is it that port?`,
  ENOTFOUND: ({ host }) => `the name ${host} is not known here; check its spelling, or write its address.`,
  EAI_AGAIN: ({ host }) => `the name ${host} cannot be looked up just now; is this computer on the network?`,
  EHOSTUNREACH: ({ host }) => `there is no way to ${host} from here; is this computer on the network?`,
  ENETUNREACH: ({ host }) => `there is no way to ${host} from here; is this computer on the network?`,
  ETIMEDOUT: ({ host }) => `${host} does not answer; is it on, and does a firewall let us through?`,
  ECONNRESET: ({ host, port }) =>
    `${host} broke the connection off; is port ${port} that of an appliance, and its scheme http or https?`,
  EPROTO: () => 'the connection is no TLS; write http:// where the appliance serves without.',
  DEPTH_ZERO_SELF_SIGNED_CERT: () => UNKNOWN_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: () => UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: () => UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: () => UNKNOWN_AUTHORITY,
  CERT_HAS_EXPIRED: () => "the appliance's certificate has expired; renew it there, or correct this computer's clock.",
  ERR_TLS_CERT_ALTNAME_INVALID: ({ host }) =>
    `the appliance's certificate is not for ${host}; use a name or address that it names.`,
};

const UNKNOWN_AUTHORITY =
  "the appliance's certificate is of an authority that is not known here; give that authority's certificate (PEM).";

/** Why a connection could not be made or ended, as one sentence that goes on after a colon. */
export function describeSocketTrouble(error: unknown, address: ApplianceAddress): string {
  const cause = error instanceof AggregateError ? error.errors[0] : error;
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause ? String(cause.code) : '';
  if (cause.message.includes('handshake has timed out')) return BY_CODE.ETIMEDOUT?.(address) ?? cause.message;
  return BY_CODE[code]?.(address) ?? `${cause.message.replace(/\.$/, '')}.`;
}

/** Why an HTTP answer came instead of a connection. */
export function describeHttpStatus(status: number, { host }: ApplianceAddress): string {
  if (status === 403)
    return `the appliance does not answer to the name ${host}; serve the network there, or use a name that it has.`;
  if (status === 404) return 'what answers there is no appliance of ours, or an older one.';
  if (status === 503) return 'the appliance serves as many screens as it can; try again later.';
  return `what answers there says HTTP ${status}; is it an appliance?`;
}
