import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CREDENTIAL_NAME } from './config/credential-password-store';
import { FilePasswordStore, passwordFileOf } from './config/file-password-store';
import { exportSettings, importSettings, readExport } from './config/settings-exchange';
import { claimUserDataFolder, userDataFolder } from './config/user-data-folder';

/** The commands that carry an appliance's settings, without secrets, to the next one. */
export const SETTINGS_COMMANDS = ['export', 'import'] as const;

const USAGE = `Usage: npm run provision -- export [--data DIR] > settings.json
       npm run provision -- import FILE [--data DIR] [--password-from-env | --no-password]
  --data DIR            the appliance's data folder; the platform's own where it is not given
  --password-from-env   keeps PGPASSWORD in a file of this user alone, mode 0600
  --no-password         the server asks for none`;

type Environment = Record<string, string | undefined>;

/**
 * `provision export` prints the settings of an appliance; `provision import` puts such a file into a data folder, from
 * where the next start shows its plant.
 * @param args with the command first
 * @param print one text to stdout
 * @throws Error with one sentence that names the flag, the file or the folder, never a password
 */
export async function runSettingsCommand(
  args: readonly string[],
  environment: Environment,
  print: (text: string) => void,
): Promise<number> {
  const { values, positionals } = parse(args);
  const [command, path, ...more] = positionals;
  const folder = resolve(values.data ?? userDataFolder(environment, process.platform, homedir()));
  if (more.length > 0 || (command === 'import') !== (path !== undefined)) throw new Error(USAGE);
  if (path === undefined) {
    print((await exportSettings(folder)).trimEnd());
    return 0;
  }
  if (values['password-from-env'] && values['no-password']) throw new Error(`Give one of the two flags.\n${USAGE}`);
  const settings = readExport(path, readFile(path));
  await claimUserDataFolder(folder);
  const store = new FilePasswordStore(passwordFileOf(folder));
  if (values['password-from-env']) await store.write(passwordIn(environment));
  const plant = await importSettings(folder, settings, values['no-password'] ? 'none' : 'file');
  print(`Imported into ${folder}.`);
  if (plant !== undefined && plant.passwordPlace !== 'none' && !values['password-from-env']) {
    print(
      `The password of ${plant.user} must lie in ${store.description}, or in the systemd credential ${CREDENTIAL_NAME}.`,
    );
  }
  return 0;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        'password-from-env': { type: 'boolean', default: false },
        'no-password': { type: 'boolean', default: false },
      },
    });
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('. ')[0] ?? cause.message) : String(cause);
    throw new Error(`${reason}.\n${USAGE}`, { cause });
  }
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Error(`The settings file ${path} cannot be read (${code}); give the path of an exported file.`, {
      cause,
    });
  }
}

function passwordIn(environment: Environment): string {
  const { PGPASSWORD: password } = environment;
  if (password === undefined || password === '') {
    throw new Error('--password-from-env needs PGPASSWORD, the password of the daily login.');
  }
  return password;
}
