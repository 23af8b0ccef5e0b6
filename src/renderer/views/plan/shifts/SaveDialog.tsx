import { useState } from 'react';
import type { PlanOrigin, PlantForCalendar } from '../../../../shared/work-plan';
import { t } from '../../../i18n/text';
import { told } from '../../../i18n/told';
import { Dialog } from '../../../ui/Dialog';
import { OptionButton } from '../../common/OptionButton';
import { ChangeList } from '../ChangeList';
import type { LineChange } from './calendar-changes';

interface Props {
  readonly changes: readonly LineChange[];
  readonly plant: PlantForCalendar | undefined;
  readonly from: PlanOrigin;
  readonly onSave: (into: 'settings' | 'plant') => void;
  readonly onClose: () => void;
}

/** What would change, and where it would be kept: nothing is written before a person has seen both. */
export function SaveDialog({ changes, plant, from, onSave, onClose }: Props) {
  const canPlant = plant?.kind === 'writable';
  const [asked, setInto] = useState<'settings' | 'plant'>();
  // All appliances of a plant shall go by the same shifts: the better place where it can be had.
  const into = asked ?? (canPlant ? 'plant' : 'settings');
  return (
    <Dialog name="shifts-saving" title={t('plan.whatChanges')} onClose={onClose}>
      <ChangeList changes={changes} />
      <fieldset className="setup-options">
        <legend>{t('plan.where')}</legend>
        <OptionButton
          testId="into-settings"
          label={t('plan.intoSettings')}
          meaning={from === 'plant' ? t('plan.settingsBehind') : t('plan.settingsMeaning')}
          isChosen={into === 'settings'}
          onChoose={() => setInto('settings')}
        />
        {canPlant && (
          <OptionButton
            testId="into-plant"
            label={t('plan.intoPlant', { name: plant.name })}
            meaning={t('plan.plantMeaning')}
            isChosen={into === 'plant'}
            onChoose={() => setInto('plant')}
          />
        )}
      </fieldset>
      {plant === undefined && <p role="status">{t('plan.asking')}</p>}
      {plant?.kind === 'refused' && (
        <p data-testid="plant-refused">{t('plan.notIntoPlant', { why: told(plant.sentence) })}</p>
      )}
      <div className="plan-buttons">
        <button
          type="button"
          className="control setup-primary"
          data-testid="shifts-save-now"
          onClick={() => onSave(into)}
        >
          {t('plan.saveNow')}
        </button>
      </div>
    </Dialog>
  );
}
