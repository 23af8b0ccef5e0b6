import type { GatewayLog } from './gateway-sources';
import { type LanCertificate, LanCertificateError, type LanIdentity } from './tls/lan-identity';
import type { CertificateNames } from './tls/write-certificate';

/** What serving the network needs beside the port. */
export interface LanOptions {
  readonly identity: LanIdentity;
  /** Names and addresses of this machine at the moment. */
  readonly names: () => CertificateNames;
  /** Wall clock, ms since the epoch. */
  readonly nowMs: () => number;
}

/** How the appliance is reached from the network. */
export interface LanFacts {
  readonly names: CertificateNames;
  /** Undefined while there is none that could be used. */
  readonly certificate: LanCertificate | undefined;
  /** What a person must do something about, each with its remedy. */
  readonly problems: readonly string[];
}

/**
 * The appliance's names on the network and the certificate for them, looked at again every half minute: an address that
 * changes, or a file that is replaced, needs no restart; and what is wrong with a file is told, while all else goes on.
 */
export class LanService {
  readonly #options: LanOptions & { readonly log: GatewayLog };
  #facts: LanFacts;
  #onFacts: (facts: LanFacts) => void = () => {};
  #looking: Promise<void> | undefined;

  constructor(options: LanOptions & { readonly log: GatewayLog }) {
    this.#options = options;
    this.#facts = { names: options.names(), certificate: undefined, problems: [] };
  }

  get facts(): LanFacts {
    return this.#facts;
  }

  /** Told after each look at which something was another than before. */
  set onFacts(listener: (facts: LanFacts) => void) {
    this.#onFacts = listener;
  }

  /** Looks at names and certificate; never rejects. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const { names: namesNow, identity, nowMs } = this.#options;
    const names = namesNow();
    try {
      const certificate = await identity.certificateFor(names, nowMs());
      this.#keep({ names, certificate, problems: certificate.problems });
    } catch (error) {
      const sentence =
        error instanceof LanCertificateError ? error.message : `The certificate failed: ${String(error)}.`;
      // The certificate of before serves on.
      this.#keep({ names, certificate: this.#facts.certificate, problems: [sentence] });
    }
  }

  #keep(facts: LanFacts): void {
    const before = this.#facts;
    this.#facts = facts;
    for (const sentence of facts.problems) {
      if (!before.problems.includes(sentence)) this.#options.log.warn('network-certificate', { sentence });
    }
    if (before.certificate === undefined || stateOf(before) !== stateOf(facts)) this.#onFacts(facts);
  }
}

function stateOf({ names, certificate }: LanFacts): string {
  return JSON.stringify([names, certificate?.fingerprint]);
}
