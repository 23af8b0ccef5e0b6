import { randomBytes } from 'node:crypto';
import type { FinishRequest, PasswordChoice, SetupChoice } from '../../shared/setup';
import type { ConfiguredPlant } from '../config/configured-plant';
import type { WritablePasswordStore } from '../config/password-store';
import { changeSettings } from '../config/settings-file';
import type { PlantAddress } from '../plant/connection';
import { describePlantTrouble } from '../plant/plant-error';
import { setReaderPassword } from '../provisioning/reader-password';
import { SALT_BYTES } from '../provisioning/scram-verifier';
import { type PlantAccess, withSessionAt } from './plant-access';
import { SetupError } from './setup-error';
import type { SetupWorld } from './setup-world';
import { addressOf } from './shown-plant';

/** The places that this machine offers for the password, the best first, each with what is to be known of it. */
export function passwordPlaces(
  world: Pick<SetupWorld, 'keyring' | 'passwordFile'>,
): readonly { place: PasswordChoice; sentence: string }[] {
  return [
    ...('store' in world.keyring
      ? [{ place: 'keyring' as const, sentence: `Kept by ${world.keyring.store.description}; opened at each start.` }]
      : []),
    {
      place: 'file',
      sentence: `Kept in ${world.passwordFile.description}. Whoever may use this user's files can read it.`,
    },
    { place: 'ask', sentence: 'Kept nowhere: a person gives it in this window at each start, also after a power cut.' },
  ];
}

/**
 * The plant as the settings are to hold it, and the password of its daily login.
 * @param reader the login for daily work, where one is wanted
 */
export async function plantToConfigure(
  access: PlantAccess,
  request: FinishRequest,
  provisioning: Readonly<Record<string, unknown>>,
  reader: string | undefined,
): Promise<{ readonly plant: ConfiguredPlant; readonly password: string | undefined }> {
  const { target } = access;
  if (target === undefined) throw new SetupError('not-yet', 'Name the plant first: host, database and user.');
  if (request.daily !== 'own' && reader === undefined) {
    throw new SetupError('refused', 'No login for daily work was chosen; choose one, or go on with your own.');
  }
  const asReader = request.daily === 'own' ? undefined : reader;
  const password = asReader === undefined ? await access.password() : access.readerPassword;
  const { host, port, database, tlsMode, caFile } = target;
  const user = asReader ?? target.user;
  return {
    plant: {
      ...(request.name === '' ? {} : { name: request.name }),
      ...{ host, port, database, user },
      tls: { mode: tlsMode, ...(caFile === undefined ? {} : { caFile }) },
      passwordPlace: password === undefined ? 'none' : request.passwordPlace,
      provisioning: { ...provisioning },
    },
    password,
  };
}

/**
 * Keeps the plant, where its samples are, and its password, after a look whether they let us in. The password goes to its one place and is
 * forgotten in every other.
 * @throws SetupError, PasswordStoreError, SettingsError; the driver's error
 */
export async function configurePlant(
  world: SetupWorld,
  { plant, tables }: { readonly plant: ConfiguredPlant; readonly tables: SetupChoice['tables'] },
  password: string | undefined,
): Promise<void> {
  await tryLogin(addressOf(plant, password));
  const stores: readonly WritablePasswordStore[] = [
    world.passwordFile,
    ...('store' in world.keyring ? [world.keyring.store] : []),
  ];
  const place = stores.find((store) => store.place === plant.passwordPlace);
  if (place === undefined && plant.passwordPlace === 'keyring') {
    throw new SetupError(
      'password-place',
      'This desktop has no keyring that could keep the password; choose another place.',
    );
  }
  if (place !== undefined && password !== undefined) await place.write(password);
  await changeSettings(world.dataFolder, (content) => ({
    ...content,
    plant: { ...unknownOf(content.plant), ...plant },
    // Whoever sets a plant up wants to see it, not what another appliance shows.
    source: undefined,
    // Undefined is left out of the file: our own tables need no word.
    tables: Object.keys(tables).length === 0 ? undefined : tables,
  }));
  for (const store of stores) if (store !== place) await store.forget();
}

/** @throws SetupError naming the login that is not let in */
async function tryLogin(address: PlantAddress): Promise<void> {
  try {
    await withSessionAt(address, async (session) => session.query('SELECT 1'));
  } catch (error) {
    throw new SetupError('connection', describePlantTrouble(error, address));
  }
}

/**
 * Sets the password of the login for daily work, which then must be told to every other appliance of the plant.
 * @throws ProvisioningFailure; SetupError where none was given; the driver's error
 */
export async function setDailyPassword(access: PlantAccess, reader: string): Promise<void> {
  const password = access.readerPassword;
  if (password === undefined) throw new SetupError('not-yet', `Give ${reader} a password first.`);
  await access.withSession((session) => setReaderPassword(session, reader, password, randomBytes(SALT_BYTES)));
}

const KNOWN = new Set(['name', 'host', 'port', 'database', 'user', 'tls', 'passwordPlace', 'provisioning']);

/** What a later version has put beside what this one knows. */
function unknownOf(plant: unknown): object {
  if (typeof plant !== 'object' || plant === null) return {};
  return Object.fromEntries(Object.entries(plant).filter(([key]) => !KNOWN.has(key)));
}
