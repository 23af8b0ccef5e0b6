import { type RefObject, useLayoutEffect, useState } from 'react';

/** How far a chart's plot lies within what holds the chart, CSS px. */
export interface PlotInset {
  readonly leftPx: number;
  readonly rightPx: number;
}

const NONE: PlotInset = { leftPx: 0, rightPx: 0 };

/** Where the plot stands, so that what lies beneath it has the same time above it; looked at with each rendering, as axes grow with their numbers. */
export function usePlotInset(holder: RefObject<HTMLElement | null>): PlotInset {
  const [inset, setInset] = useState(NONE);
  useLayoutEffect(() => {
    const plot = holder.current?.querySelector('.u-over')?.getBoundingClientRect();
    const whole = holder.current?.getBoundingClientRect();
    if (plot === undefined || whole === undefined) return;
    const found = { leftPx: Math.round(plot.left - whole.left), rightPx: Math.round(whole.right - plot.right) };
    setInset((known) => (known.leftPx === found.leftPx && known.rightPx === found.rightPx ? known : found));
  });
  return inset;
}
