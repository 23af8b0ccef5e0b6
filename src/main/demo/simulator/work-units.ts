/**
 * The simulated shop as data: two lines, six work units, what each measures and how its values behave.
 * `press-1` is not among them: that id is left free for imported recordings.
 */

export type LineId = 'bottling' | 'machining';

/** Codes of the metric `state`, as a plant would document them. */
export const STATE_CODES = { stopped: 0, running: 1, slow: 2, changeOver: 3, plannedStop: 4 } as const;
export type UnitState = keyof typeof STATE_CODES;

export interface MetricModel {
  readonly name: string;
  readonly displayName: string;
  readonly unit: string;
  /** What the value tends to in each state; `slow` lies between idle and running. */
  readonly idle: number;
  readonly running: number;
  /** Seconds to cover 63 % of the way after a change of state (warm-up, cooling, spinning up). */
  readonly lagS: number;
  /** Standard deviation of a single sample while running; at rest a fifth of it. */
  readonly noise: number;
  /** Most that the working point moves away over hours, up or down. */
  readonly drift: number;
  /** Chance of a short spike in any running minute, and its height. */
  readonly spikeChance: number;
  readonly spike: number;
  readonly lowLimit?: number;
  readonly highLimit?: number;
  readonly target?: number;
  /** The last cycle's time: rises when slow, keeps its value at rest. */
  readonly isCycleTime?: boolean;
  /** A loose contact: now and then some seconds of NaN. One metric of the shop has it. */
  readonly hasBadValues?: boolean;
}

export interface WorkUnitModel {
  readonly id: string;
  readonly displayName: string;
  readonly line: LineId;
  readonly area: string;
  /** Pieces a minute at a performance of 100 %. */
  readonly idealPerMinute: number;
  /** Mean minutes between two disturbances: small means a troubled machine. */
  readonly meanRunMin: number;
  readonly scrapShare: number;
  readonly metrics: readonly MetricModel[];
}

const temperature = (idle: number, running: number, lagS: number, highLimit: number): MetricModel => ({
  name: 'temperature',
  displayName: 'Temperature',
  unit: '°C',
  idle,
  running,
  lagS,
  noise: 0.15,
  drift: (running - idle) * 0.06,
  spikeChance: 0,
  spike: 0,
  highLimit,
  target: running,
});

const power = (idle: number, running: number): MetricModel => ({
  name: 'power',
  displayName: 'Power',
  unit: 'kW',
  idle,
  running,
  lagS: 6,
  noise: running * 0.03,
  drift: running * 0.05,
  spikeChance: 0.02,
  spike: running * 0.35,
  highLimit: Math.round(running * 1.5),
});

const vibration = (running: number, highLimit: number): MetricModel => ({
  name: 'vibration',
  displayName: 'Vibration',
  unit: 'mm/s',
  idle: 0.12,
  running,
  lagS: 4,
  noise: running * 0.07,
  drift: running * 0.22,
  spikeChance: 0.015,
  spike: running * 1.1,
  highLimit,
});

const pressure = (idle: number, running: number): MetricModel => ({
  name: 'pressure',
  displayName: 'Pressure',
  unit: 'bar',
  idle,
  running,
  lagS: 15,
  noise: running * 0.01,
  drift: running * 0.04,
  spikeChance: 0.004,
  spike: -running * 0.25,
  lowLimit: Math.round(running * 8) / 10,
  highLimit: Math.round(running * 12) / 10,
  target: running,
});

const speed = (running: number): MetricModel => ({
  name: 'speed',
  displayName: 'Speed',
  unit: '1/min',
  idle: 0,
  running,
  lagS: 5,
  noise: running * 0.006,
  drift: running * 0.02,
  spikeChance: 0,
  spike: 0,
  target: running,
});

const cycleTime = (running: number): MetricModel => ({
  name: 'cycle_time',
  displayName: 'Cycle time',
  unit: 's',
  idle: running,
  running,
  lagS: 1,
  noise: running * 0.02,
  drift: running * 0.04,
  spikeChance: 0.03,
  spike: running * 0.5,
  isCycleTime: true,
  highLimit: Math.round(running * 14) / 10,
  target: running,
});

const torque: MetricModel = {
  name: 'torque',
  displayName: 'Closing torque',
  unit: 'N·m',
  idle: 0,
  running: 1.9,
  lagS: 3,
  noise: 0.05,
  drift: 0.12,
  spikeChance: 0.02,
  spike: 0.9,
  lowLimit: 1.4,
  highLimit: 2.6,
  target: 1.9,
};

const unit = (
  id: string,
  line: LineId,
  figures: Pick<WorkUnitModel, 'idealPerMinute' | 'meanRunMin' | 'scrapShare'>,
  metrics: readonly MetricModel[],
): WorkUnitModel => ({
  id,
  displayName: `${id.charAt(0).toUpperCase()}${id.slice(1).replace('-', ' ')}`,
  line,
  area: line === 'bottling' ? 'Hall 1' : 'Hall 2',
  ...figures,
  metrics,
});

/** Every unit has exactly four metrics besides `state` and `good_count`. */
export const WORK_UNITS: readonly WorkUnitModel[] = [
  unit('filler-1', 'bottling', { idealPerMinute: 120, meanRunMin: 45, scrapShare: 0.012 }, [
    temperature(19, 7.5, 900, 12),
    pressure(1.1, 4.2),
    speed(120),
    power(2.4, 11),
  ]),
  unit('capper-1', 'bottling', { idealPerMinute: 120, meanRunMin: 30, scrapShare: 0.018 }, [
    torque,
    temperature(21, 46, 700, 65),
    speed(120),
    power(0.9, 5.5),
  ]),
  unit('packer-1', 'bottling', { idealPerMinute: 10, meanRunMin: 22, scrapShare: 0.006 }, [
    cycleTime(6),
    vibration(1.4, 4.5),
    temperature(20, 38, 1_100, 60),
    power(1.6, 7.2),
  ]),
  unit('mill-1', 'machining', { idealPerMinute: 1.6, meanRunMin: 55, scrapShare: 0.021 }, [
    temperature(20, 58, 1_300, 75),
    vibration(2.1, 7.1),
    speed(8_200),
    power(3.1, 18),
  ]),
  unit('lathe-1', 'machining', { idealPerMinute: 2.4, meanRunMin: 35, scrapShare: 0.03 }, [
    cycleTime(25),
    { ...vibration(1.7, 6), hasBadValues: true },
    temperature(20, 51, 1_000, 70),
    power(2.2, 13),
  ]),
  unit('washer-1', 'machining', { idealPerMinute: 4, meanRunMin: 80, scrapShare: 0.004 }, [
    temperature(52, 63, 2_400, 72),
    pressure(0.8, 6.5),
    speed(24),
    power(4.5, 22),
  ]),
];

export const GOOD_COUNT_METRIC = 'good_count';
export const STATE_METRIC = 'state';
