import defaultSettingsText from '../../resources/default-settings.json?raw';
import type { KioskState } from '../shared/kiosk';
import type { CommandLine } from './config/command-line';
import { KeptView } from './config/kept-view';
import { settingsInForce } from './config/settings-file';
import { beKiosk } from './desktop/kiosk-window';
import type { Log } from './diagnostics/log';

export interface KioskOptions {
  readonly window: Parameters<typeof beKiosk>[0];
  readonly commandLine: CommandLine;
  readonly dataFolder: string;
  readonly log: Log;
}

/** Makes the window a kiosk's where flag or settings say so. @returns what its page is told of it @throws SettingsError */
export async function startKiosk({ window, commandLine, dataFolder, log }: KioskOptions): Promise<KioskState> {
  const { kiosk } = (await settingsInForce(dataFolder, defaultSettingsText)).read;
  if (!kiosk.enabled && commandLine.isKiosk !== true) return kiosk;
  const view = new KeptView({
    dataFolder,
    after: (delayMs, run) => void setTimeout(run, delayMs),
    onTrouble: (error) => log.warn('view-not-kept', { message: error.message }),
  });
  const lastView = await view.read();
  beKiosk(window, (url) => view.note(url));
  return { ...kiosk, enabled: true, ...(lastView === undefined ? {} : { lastView }) };
}
