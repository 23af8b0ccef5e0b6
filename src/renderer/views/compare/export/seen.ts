import type { Resolution } from '../../../../shared/series';
import { t } from '../../../i18n/text';
import type { CsvSeries } from './series-csv';

/** What is on the screen now, as it can be taken along: charts by their series, all else as the text of a file. */
export type Seen =
  | {
      readonly kind: 'charts';
      readonly series: readonly CsvSeries[];
      /** Coarsest that a chart shows. */
      readonly resolution: Resolution;
      readonly isWhole: boolean;
    }
  | { readonly kind: 'sheet'; readonly csv: () => string; readonly resolution: string; readonly isWhole: boolean };

/** A resolution in words. */
export function resolutionText(resolution: Resolution): string {
  return resolution === 'raw' ? t('compare.everySample') : t('compare.averagesOf', { resolution });
}

export function exactnessText(isWhole: boolean): string {
  return isWhole ? t('compare.exactAll') : t('compare.exactPart');
}
