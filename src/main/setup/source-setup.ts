import { readFile } from 'node:fs/promises';
import type { CallHandlers } from '../../shared/ipc';
import type { SetupOutcome } from '../../shared/setup';
import type { SourceRequest, SourceState, SourceTest } from '../../shared/source-setup';
import { findSecret, type PasswordStore, type WritablePasswordStore } from '../config/password-store';
import { changeSettings, ownSettingsInForce } from '../config/settings-file';
import { systemTimers } from '../plant/clock';
import { type ApplianceAddress, ApplianceAddressError, applianceAddress } from '../upstream/appliance-address';
import { applianceSockets } from '../upstream/appliance-socket';
import { probeAppliance } from '../upstream/probe-appliance';
import { SetupError, setupFailure } from './setup-error';

/** What connecting to another appliance needs of the program around it. */
export interface SourceWorld {
  readonly dataFolder: string;
  /** Those that can be read, in the order in which they are tried. */
  readonly tokenStores: readonly PasswordStore[];
  /** Those that a token can be put into, the best first. */
  readonly tokenPlaces: readonly WritablePasswordStore[];
  /** Shows what is configured now in place of what is shown. @throws Error with one sentence */
  followConfigured(): Promise<void>;
}

/** Another appliance in the plant's place, given by a person: address and token, tried before they are kept. */
export class SourceSetup implements Pick<CallHandlers, 'sourceState' | 'sourceTest' | 'sourceUse'> {
  readonly #world: SourceWorld;

  constructor(world: SourceWorld) {
    this.#world = world;
  }

  sourceState = async (): Promise<SourceState> => {
    const { source } = (await ownSettingsInForce(this.#world.dataFolder)).read;
    const places = this.#world.tokenPlaces.flatMap(({ place, description }) =>
      place === 'credential' ? [] : [{ place, sentence: `Kept in ${description}.` }],
    );
    if (source?.kind !== 'appliance') return { tokenPlaces: places };
    const caFile = source.caFile === undefined ? {} : { caFile: source.caFile };
    return { url: source.url, ...caFile, tokenPlaces: places };
  };

  sourceTest = async (request: SourceRequest): Promise<SourceTest> => {
    try {
      return await this.#test(request);
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      return { isGood: false, stages: [{ isGood: false, sentence: error.message }] };
    }
  };

  /** Keeps what was given and shows it; not where the test of it fails. */
  sourceUse = async (request: SourceRequest): Promise<SetupOutcome> => {
    try {
      const { isGood, stages } = await this.#test(request);
      if (!isGood) throw new SetupError('connection', stages.at(-1)?.sentence ?? 'The appliance does not answer.');
      await this.#keep(request);
      await this.#world.followConfigured();
      return { ok: true, said: `Everything comes from ${request.url} now.` };
    } catch (error) {
      const failure = setupFailure(error, undefined);
      if (failure === undefined) throw error;
      return { ok: false, failure };
    }
  };

  async #test(request: SourceRequest): Promise<SourceTest> {
    const address = await addressOf(request);
    const stages = await probeAppliance({
      ...{ address, token: await this.#token(request, address), openSocket: applianceSockets(address) },
      after: (delayMs, callback) => systemTimers.setTimer(callback, delayMs),
      nowMs: systemTimers.nowMs,
    });
    return { isGood: stages.length > 0 && stages.every(({ isGood }) => isGood), stages: [...stages] };
  }

  /** The given one; or, for the address that is configured already, the kept one. */
  async #token({ token }: SourceRequest, address: ApplianceAddress): Promise<string> {
    if (token !== '') return token;
    const { source } = (await ownSettingsInForce(this.#world.dataFolder)).read;
    if (source?.kind !== 'appliance' || source.url !== address.url)
      throw new SetupError('not-yet', 'Give a viewer token, which that appliance issues.');
    const kept = await findSecret(`The viewer token of ${source.url}`, source.tokenPlace, this.#world.tokenStores);
    if (kept.kind === 'lacking') throw new SetupError('not-yet', kept.sentence);
    return kept.password;
  }

  /** The token goes to its one place and is forgotten in every other. */
  async #keep(request: SourceRequest): Promise<void> {
    const { tokenPlaces, dataFolder } = this.#world;
    const { url } = applianceAddress(request.url);
    if (request.token !== '') {
      const place = tokenPlaces.find((store) => store.place === request.tokenPlace);
      if (place === undefined) throw new SetupError('password-place', 'This desktop has no keyring; choose the file.');
      await place.write(request.token);
      for (const store of tokenPlaces) if (store !== place) await store.forget();
    }
    const { caFile, tokenPlace } = request;
    await changeSettings(dataFolder, (content) => ({
      ...content,
      source: { kind: 'appliance', url, ...(caFile === undefined ? {} : { caFile }), tokenPlace },
    }));
  }
}

/** @throws SetupError with one sentence */
async function addressOf({ url, caFile }: SourceRequest): Promise<ApplianceAddress> {
  try {
    return applianceAddress(url, caFile === undefined ? undefined : await readFile(caFile, 'utf8'));
  } catch (error) {
    if (error instanceof ApplianceAddressError) throw new SetupError('settings', error.message);
    throw new SetupError('file', `The certificate file ${caFile} cannot be read; choose it again.`);
  }
}
