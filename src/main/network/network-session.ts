import type { CallHandlers } from '../../shared/ipc';
import type { IssuedToken, NetworkState, NetworkWish } from '../../shared/network';
import type { SetupOutcome } from '../../shared/setup';
import type { GatewaySettings } from '../config/gateway-settings';
import { GatewaySettings as GatewaySettingsSchema } from '../config/gateway-settings';
import { SettingsError } from '../config/settings';
import { changeSettings } from '../config/settings-file';
import type { Log } from '../diagnostics/log';
import { GatewayFailure } from '../gateway/gateway-failure';
import type { LanFacts } from '../gateway/lan-service';
import { pageAddresses } from '../gateway/served-names';
import { LanCertificateError } from '../gateway/tls/lan-identity';
import type { PairingCode, ViewerKeys } from '../gateway/viewer-keys';

/** The gateway of the appliance that runs now, as the page of an installer needs it. */
export interface ServedNetwork {
  readonly settings: GatewaySettings;
  readonly port: number;
  readonly keys: Pick<ViewerKeys, 'list' | 'issue' | 'revoke' | 'offerPairing' | 'withdrawPairing' | 'isPairingOpen'>;
  /** Undefined where this machine alone is served. */
  facts(): LanFacts | undefined;
  viewerIds(): ReadonlySet<string>;
  /** @throws LanCertificateError where these could not be served */
  check(settings: GatewaySettings): Promise<void>;
  /** @throws GatewayFailure; then all is as before */
  reopen(settings: GatewaySettings): Promise<void>;
  /** @throws Error where there is no root of the appliance's own */
  renewRoot(): Promise<void>;
}

/** What it needs of the program around it. */
export interface NetworkWorld {
  readonly dataFolder: string;
  network(): Promise<ServedNetwork>;
  /** The gateway is another one: the page's policy names the old one's address. */
  reloadPage(): void;
  /** @returns its path; undefined when the person thinks better of it */
  saveText(suggestedName: string, text: string): Promise<string | undefined>;
  copyText(text: string): void;
  /** @returns undefined when the person thinks better of it */
  choosePath(title: string): Promise<string | undefined>;
  readonly log: Log;
  nowMs(): number;
}

type NetworkCalls = Pick<CallHandlers, Extract<keyof CallHandlers, `network${string}`>>;

/** Serving the network, for the app's own window: its settings, its keys, and pairing. */
export class NetworkSession implements NetworkCalls {
  readonly #world: NetworkWorld;
  /** The code that is shown; it is kept nowhere else in the clear. */
  #pairing: (PairingCode & { readonly name: string }) | undefined;
  #isBusy = false;

  constructor(world: NetworkWorld) {
    this.#world = world;
  }

  networkState = async (): Promise<NetworkState> => {
    const network = await this.#world.network();
    const facts = network.facts();
    const { listen, port, tls } = network.settings;
    const nowMs = this.#world.nowMs();
    const viewerIds = network.viewerIds();
    return {
      ...{ wish: { listen, port, tls }, port: network.port, nowMs },
      addresses: facts === undefined ? [] : [...pageAddresses(namesOf(facts), network.port)],
      ...certificateOf(facts),
      problems: [...(facts?.problems ?? [])],
      viewers: network.keys.list().map(({ lastUsedMs, ...each }) => ({
        ...each,
        ...(lastUsedMs === undefined ? {} : { lastUsedMs }),
        isIn: viewerIds.has(each.id),
      })),
      ...this.#pairingOf(network, nowMs),
    };
  };

  networkServe = (wish: NetworkWish): Promise<SetupOutcome> =>
    this.#outcome(async () => {
      const network = await this.#world.network();
      const settings = checked({ ...network.settings, ...wish });
      if (settings.listen === 'lan') await network.check(settings);
      const before = network.port;
      await network.reopen(settings);
      await this.#keep(wish);
      if (network.port !== before) this.#world.reloadPage();
      return settings.listen === 'lan' ? 'The network is served.' : 'This computer alone is served.';
    });

  networkPair = (name: string): Promise<SetupOutcome> =>
    this.#outcome(async () => {
      const { keys } = await this.#world.network();
      await this.#withdraw(keys);
      this.#pairing = { ...(await keys.offerPairing(name)), name };
    });

  networkUnpair = (): Promise<SetupOutcome> =>
    this.#outcome(async () => this.#withdraw((await this.#world.network()).keys));

  networkIssue = async (name: string): Promise<IssuedToken> => {
    let token: string | undefined;
    const outcome = await this.#outcome(async () => {
      const { keys } = await this.#world.network();
      ({ token } = await keys.issue(name));
    });
    return { outcome, ...(token === undefined ? {} : { token }) };
  };

  networkRevoke = (id: string): Promise<SetupOutcome> =>
    this.#outcome(async () => {
      const { keys } = await this.#world.network();
      const name = keys.list().find((each) => each.id === id)?.name ?? 'The key';
      await keys.revoke(id);
      return `${name} is out.`;
    });

  networkChooseFile = async (_which: 'certificate' | 'key', title: string): Promise<{ path?: string | undefined }> => {
    const path = await this.#world.choosePath(title);
    return path === undefined ? {} : { path };
  };

  networkSaveRoot = (): Promise<SetupOutcome> =>
    this.#outcome(async () => {
      const root = (await this.#world.network()).facts()?.certificate?.root;
      if (root === undefined)
        throw new Refusal('There is no root: the network is not served by an authority of its own.');
      const path = await this.#world.saveText('taktline-root.crt', root.pem);
      return path === undefined ? undefined : `Saved as ${path}.`;
    });

  networkRenewRoot = (): Promise<SetupOutcome> =>
    this.#outcome(async () => {
      await (await this.#world.network()).renewRoot();
      return 'There is a new root: install it on every screen.';
    });

  networkCopy = async (text: string): Promise<void> => this.#world.copyText(text);

  async #withdraw(keys: ServedNetwork['keys']): Promise<void> {
    const shown = this.#pairing;
    this.#pairing = undefined;
    if (shown !== undefined) await keys.withdrawPairing(shown.id);
  }

  #pairingOf({ keys }: ServedNetwork, nowMs: number): Pick<NetworkState, 'pairing'> {
    if (this.#pairing === undefined || !keys.isPairingOpen(this.#pairing.id)) return {};
    const { name, code, expiresMs } = this.#pairing;
    return { pairing: { name, code, leftMs: Math.max(0, expiresMs - nowMs) } };
  }

  async #keep(wish: NetworkWish): Promise<void> {
    await changeSettings(this.#world.dataFolder, (content) => ({
      ...content,
      gateway: { ...(content.gateway as object | undefined), ...wish },
    }));
  }

  async #outcome(command: () => Promise<unknown>): Promise<SetupOutcome> {
    if (this.#isBusy) return failed('busy', 'Something is being done already; wait for it.');
    this.#isBusy = true;
    try {
      const said = await command();
      return typeof said === 'string' ? { ok: true, said } : { ok: true };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (isForeseen(error)) return failed('refused', message);
      this.#world.log.error('network-unexpected', { message });
      return failed('unexpected', message);
    } finally {
      this.#isBusy = false;
    }
  }
}

/** A command that cannot be done; the message is for a person. */
class Refusal extends Error {
  override readonly name = 'Refusal';
}

function isForeseen(error: unknown): boolean {
  return [Refusal, GatewayFailure, LanCertificateError, SettingsError].some((kind) => error instanceof kind);
}

function failed(code: 'busy' | 'refused' | 'unexpected', message: string): SetupOutcome {
  return { ok: false, failure: { code, message, retryable: true } };
}

/** @throws Refusal naming what is wrong */
function checked(settings: GatewaySettings): GatewaySettings {
  const result = GatewaySettingsSchema.safeParse(settings);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Refusal(`${issue?.path.join('.') || 'The settings'}: ${issue?.message}.`);
}

/** A certificate of the plant is opened by the names in it; ours has them all. */
function namesOf({ names, certificate }: LanFacts): LanFacts['names'] {
  if (certificate === undefined || certificate.root !== undefined) return names;
  return { hosts: [...new Set([...certificate.hosts, ...names.hosts])], addresses: names.addresses };
}

function certificateOf(facts: LanFacts | undefined): Pick<NetworkState, 'certificate'> {
  if (facts?.certificate === undefined) return {};
  const { validToMs, fingerprint, root } = facts.certificate;
  const told = root && { fingerprint: root.fingerprint, validToMs: root.validToMs };
  return { certificate: { validToMs, fingerprint, ...(told === undefined ? {} : { root: told }) } };
}
