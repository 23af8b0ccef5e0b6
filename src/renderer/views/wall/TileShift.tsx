import type { ReactNode } from 'react';
import { ageText } from '../../../shared/freshness';
import { useAverage } from '../../data/use-live';
import { valueParts } from '../../ui/value-text';
import { captionText } from '../common/caption-text';
import { FigureValue } from '../common/FigureValue';
import { gapText, periodWords, scoreOf } from '../common/figure-text';
import type { Reading } from '../common/unit-reading';
import { ValueText } from '../common/ValueText';
import type { TileFigure } from './use-tile-figure';

interface Props {
  readonly workUnitId: string;
  readonly shift: TileFigure;
  /** The newest sample of the OEE. */
  readonly reading: Reading;
  readonly nowMs: number;
  readonly sourceAheadMs: number | undefined;
  /** Little room: the shortest words. */
  readonly brief: boolean;
}

/** The OEE of the shift so far, large. */
export function TileShift({ shift: { told, current } }: Pick<Props, 'shift'>) {
  return (
    <span className="tile-value" data-table="oee">
      <FigureValue score={scoreOf(told?.figure, 'oee_score')} current={current} testId="shift-value" />
    </span>
  );
}

/** Beneath the large number, or beside it: which stretch it is of, what it lacks, and the newest sample with its age. */
export function TileShiftLines(props: Props) {
  const { told, current } = props.shift;
  const { brief, nowMs } = props;
  const gap = told && gapText(told.figure);
  const words = told && periodWords(told.period, { of: 'current', nowMs, brief });
  const name = words?.name ?? '';
  return (
    <span className="tile-lines">
      <span className="tile-period" data-testid="tile-period" data-current={current}>
        {name !== '' && <span className="tile-period-name">{brief ? name : `${name},`}</span>}
        <span>{brief && gap !== undefined ? 'not whole' : (words?.span ?? 'being added up')}</span>
      </span>
      {!brief && gap !== undefined && <span className="tile-gap">{gap}</span>}
      <TileSample {...props} />
    </span>
  );
}

function TileSample(props: Props) {
  const { reading, nowMs, sourceAheadMs, brief } = props;
  const { sample, current } = reading;
  const age = sample === undefined ? 'no sample' : ageText(Math.max(0, nowMs - sample.timeMs));
  if (brief && !current) return <SampleLine current={false}>{sample === undefined ? age : `${age} old`}</SampleLine>;
  const ahead = sourceAheadMs === undefined ? undefined : ageText(sourceAheadMs);
  return (
    <SampleLine current={current}>
      {current && !brief && 'Last '}
      <ValueText reading={reading} testId="oee-value" />
      {ahead !== undefined && (brief ? ` ${ahead} ahead` : `, source clock ahead by ${ahead}`)}
      {ahead === undefined && (current ? `, ${age}${brief ? '' : ' ago'}` : ` ${captionText(reading, nowMs)}`)}
      {current && !brief && <LastMinutes {...props} />}
    </SampleLine>
  );
}

function SampleLine({ current, children }: { readonly current: boolean; readonly children: ReactNode }) {
  return (
    <span className="tile-sample" data-current={current}>
      {children}
    </span>
  );
}

/** The average of the last minutes, to hold the sample against. */
function LastMinutes({ workUnitId, reading }: Pick<Props, 'workUnitId' | 'reading'>) {
  const { table, name, unit } = reading.series;
  const average = useAverage({ table, workUnitId, name });
  const { number, unit: averageUnit } = valueParts(table, average, unit);
  return average === undefined ? null : (
    <span data-testid="tile-average"> (5 min: {`${number} ${averageUnit}`.trim()})</span>
  );
}
