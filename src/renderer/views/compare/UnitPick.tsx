import { t } from '../../i18n/text';
import { unitLabel } from '../../ui/names';
import { lineGroups } from '../common/line-groups';
import { toggledIn } from './compare-choice';
import { PickChoice, PickList } from './PickList';
import type { CompareFrame } from './use-compare-frame';

interface Props {
  readonly frame: CompareFrame;
  readonly onChoose: (workUnitIds: readonly string[]) => void;
}

/** Which units are compared: by line, or all of them. */
export function UnitPick({ frame: { catalogue, units }, onChoose }: Props) {
  const chosen = units.map(({ workUnitId }) => workUnitId);
  const offered = catalogue.filter((unit) => unit.hidden !== true || chosen.includes(unit.workUnitId));
  return (
    <PickList testId="pick-units" word={t('compare.unitsOf', { chosen: units.length, all: offered.length })}>
      <div className="pick-choices">
        <PickChoice
          word={t('compare.allUnits')}
          testId="unit-all"
          isChosen={units.length === offered.length}
          onPress={() => onChoose([])}
        />
      </div>
      {lineGroups(offered).map(({ line, units: own }) => (
        <section key={line ?? ''}>
          <h2>
            <PickChoice
              word={line ?? t('compare.withoutLine')}
              testId={`line-${line ?? ''}`}
              isChosen={chosen.length === own.length && own.every(({ workUnitId }) => chosen.includes(workUnitId))}
              onPress={() => onChoose(own.map(({ workUnitId }) => workUnitId))}
            />
          </h2>
          <div className="pick-choices">
            {own.map((unit) => (
              <PickChoice
                key={unit.workUnitId}
                word={unitLabel(unit)}
                testId={`unit-${unit.workUnitId}`}
                isChosen={chosen.includes(unit.workUnitId)}
                onPress={() => onChoose(toggledIn(chosen, unit.workUnitId))}
              />
            ))}
          </div>
        </section>
      ))}
    </PickList>
  );
}
