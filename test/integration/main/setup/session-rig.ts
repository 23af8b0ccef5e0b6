import { readFileSync } from 'node:fs';
import { FilePasswordStore, passwordFileOf } from '../../../../src/main/config/file-password-store';
import { SealedPasswordStore, sealedPasswordFileOf } from '../../../../src/main/config/sealed-password-store';
import { readOwnSettings } from '../../../../src/main/config/settings-file';
import { createLog } from '../../../../src/main/diagnostics/log';
import type { PlantAddress } from '../../../../src/main/plant/connection';
import { SetupSession } from '../../../../src/main/setup/setup-session';
import type { ShownPlant } from '../../../../src/main/setup/shown-plant';
import type { SetupOutcome, SetupState, SetupTarget } from '../../../../src/shared/setup';

/** A set-up with everything real but the window: dialogs answer from here, and what leaves the session is written down. */
export interface SessionRig {
  readonly session: SetupSession;
  /** Every state that the page would have been told. */
  readonly told: SetupState[];
  readonly logLines: string[];
  /** What was saved or copied, the newest last. */
  readonly saved: { readonly name: string; readonly text: string }[];
  /** What the next open dialog answers. */
  openNext(path: string): void;
  /** How often the app was told to show the configured plant. */
  followed(): number;
  shown: ShownPlant;
}

/** @param options.withKeyring whether this desktop has one */
export async function startRig(
  dataFolder: string,
  options: { readonly withKeyring?: boolean; readonly shown?: ShownPlant } = {},
): Promise<SessionRig> {
  const told: SetupState[] = [];
  const logLines: string[] = [];
  const saved: { name: string; text: string }[] = [];
  let openPath: string | undefined;
  let followed = 0;
  const file = new FilePasswordStore(passwordFileOf(dataFolder));
  const keyring = new SealedPasswordStore(sealedPasswordFileOf(dataFolder), {
    encryptString: (text) => Buffer.from([...text].reverse().join('')),
    decryptString: (sealed) => [...sealed.toString()].reverse().join(''),
  });
  const withKeyring = options.withKeyring === true;
  const rig = {
    told,
    logLines,
    saved,
    openNext: (path: string) => {
      openPath = path;
    },
    followed: () => followed,
    shown: options.shown ?? ({ kind: 'demo' } as ShownPlant),
  };
  const session = new SetupSession(
    {
      dataFolder,
      passwordStores: [file, ...(withKeyring ? [keyring] : [])],
      passwordFile: file,
      keyring: withKeyring ? { store: keyring } : { sentence: 'This desktop has no keyring.' },
      shown: async () => rig.shown,
      settingsFault: async () => undefined,
      configured: async () => (await readOwnSettings(dataFolder)).plant,
      followConfigured: async () => {
        followed += 1;
        const configured = (await readOwnSettings(dataFolder)).plant;
        if (configured !== undefined) rig.shown = { kind: 'configured', configured, givePassword: undefined };
      },
      saveText: async (name, text) => {
        saved.push({ name, text });
        return `/saved/${name}`;
      },
      copyText: (text) => saved.push({ name: 'clipboard', text }),
      openText: async () => {
        if (openPath === undefined) return undefined;
        return { path: openPath, text: readFileSync(openPath, 'utf8') };
      },
      timers: { after: (delayMs, run) => void setTimeout(run, delayMs) },
      log: createLog((line) => logLines.push(line), Date.now),
      nowMs: Date.now,
    },
    (state) => told.push(state),
  );
  await session.start();
  return Object.assign(rig, { session });
}

/** The target of an address that is reached without TLS. */
export function targetOf({ host, port, database, user }: PlantAddress): SetupTarget {
  return { host, port, database, user, tlsMode: 'disable' };
}

/** What a command said; fails the test with the sentence where it was refused. */
export async function done(outcome: Promise<SetupOutcome>): Promise<string | undefined> {
  const ended = await outcome;
  if (!ended.ok) throw new Error(ended.failure.message);
  return ended.said;
}

/** Why a command was refused; fails the test where it was not. */
export async function refused(outcome: Promise<SetupOutcome>) {
  const ended = await outcome;
  if (ended.ok) throw new Error('it was done');
  return ended.failure;
}
