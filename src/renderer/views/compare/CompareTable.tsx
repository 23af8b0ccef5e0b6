import { type RefObject, useEffect, useMemo } from 'react';
import type { TableOrder } from '../../app/compare-address';
import { t } from '../../i18n/text';
import { told } from '../../i18n/told';
import type { Seen } from './export/seen';
import { figuresCsv } from './export/sheet-csv';
import { FigureTable } from './FigureTable';
import { figureColumns, orderedFigures, shareOf } from './figure-columns';
import { RangeNote } from './RangeNote';
import type { CompareFrame } from './use-compare-frame';
import { useUnitFigures } from './use-unit-figures';

interface Props {
  readonly frame: CompareFrame;
  readonly order: TableOrder | undefined;
  readonly onOrder: (order: TableOrder) => void;
  /** Told what is shown, to be taken along. */
  readonly seen: RefObject<Seen | undefined>;
}

/** The units' figures over the chosen time, as a table. */
export function CompareTable({ frame, order, onOrder, seen }: Props) {
  const { rows, loading, failure } = useUnitFigures(frame);
  const columns = useMemo(() => figureColumns(frame.series), [frame.series]);
  useEffect(() => {
    const csv = () => figuresCsv(columns, orderedFigures(rows, columns, order));
    const isWhole = rows.every((row) => (shareOf(row) ?? 1) === 1);
    seen.current = loading ? undefined : { kind: 'sheet', csv, resolution: t('compare.wholeRange'), isWhole };
  }, [seen, rows, columns, order, loading]);
  return (
    <div className="compare-sheet" data-testid="compare-table" data-loading={loading}>
      <RangeNote frame={frame} />
      {failure !== undefined && <p className="compare-note">{t('compare.failed', { why: told(failure) })}</p>}
      <FigureTable rows={rows} columns={columns} order={order} onOrder={onOrder} />
      <p className="compare-rule">{t('compare.tableRule')}</p>
    </div>
  );
}
