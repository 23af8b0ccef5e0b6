import type { CatalogueUnit } from '../../../shared/protocol';
import { usePlantTime } from '../../data/use-live';
import { t } from '../../i18n/text';
import { ageText } from '../../ui/age-text';
import { unitLabel } from '../../ui/names';
import { HideButton } from '../common/HideButton';
import { lastSampleMs } from '../common/long-silent';
import './hidden-units.css';

interface Props {
  readonly units: readonly CatalogueUnit[];
  readonly onOpen: (workUnitId: string) => void;
}

/** What has been taken off the wall, in its foot: with its age, and the way back. */
export function HiddenUnits({ units, onOpen }: Props) {
  const nowMs = usePlantTime();
  if (units.length === 0) return null;
  return (
    <details className="hidden-units" data-testid="hidden-units">
      <summary>{t('wall.hiddenUnits', { count: units.length })}</summary>
      <ul>
        {units.map((unit) => {
          const lastMs = lastSampleMs(unit);
          return (
            <li key={unit.workUnitId}>
              <button type="button" className="control" onClick={() => onOpen(unit.workUnitId)}>
                {unitLabel(unit)}
              </button>
              <span>
                {lastMs === undefined ? t('wall.noSampleYet') : t('wall.lastSample', { age: ageText(nowMs - lastMs) })}
              </span>
              <HideButton unit={unit} nowMs={nowMs} />
            </li>
          );
        })}
      </ul>
    </details>
  );
}
