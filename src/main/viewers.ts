import { randomBytes } from 'node:crypto';
import { homedir, hostname, networkInterfaces } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import defaultSettingsText from '../../resources/default-settings.json?raw';
import { networkSecretsOf, SecretFolder } from './config/secret-folder';
import { settingsIn } from './config/settings-file';
import { userDataFolder } from './config/user-data-folder';
import { pageAddresses, servedNames } from './gateway/served-names';
import { ViewerKeys } from './gateway/viewer-keys';

/**
 * `npm run viewers`: the keys of the screens that an appliance lets in, for one without a window. It works on the files
 * of the data folder; an appliance that runs on it takes each change over within a second.
 */
const USAGE = `Usage: npm run viewers -- COMMAND [--data DIR]
  list          the keys: id, name, created, last used
  pair NAME     a pairing code for a screen, valid for 5 min, to be typed at the appliance's https address
  issue NAME    a token for a program, such as another appliance; told this once
  revoke ID     the key is valid no more; whoever is in by it is out`;

class UsageError extends Error {
  override readonly name = 'UsageError';
}

const say = (line: string) => process.stdout.write(`${line}\n`);
const day = (timeMs: number) => new Date(timeMs).toISOString().slice(0, 16).replace('T', ' ');

async function addressesOf(dataFolder: string): Promise<readonly string[]> {
  const { listen, port, names } = (await settingsIn(dataFolder, defaultSettingsText)).gateway;
  if (listen === 'loopback') return [];
  return pageAddresses(servedNames({ hostname: hostname(), interfaces: networkInterfaces() }, names), port);
}

async function pair(keys: ViewerKeys, name: string, dataFolder: string): Promise<void> {
  const [address] = await addressesOf(dataFolder);
  const { code } = await keys.offerPairing(name);
  say(`${code.slice(0, 4)} ${code.slice(4)}`);
  say(
    address === undefined
      ? 'The network is not served: set gateway.listen to "lan" and gateway.port in the settings, then start anew.'
      : `Type it at ${address} within 5 min; it works once.`,
  );
}

function list(keys: ViewerKeys): void {
  const all = keys.list();
  if (all.length === 0) say('No keys.');
  for (const { id, name, createdMs, lastUsedMs } of all) {
    say(
      `${id}  ${name}  created ${day(createdMs)}  ${lastUsedMs === undefined ? 'never used' : `used ${day(lastUsedMs)}`}`,
    );
  }
}

async function run(keys: ViewerKeys, words: readonly string[], dataFolder: string): Promise<void> {
  const [command = 'list', word, ...rest] = words;
  const takesWord = command === 'pair' || command === 'issue' || command === 'revoke';
  if (rest.length > 0 || takesWord !== (word !== undefined)) throw new UsageError(USAGE);
  if (command === 'list') list(keys);
  else if (word === undefined) throw new UsageError(USAGE);
  else if (command === 'pair') await pair(keys, word, dataFolder);
  else if (command === 'issue') say((await keys.issue(word)).token);
  else if (!(await keys.revoke(word))) throw new Error(`There is no key ${word}; "list" names those that there are.`);
}

function commandLine(): { readonly words: readonly string[]; readonly data: string | undefined } {
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options: { data: { type: 'string' } } });
    return { words: positionals, data: values.data };
  } catch (cause) {
    throw new UsageError(USAGE, { cause });
  }
}

async function main(): Promise<void> {
  const { words, data } = commandLine();
  const dataFolder = resolve(data ?? userDataFolder(process.env, process.platform, homedir()));
  const write = (event: string, fields: object = {}) => process.stderr.write(`${event} ${JSON.stringify(fields)}\n`);
  const keys = new ViewerKeys({
    ...{ folder: new SecretFolder(networkSecretsOf(dataFolder)), randomBytes, nowMs: Date.now },
    log: { info: write, warn: write },
  });
  await keys.start();
  try {
    await run(keys, words, dataFolder);
  } finally {
    await keys.close();
  }
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(error instanceof UsageError ? 2 : 1);
});
