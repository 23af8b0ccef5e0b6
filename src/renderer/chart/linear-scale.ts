import type uPlot from 'uplot';

/** Where values and times are on the canvas, in pixels of the device; what uPlot's own `valToPos` says, for many points. */
export interface LinearScale {
  readonly x: (timeMs: number) => number;
  readonly y: (value: number) => number;
}

/** The plot's present scales; to be made anew for each drawing. */
export function linearScale(plot: uPlot, scale: string): LinearScale {
  const { left, top, width, height } = plot.bbox;
  const { min: fromMs = 0, max: toMs = 1 } = plot.scales.x ?? {};
  const { min: low = 0, max: high = 1 } = plot.scales[scale] ?? {};
  const perMs = width / ((toMs ?? 1) - (fromMs ?? 0));
  const perUnit = height / ((high ?? 1) - (low ?? 0));
  return {
    x: (timeMs) => left + (timeMs - (fromMs ?? 0)) * perMs,
    y: (value) => top + ((high ?? 1) - value) * perUnit,
  };
}
