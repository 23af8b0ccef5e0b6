import type { ReactNode } from 'react';
import { useAverage } from '../../data/use-live';
import { t } from '../../i18n/text';
import { ageText } from '../../ui/age-text';
import { valueParts } from '../../ui/value-text';
import { captionText } from '../common/caption-text';
import { FigureValue } from '../common/FigureValue';
import { isToCome, periodWords, scoreOf } from '../common/figure-text';
import type { Reading } from '../common/unit-reading';
import { ValueText } from '../common/ValueText';
import { shiftLack } from './shift-lack';
import { TilePlan } from './TilePieces';
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
  /** Takes the place of the newest sample where there is no other for it. */
  readonly alarm?: ReactNode;
}

/** The OEE of the shift so far, large. */
export function TileShift({ shift: { told, current } }: Pick<Props, 'shift'>) {
  return (
    <span className="tile-value" data-table="oee">
      <FigureValue
        score={scoreOf(told?.figure, 'oee_score')}
        isToCome={isToCome(told?.figure)}
        current={current}
        testId="shift-value"
      />
    </span>
  );
}

/** Beneath the large number, or beside it: which stretch it is of, what it lacks, and the newest sample with its age. */
export function TileShiftLines(props: Props) {
  const { told } = props.shift;
  const { brief, nowMs, alarm } = props;
  const isPlain = !props.reading.current || alarm === undefined;
  const pieces = told?.figure.pieces;
  const lack = shiftLack(told?.figure);
  const words = told && periodWords(told.period, { of: 'current', nowMs, brief: brief || pieces !== undefined });
  const name = words?.name ?? '';
  const span = (brief ? lack.word : undefined) ?? words?.span ?? t('wall.addingUp');
  const period = (
    <span className="tile-period" data-testid="tile-period" data-current={props.shift.current}>
      {name !== '' && (
        <span className="tile-period-name" data-may-be-cut="">
          {brief || pieces !== undefined ? name : `${name},`}
        </span>
      )}
      <span data-may-be-cut={pieces === undefined ? undefined : ''}>{span}</span>
    </span>
  );
  return (
    <span className="tile-lines" data-empty={lack.isEmpty}>
      {pieces === undefined ? (
        period
      ) : (
        <TilePlan {...{ pieces, period }} brief={brief || lack.text !== undefined} current={props.shift.current} />
      )}
      {!brief && lack.text !== undefined && <span className="tile-gap">{lack.text}</span>}
      {isPlain ? <TileSample {...props} /> : alarm}
    </span>
  );
}

function TileSample(props: Props) {
  const { reading, nowMs, sourceAheadMs, brief } = props;
  const { sample, current } = reading;
  const age = sample === undefined ? t('wall.noSample') : ageText(Math.max(0, nowMs - sample.timeMs));
  if (brief && !current)
    return <SampleLine current={false}>{sample === undefined ? age : t('wall.old', { age })}</SampleLine>;
  const ahead = sourceAheadMs === undefined ? undefined : ageText(sourceAheadMs);
  return (
    <SampleLine current={current}>
      {current && !brief && `${t('wall.last')} `}
      <ValueText reading={reading} testId="oee-value" />
      {ahead !== undefined && (brief ? ` ${t('wall.ahead', { age: ahead })}` : t('wall.sourceAhead', { age: ahead }))}
      {ahead === undefined &&
        (current ? t(brief ? 'wall.age' : 'wall.ago', { age }) : ` ${captionText(reading, nowMs)}`)}
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
    <span data-testid="tile-average">{t('wall.lastMinutes', { value: `${number} ${averageUnit}`.trim() })}</span>
  );
}
