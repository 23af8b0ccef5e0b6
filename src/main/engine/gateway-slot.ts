import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import { APP_ORIGIN } from '../../shared/ipc';
import type { GatewaySettings, GatewayTls } from '../config/gateway-settings';
import type { AccessKeys } from '../gateway/access-keys';
import { type Gateway, startGateway } from '../gateway/gateway';
import type { GatewayLog, GatewaySources } from '../gateway/gateway-sources';
import { servedNames } from '../gateway/served-names';
import type { LanIdentity } from '../gateway/tls/lan-identity';
import { OwnAuthority, type SecretFiles } from '../gateway/tls/own-authority';
import { PlantCertificate } from '../gateway/tls/plant-certificate';

export interface GatewaySlotOptions {
  readonly rendererFolder: string;
  readonly sources: GatewaySources;
  readonly accessKeys: AccessKeys;
  readonly log: GatewayLog;
  /** Where the keys of the network's certificate are kept. */
  readonly secrets: SecretFiles;
  /** Told how long an update was under way to a viewer, ms. */
  readonly onLag: (ms: number) => void;
}

/** The gateway of an engine, which may be opened anew with other settings while all else goes on. */
export class GatewaySlot {
  readonly #options: GatewaySlotOptions;
  #settings: GatewaySettings;
  #present: Gateway;

  private constructor(options: GatewaySlotOptions, settings: GatewaySettings, present: Gateway) {
    this.#options = options;
    this.#settings = settings;
    this.#present = present;
  }

  /** @throws GatewayFailure with one sentence when the port cannot be had */
  static async open(options: GatewaySlotOptions, settings: GatewaySettings): Promise<GatewaySlot> {
    return new GatewaySlot(options, settings, await start(options, settings));
  }

  get present(): Gateway {
    return this.#present;
  }

  /** What it was opened with. */
  get settings(): GatewaySettings {
    return this.#settings;
  }

  /**
   * Closes it and opens it anew; viewers come back by themselves.
   * @throws GatewayFailure with one sentence when that cannot be; then it is open as before
   */
  async reopen(settings: GatewaySettings): Promise<void> {
    await this.#present.close();
    try {
      this.#present = await start(this.#options, settings);
      this.#settings = settings;
    } catch (error) {
      this.#present = await start(this.#options, this.#settings);
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#present.close();
  }
}

async function start(options: GatewaySlotOptions, { listen, port, tls, names }: GatewaySettings): Promise<Gateway> {
  const { rendererFolder, sources, accessKeys, log, secrets, onLag } = options;
  const lan = {
    identity: identityFor(tls, secrets),
    names: () => servedNames({ hostname: hostname(), interfaces: networkInterfaces() }, names),
    nowMs: Date.now,
  };
  const gateway = await startGateway({
    ...{ port, staticFolder: rendererFolder, sources, accessKeys, log, appOrigin: APP_ORIGIN, onLag },
    ...(listen === 'lan' ? { lan } : {}),
  });
  log.info('gateway-open', { url: gateway.url, listen, port: gateway.port });
  return gateway;
}

/** Where the certificate for the network comes from. */
export function identityFor(tls: GatewayTls, files: SecretFiles): LanIdentity {
  if (tls.certificate === 'own') return new OwnAuthority({ files, randomBytes });
  const { certificateFile, keyFile } = tls;
  return new PlantCertificate({ certificateFile, keyFile, readFile: (path) => readFile(path, 'utf8') });
}
