import { useLayoutEffect, useRef } from 'react';
import type { HistoryAnswer } from '../../shared/history-frame';
import type { TimeRange } from '../../shared/time';
import { useSize } from '../ui/use-size';
import { useChartTheme } from './chart-theme';
import { paintSparkline } from './paint-sparkline';
import type { Tail } from './samples';
import './sparkline.css';

interface Props {
  readonly answer: HistoryAnswer | undefined;
  readonly tail: Tail;
  readonly range: TimeRange;
  /** Bottom and top of the picture at least; else what the values span. */
  readonly min?: number;
  readonly max?: number;
  /** A quiet line across, to see the values against. */
  readonly level?: number;
}

/** A line of a number's recent past, without axes; missing data is missing in it too. */
export function Sparkline({ answer, tail, range, min, max, level }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [host, size] = useSize<HTMLSpanElement>();
  const theme = useChartTheme();
  const { fromMs, toMs } = range;
  useLayoutEffect(() => {
    if (canvas.current === null || size === undefined || theme === undefined) return;
    paintSparkline(canvas.current, { answer, tail, range: { fromMs, toMs }, min, max, level, size, theme });
  }, [answer, tail, fromMs, toMs, min, max, level, size, theme]);
  return (
    <span className="sparkline" ref={host} aria-hidden="true">
      <canvas ref={canvas} />
    </span>
  );
}
