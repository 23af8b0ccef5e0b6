import type { ReactNode } from 'react';
import { RANGE_NAMES, type RangeName } from '../../../shared/calendar/named-ranges';
import type { TimeRange } from '../../../shared/time';
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
        {choice.mode === 'charts' && <ChartsByPick {...{ choice, onChoose }} />}
        {choice.mode !== 'heat' && chosenRange !== undefined && (
          <OverPick {...{ choice, onChoose, means, chosenRange }} />
        )}
        {choice.range.kind === 'fixed' && choice.mode === 'charts' && (
          <BackToNow range={choice.range.range} onChoose={onChoose} />
        )}
        {children}
      </div>
    </div>
  );
}

/** What each chart is of. */
function ChartsByPick({ choice, onChoose }: { readonly choice: CompareChoice; readonly onChoose: Choose }) {
  return (
    <PickList testId="pick-by" closesOnPress word={choice.by === 'unit' ? t('compare.byUnit') : t('compare.byMetric')}>
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
  );
}

interface OverProps {
  readonly choice: CompareChoice;
  readonly onChoose: Choose;
  readonly means: (name: RangeName) => boolean;
  readonly chosenRange: RangeName;
}

/** Which other time is laid over the charts, or stands beside the figures of the table. */
function OverPick({ choice: { mode, over }, onChoose, means, chosenRange }: OverProps) {
  const isTable = mode === 'table';
  const word =
    over === undefined || over === chosenRange
      ? t(isTable ? 'compare.againstNothing' : 'compare.overNothing')
      : t(isTable ? 'compare.against' : 'compare.over', { range: rangeWord(over) });
  return (
    <PickList testId="pick-over" closesOnPress word={word}>
      <div className="pick-choices">
        <PickChoice
          word={t('compare.nothing')}
          testId="over-nothing"
          isChosen={over === undefined}
          onPress={() => onChoose({ over: undefined })}
        />
        {OVER.filter((name) => name !== chosenRange && means(name)).map((name) => (
          <PickChoice
            key={name}
            word={rangeWord(name)}
            testId={`over-${name}`}
            isChosen={over === name}
            onPress={() => onChoose({ over: name })}
          />
        ))}
      </div>
    </PickList>
  );
}

/** One way for all charts, which are moved together. */
function BackToNow({ range: { fromMs, toMs }, onChoose }: { readonly range: TimeRange; readonly onChoose: Choose }) {
  return (
    <button
      type="button"
      className="control"
      data-testid="compare-now"
      onClick={() => onChoose({ range: { kind: 'follow', spanMs: toMs - fromMs } })}
    >
      {t('chart.backToNow')} ▶
    </button>
  );
}
