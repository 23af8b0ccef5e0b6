import { startAppliance } from './appliance';
import { offerBrowserAddress } from './browser-address';
import { CommandLineError, readCommandLine } from './config/command-line';
import { CredentialPasswordStore, TOKEN_CREDENTIAL_NAME } from './config/credential-password-store';
import { FilePasswordStore, passwordFileOf, tokenFileOf } from './config/file-password-store';
import { dataFolderOf } from './data-folder';
import { createLog } from './diagnostics/log';

/** The appliance without a window: `npm run serve`. The composition root of a server or a headless PC. */
async function main(): Promise<void> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const log = createLog((line) => process.stderr.write(`${line}\n`), Date.now);
  const commandLine = readCommandLine(process.argv.slice(2));
  const appliance = await startAppliance({
    commandLine,
    environment: process.env,
    builtFolder: __dirname,
    passwordStores: async () => [
      new CredentialPasswordStore(process.env.CREDENTIALS_DIRECTORY),
      new FilePasswordStore(passwordFileOf(dataFolderOf(commandLine, process.env))),
    ],
    tokenStores: async () => [
      new CredentialPasswordStore(process.env.CREDENTIALS_DIRECTORY, TOKEN_CREDENTIAL_NAME),
      new FilePasswordStore(tokenFileOf(dataFolderOf(commandLine, process.env))),
    ],
    log,
    say,
  });
  const stopOffering = offerBrowserAddress(() => appliance.engine.newBrowserAddress(), process.stdin, say);
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    stopOffering();
    appliance.stop().then(
      () => process.exit(0),
      (error: Error) => {
        log.error('stop-failed', { message: error.message });
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(error instanceof CommandLineError ? 2 : 1);
});
