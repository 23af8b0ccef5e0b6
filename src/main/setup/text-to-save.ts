import type { SavedText } from '../../shared/setup';
import { exportSettings } from '../config/settings-exchange';
import { planText } from '../provision-text';
import type { Plan } from '../provisioning/plan';
import { SetupError } from './setup-error';

/** A text that a person may take along, with the name of its file. */
export interface SaveableText {
  readonly name: string;
  readonly text: string;
}

/** What there is by now. */
export interface TextSources {
  readonly handOver: string | undefined;
  readonly plan: Plan | undefined;
  readonly removal: Plan | undefined;
  readonly dataFolder: string;
}

/** @throws SetupError where there is none yet, with what to do first */
export async function textToSave(
  what: SavedText,
  { handOver, plan, removal, dataFolder }: TextSources,
): Promise<SaveableText> {
  switch (what) {
    case 'hand-over':
      return {
        name: 'taktline-hand-over.md',
        text: present(handOver, 'Hand the plant over first.'),
      };
    case 'dba-script':
      return { name: 'taktline-dba.sql', text: present(plan?.dbaScript, 'This plan needs no DBA.') };
    case 'removal': {
      const looked = present(removal, 'Look at what would be removed first.');
      return { name: 'taktline-removal.txt', text: `${planText(looked)}\n` };
    }
    case 'settings':
      return { name: 'taktline-settings.json', text: await exportSettings(dataFolder) };
  }
}

function present<Value>(value: Value | undefined, sentence: string): Value {
  if (value === undefined) throw new SetupError('not-yet', sentence);
  return value;
}
