import type { HistoryAnswer } from '../../../shared/history-frame';
import { ceilTo } from '../../../shared/time';
import { Sparkline } from '../../chart/Sparkline';
import { useTail } from '../../data/use-live';
import type { Reading } from '../common/unit-reading';
import { TREND_SPAN_MS } from './use-oee-trends';

/** The right edge moves on in steps: half an hour on a finger's width moves by less than a pixel in 5 s. */
const EDGE_STEP_MS = 5_000;

/** One scale for all scores, with a line at 100 % and room above it. */
const SCORE_SCALE = { min: 0, max: 1.1, level: 1 };

interface Props {
  readonly workUnitId: string;
  readonly headline: Reading;
  readonly answer: HistoryAnswer | undefined;
  readonly nowMs: number;
}

/** The last half hour of the large number; scores on one scale for all tiles, so that they can be compared. */
export function TileTrend({ workUnitId, headline, answer, nowMs }: Props) {
  const { table, name } = headline.series;
  const tail = useTail({ table, workUnitId, name });
  const toMs = ceilTo(nowMs, EDGE_STEP_MS);
  const scale = table === 'oee' ? SCORE_SCALE : {};
  return (
    <span className="tile-trend">
      <Sparkline answer={answer} tail={tail} range={{ fromMs: toMs - TREND_SPAN_MS, toMs }} {...scale} />
    </span>
  );
}
