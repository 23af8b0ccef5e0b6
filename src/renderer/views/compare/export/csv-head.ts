import { t } from '../../../i18n/text';
import { unitLabel } from '../../../ui/names';
import { rangeNotes } from '../RangeNote';
import type { CompareFrame } from '../use-compare-frame';
import { csvLine } from './csv-text';

export interface CsvHead {
  readonly sourceName: string;
  readonly frame: Pick<CompareFrame, 'units' | 'ranges' | 'calendars'>;
  /** Of the rows, in words. */
  readonly resolution: string;
  /** How far the rows can be relied on, in words. */
  readonly exactness: string;
  /** Plant time. */
  readonly madeMs: number;
}

/** What a file is of, line by line, and an empty line after it. */
export function csvHead({ sourceName, frame, resolution, exactness, madeMs }: CsvHead): string {
  const { units, ranges, calendars } = frame;
  const zones = new Set(units.map(({ line }) => calendars.of(line)?.timeZone ?? ownZone()));
  return [
    csvLine([t('compare.plant'), sourceName]),
    csvLine([t('compare.unitsHead'), ...units.map(unitLabel)]),
    csvLine([t('compare.zone'), ...zones]),
    ...rangeNotes({ ranges, calendars }, madeMs).map((note) => csvLine([t('compare.time'), note])),
    csvLine([t('compare.resolution'), resolution]),
    csvLine([t('compare.exactness'), exactness]),
    csvLine([t('compare.made'), new Date(madeMs).toISOString()]),
    csvLine([]),
  ].join('');
}

/** The zone of this screen's own clocks. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
