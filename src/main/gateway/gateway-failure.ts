/** Why the gateway cannot serve: a code for programs, a sentence with a remedy for people. */
export class GatewayFailure extends Error {
  override readonly name = 'GatewayFailure';
  readonly code: 'port-in-use' | 'port-refused' | 'address-unknown' | 'listen-failed';

  constructor(code: GatewayFailure['code'], message: string, cause: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** The failure that a listening server's error means. */
export function listenFailure(error: NodeJS.ErrnoException, host: string, port: number): GatewayFailure {
  switch (error.code) {
    case 'EADDRINUSE':
      return new GatewayFailure(
        'port-in-use',
        `Port ${port} on ${host} is in use by another program: stop that program or choose another port (0 takes any free one).`,
        error,
      );
    case 'EACCES':
      return new GatewayFailure(
        'port-refused',
        `Port ${port} on ${host} may not be used by this user: choose one above 1023.`,
        error,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new GatewayFailure(
        'address-unknown',
        `This machine has no address ${host}: listen on 127.0.0.1 or on an address that it has.`,
        error,
      );
    default:
      return new GatewayFailure(
        'listen-failed',
        `The gateway cannot listen on ${host}, port ${port} (${error.code ?? error.message}): choose another port.`,
        error,
      );
  }
}
