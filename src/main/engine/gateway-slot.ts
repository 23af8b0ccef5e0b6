import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import { APP_ORIGIN } from '../../shared/ipc-channels';
import type { NetworkTls } from '../../shared/network';
import type { GatewaySettings } from '../config/gateway-settings';
import type { AccessKeys } from '../gateway/access-keys';
import { type Gateway, startGateway } from '../gateway/gateway';
import type { GatewayLog, GatewaySources } from '../gateway/gateway-sources';
import type { LanFacts } from '../gateway/lan-service';
import { servedNames } from '../gateway/served-names';
import { LanCertificateError, type LanIdentity } from '../gateway/tls/lan-identity';
import { OwnAuthority, type SecretFiles } from '../gateway/tls/own-authority';
import { PlantCertificate } from '../gateway/tls/plant-certificate';
import type { CertificateNames } from '../gateway/tls/write-certificate';
import type { ViewerKeys } from '../gateway/viewer-keys';

export interface GatewaySlotOptions {
  readonly rendererFolder: string;
  readonly sources: GatewaySources;
  readonly accessKeys: AccessKeys;
  readonly viewerKeys: ViewerKeys;
  readonly log: GatewayLog;
  /** Where the keys of the network's certificate are kept. */
  readonly secrets: SecretFiles;
  /** Told how long an update was under way to a viewer, ms. */
  readonly onLag: (ms: number) => void;
}

interface Opened {
  readonly gateway: Gateway;
  readonly settings: GatewaySettings;
  readonly identity: LanIdentity;
}

/** The gateway of an engine, which may be opened anew with other settings while all else goes on. */
export class GatewaySlot {
  readonly keys: ViewerKeys;
  readonly #options: GatewaySlotOptions;
  #opened: Opened;

  private constructor(options: GatewaySlotOptions, opened: Opened) {
    this.keys = options.viewerKeys;
    this.#options = options;
    this.#opened = opened;
  }

  /** @throws GatewayFailure with one sentence when the port cannot be had */
  static async open(options: GatewaySlotOptions, settings: GatewaySettings): Promise<GatewaySlot> {
    return new GatewaySlot(options, await start(options, settings));
  }

  get present(): Gateway {
    return this.#opened.gateway;
  }

  /** What it was opened with. */
  get settings(): GatewaySettings {
    return this.#opened.settings;
  }

  get port(): number {
    return this.present.port;
  }

  facts(): LanFacts | undefined {
    return this.present.lan();
  }

  viewerIds(): ReadonlySet<string> {
    return this.present.viewerIds();
  }

  /** @throws LanCertificateError with one sentence where the network could not be served so */
  async check({ tls, names }: GatewaySettings): Promise<void> {
    await identityFor(tls, this.#options.secrets).certificateFor(namesOfMachine(names), Date.now());
  }

  /**
   * Closes it and opens it anew; viewers come back by themselves.
   * @throws GatewayFailure with one sentence when that cannot be; then it is open as before
   */
  async reopen(settings: GatewaySettings): Promise<void> {
    const { settings: before, port } = this;
    await this.present.close();
    try {
      this.#opened = await start(this.#options, settings);
    } catch (error) {
      // The port of before, also where any free one had been taken.
      this.#opened = { ...(await start(this.#options, { ...before, port })), settings: before };
      throw error;
    }
  }

  /**
   * Makes a new root, which every screen must be told of.
   * @throws LanCertificateError where the certificate is the plant's; Error where it cannot be kept
   */
  async renewRoot(): Promise<void> {
    const { identity, settings, gateway } = this.#opened;
    if (!(identity instanceof OwnAuthority))
      throw new LanCertificateError('The certificate is the plant’s: its authority renews it.');
    await identity.renewRoot(namesOfMachine(settings.names), Date.now());
    await gateway.lookAtLan();
  }

  close(): Promise<void> {
    return this.present.close();
  }
}

async function start(options: GatewaySlotOptions, settings: GatewaySettings): Promise<Opened> {
  const { rendererFolder, sources, accessKeys, log, secrets, onLag } = options;
  const { listen, port, tls, names } = settings;
  const identity = identityFor(tls, secrets);
  const lan = { identity, names: () => namesOfMachine(names), nowMs: Date.now };
  const gateway = await startGateway({
    ...{ port, staticFolder: rendererFolder, sources, accessKeys, log, appOrigin: APP_ORIGIN, onLag },
    ...(listen === 'lan' ? { lan } : {}),
  });
  log.info('gateway-open', { url: gateway.url, listen, port: gateway.port });
  return { gateway, settings, identity };
}

function namesOfMachine(added: readonly string[]): CertificateNames {
  return servedNames({ hostname: hostname(), interfaces: networkInterfaces() }, added);
}

/** Where the certificate for the network comes from. */
function identityFor(tls: NetworkTls, files: SecretFiles): LanIdentity {
  if (tls.certificate === 'own') return new OwnAuthority({ files, randomBytes });
  const { certificateFile, keyFile } = tls;
  return new PlantCertificate({ certificateFile, keyFile, readFile: (path) => readFile(path, 'utf8') });
}
