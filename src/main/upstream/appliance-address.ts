/** Where another appliance is. */
export interface ApplianceAddress {
  /** As people write it, such as `https://line-3.plant:4711`; also what it is called while it has told no name. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Where its data plane is. */
  readonly liveUrl: string;
  /** Certificate of the authority that its certificate is checked against, as PEM; undefined: those of the system. */
  readonly ca?: string;
}

/** The text is no address of an appliance; the message is one sentence with the remedy. */
export class ApplianceAddressError extends Error {
  override readonly name = 'ApplianceAddressError';
}

const EXAMPLE = 'write it like https://line-3.plant:4711';

/**
 * An address as a person types it: `http://host:port` or `https://host:port`.
 * @param ca PEM of the certificate authority, where the system does not know it
 * @throws ApplianceAddressError
 */
export function applianceAddress(text: string, ca?: string): ApplianceAddress {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '')
    throw new ApplianceAddressError(`${JSON.stringify(text)} is no address of an appliance; ${EXAMPLE}.`);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '' || url.pathname !== '/') {
    throw new ApplianceAddressError(
      `An appliance's address is scheme, host and port alone; ${EXAMPLE}. The token goes into its own field.`,
    );
  }
  const isTls = url.protocol === 'https:';
  return {
    url: url.origin,
    host: url.hostname,
    port: url.port === '' ? (isTls ? 443 : 80) : Number(url.port),
    liveUrl: `${isTls ? 'wss' : 'ws'}://${url.host}/live`,
    ...(ca === undefined ? {} : { ca }),
  };
}
