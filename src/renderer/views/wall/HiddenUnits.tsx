import { ageText } from '../../../shared/freshness';
import type { CatalogueUnit } from '../../../shared/protocol';
import { usePlantTime } from '../../data/use-live';
import { unitLabel } from '../../ui/names';
import { HideButton } from '../common/HideButton';
import { lastSampleMs } from '../common/long-silent';
import './hidden-units.css';

interface Props {
  readonly units: readonly CatalogueUnit[];
  readonly onOpen: (workUnitId: string) => void;
}

/** What has been taken off the wall, at its foot: with its age, and the way back. */
export function HiddenUnits({ units, onOpen }: Props) {
  const nowMs = usePlantTime();
  if (units.length === 0) return null;
  return (
    <details className="hidden-units" data-testid="hidden-units">
      <summary>{units.length === 1 ? '1 hidden unit' : `${units.length} hidden units`}</summary>
      <ul>
        {units.map((unit) => {
          const lastMs = lastSampleMs(unit);
          return (
            <li key={unit.workUnitId}>
              <button type="button" className="control" onClick={() => onOpen(unit.workUnitId)}>
                {unitLabel(unit)}
              </button>
              <span>{lastMs === undefined ? 'no sample yet' : `last sample ${ageText(nowMs - lastMs)} ago`}</span>
              <HideButton unit={unit} nowMs={nowMs} />
            </li>
          );
        })}
      </ul>
    </details>
  );
}
