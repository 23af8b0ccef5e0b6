import type { Family, SetupCandidate, SetupChoice } from '../../../shared/setup';
import { t } from '../../i18n/text';
import { OptionButton } from '../common/OptionButton';
import { SourceTableDetails } from './SourceTableDetails';
import { FAMILY_WORDS, isSameTable, mappingText, openModes, rowsText, type SourceTable, takenUp } from './table-words';

type Adoption = SetupChoice['adoption'][Family];

interface Props {
  readonly family: Family;
  readonly candidates: readonly SetupCandidate[];
  /** Undefined: Taktline's own. */
  readonly chosen: SourceTable | undefined;
  readonly adoption: Adoption;
  readonly onChoose: (table: SourceTable | undefined, adoption: Adoption) => void;
}

/** Where the samples of one kind are: in our own table, or in one that the plant has already. */
export function SourceTableChoice({ family, candidates, chosen, adoption, onChoose }: Props) {
  const { title, own } = FAMILY_WORDS[family];
  const candidate = candidates.find(({ mapping }) => isSameTable(chosen, mapping));
  return (
    <>
      <h2>{title}</h2>
      <fieldset className="setup-options">
        <legend className="setup-hidden">{title}</legend>
        <OptionButton
          testId={`source-${family}-own`}
          label={t('setup.ownTable', { table: own })}
          meaning={t('setup.ownTableMeaning')}
          isChosen={chosen === undefined}
          onChoose={() => onChoose(undefined, undefined)}
        />
        {candidates.map((each) => (
          <OptionButton
            key={each.relation}
            testId={`source-${family}-${each.mapping.schema}.${each.mapping.table}`}
            label={each.relation}
            meaning={`${rowsText(each)} · ${mappingText(each.mapping)}`}
            isChosen={candidate === each}
            onChoose={() => candidate !== each && onChoose(takenUp(each.mapping), openModes(each)[0]?.adoption)}
          />
        ))}
        {chosen !== undefined && candidate === undefined && (
          <OptionButton
            testId={`source-${family}-settings`}
            label={`${chosen.schema}.${chosen.table}`}
            meaning={`${t('setup.asSettingsSay')} ${mappingText(chosen)}`}
            isChosen
            onChoose={() => undefined}
          />
        )}
      </fieldset>
      {chosen !== undefined && (
        <SourceTableDetails
          family={family}
          table={chosen}
          candidate={candidate}
          adoption={adoption}
          onChange={onChoose}
        />
      )}
    </>
  );
}
