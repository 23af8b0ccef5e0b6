import type { ReactNode } from 'react';
import { RANGE_NAMES, type RangeName } from '../../../shared/calendar/named-ranges';
import type { CompareChoice } from '../../app/compare-address';
import { t } from '../../i18n/text';
import { rangesByLine } from './compare-ranges';
import { modeWord, rangeWord } from './compare-words';
import { PickChoice, PickList } from './PickList';
import { SeriesPick } from './SeriesPick';
import { UnitPick } from './UnitPick';
import type { CompareFrame } from './use-compare-frame';

export type Choose = (change: Partial<CompareChoice>) => void;

interface Props {
  readonly frame: CompareFrame;
  readonly choice: CompareChoice;
  readonly onChoose: Choose;
  /** What can be done with what is seen. */
  readonly children: ReactNode;
}

const MODES = ['charts', 'heat', 'table'] as const;
/** What may be laid over another stretch of about the same length. */
const OVER: readonly RangeName[] = ['last-shift', 'same-shift-last-week', 'yesterday'];

/** Chooses what is compared, over which time, and how it is shown. */
export function CompareBar({ frame, choice, onChoose, children }: Props) {
  const lines = frame.units.map(({ line }) => line);
  const means = (name: RangeName) =>
    rangesByLine({ kind: 'named', name }, lines, { calendars: frame.calendars, nowMs: frame.minuteMs }).size > 0;
  const chosenRange = choice.range.kind === 'named' ? choice.range.name : undefined;
  return (
    <div className="compare-bar">
      <div className="compare-ranges" role="toolbar" aria-label={t('compare.time')}>
        {RANGE_NAMES.map((name) => (
          <button
            key={name}
            type="button"
            className="control"
            data-testid={`compare-${name}`}
            aria-pressed={name === chosenRange}
            disabled={!means(name)}
            onClick={() => onChoose({ range: { kind: 'named', name } })}
          >
            {rangeWord(name)}
          </button>
        ))}
      </div>
      <div className="compare-modes" role="toolbar" aria-label={t('compare.shownAs')}>
        {MODES.map((mode) => (
          <button
            key={mode}
            type="button"
            className="control"
            data-testid={`compare-mode-${mode}`}
            aria-pressed={mode === choice.mode}
            onClick={() => onChoose({ mode })}
          >
            {modeWord(mode)}
          </button>
        ))}
      </div>
      <div className="compare-picks" role="toolbar" aria-label={t('compare.what')}>
        <UnitPick frame={frame} onChoose={(workUnitIds) => onChoose({ workUnitIds })} />
        {choice.mode !== 'heat' && <SeriesPick frame={frame} onChoose={(series) => onChoose({ series })} />}
        {choice.mode === 'charts' && <ChartPicks {...{ choice, onChoose, means, chosenRange }} />}
        {children}
      </div>
    </div>
  );
}

/** What each chart is of, and what is laid over it. */
function ChartPicks({
  choice,
  onChoose,
  means,
  chosenRange,
}: {
  readonly choice: CompareChoice;
  readonly onChoose: Choose;
  readonly means: (name: RangeName) => boolean;
  readonly chosenRange: RangeName | undefined;
}) {
  return (
    <>
      <PickList
        testId="pick-by"
        closesOnPress
        word={choice.by === 'unit' ? t('compare.byUnit') : t('compare.byMetric')}
      >
        <div className="pick-choices">
          {(['unit', 'metric'] as const).map((by) => (
            <PickChoice
              key={by}
              word={by === 'unit' ? t('compare.byUnit') : t('compare.byMetric')}
              testId={`by-${by}`}
              isChosen={choice.by === by}
              onPress={() => onChoose({ by })}
            />
          ))}
        </div>
      </PickList>
      {chosenRange !== undefined && (
        <PickList
          testId="pick-over"
          closesOnPress
          word={
            choice.over === undefined ? t('compare.overNothing') : t('compare.over', { range: rangeWord(choice.over) })
          }
        >
          <div className="pick-choices">
            <PickChoice
              word={t('compare.nothing')}
              testId="over-nothing"
              isChosen={choice.over === undefined}
              onPress={() => onChoose({ over: undefined })}
            />
            {OVER.filter((name) => name !== chosenRange && means(name)).map((name) => (
              <PickChoice
                key={name}
                word={rangeWord(name)}
                testId={`over-${name}`}
                isChosen={choice.over === name}
                onPress={() => onChoose({ over: name })}
              />
            ))}
          </div>
        </PickList>
      )}
    </>
  );
}
