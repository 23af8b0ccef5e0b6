import { FAMILIES, type SetupCandidate, type SetupChoice } from '../../shared/setup';
import type { AdoptionCandidate } from '../provisioning/adoption-options';
import type { ProvisioningSettings } from '../provisioning/provisioning-settings';
import { isOurTable, sourceRelation } from '../provisioning/source-table';

/** Tables that others made, on their way between provisioning, the page and the settings. */

/** What these sentences advise stands on the page as buttons. */
const ABOUT_SETTINGS = / ?\bSet(?:ting)? adoption\.\w+ to "[^"]+"[^.]*\./g;

/** Candidates as the page shows them: without our own tables, and with each way of use once. */
export function candidateViews(candidates: readonly AdoptionCandidate[], settings: ProvisioningSettings) {
  return candidates.flatMap(({ family, relation, isView, estimatedRows, mapping, modes }): SetupCandidate[] => {
    if (isOurTable({ ...settings.tables, [family]: mapping }, family)) return [];
    const ways = modes.filter((way, at) => modes.findIndex(({ mode }) => mode === way.mode) === at);
    return [
      {
        ...{ family, relation, isView, estimatedRows, mapping },
        modes: ways.map(({ adoption, mode, consequences, problems, lockMs }) => ({
          // Once chosen by a person it stays so, whatever the table becomes later.
          adoption: mode === 'own' || mode === 'hypertable' ? adoption : mode,
          mode,
          isProposed: adoption === 'auto',
          consequences: withoutAdvice(consequences),
          problems: withoutAdvice(problems),
          ...(lockMs === undefined ? {} : { lockMs }),
        })),
      },
    ];
  });
}

function withoutAdvice(sentences: readonly string[]): string[] {
  return sentences.map((sentence) => sentence.replaceAll(ABOUT_SETTINGS, '').trim()).filter((each) => each !== '');
}

/** What of the provisioning settings is about tables of others, as the page shows it: our own are left out. */
export function tablesChoiceOf({ tables, adoption }: ProvisioningSettings): Pick<SetupChoice, 'tables' | 'adoption'> {
  const theirs = FAMILIES.filter((family) => !isOurTable(tables, family));
  return {
    tables: Object.fromEntries(theirs.map((family) => [family, tables[family]])),
    adoption: Object.fromEntries(theirs.map((family) => [family, adoption[family]])),
  };
}

const MODE_WORDS = {
  'read-only': 'read as it is; nothing was made for it',
  convert: 'turned into a hypertable, with Taktline’s aggregates on top',
  auto: 'with Taktline’s aggregates on top where that stops no writer, else read as it is',
} as const;

/** Where the samples are, for who runs the plant; a sentence for each table that others made. */
export function tablesSentences(settings: ProvisioningSettings): readonly string[] {
  return FAMILIES.filter((family) => !isOurTable(settings.tables, family)).map((family) => {
    const table = sourceRelation(settings.tables, family);
    const how = MODE_WORDS[settings.adoption[family]];
    return family === 'metric' ? `Metrics are in ${table}: ${how}.` : `OEE samples are in ${table}: ${how}.`;
  });
}
