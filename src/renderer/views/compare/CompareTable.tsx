import { type RefObject, useEffect, useMemo } from 'react';
import type { CompareChoice, TableOrder } from '../../app/compare-address';
import { t } from '../../i18n/text';
import { told } from '../../i18n/told';
import type { Seen } from './export/seen';
import { figuresCsv } from './export/sheet-csv';
import { FigureTable } from './FigureTable';
import { figureColumns, orderedFigures, shareOf } from './figure-columns';
import { RangeNote } from './RangeNote';
import { useAgainst } from './use-against';
import type { CompareFrame } from './use-compare-frame';
import { useUnitFigures } from './use-unit-figures';

interface Props {
  readonly frame: CompareFrame;
  readonly choice: CompareChoice;
  readonly onOrder: (order: TableOrder) => void;
  /** Told what is shown, to be taken along. */
  readonly seen: RefObject<Seen | undefined>;
}

/** The units' figures over the chosen time, as a table. */
export function CompareTable({ frame, choice, onOrder, seen }: Props) {
  const { order } = choice;
  const { rows, loading, failure } = useUnitFigures(frame);
  const against = useAgainst(frame, choice);
  const columns = useMemo(() => figureColumns(frame.series, against), [frame.series, against]);
  useEffect(() => {
    const csv = () => figuresCsv(columns, orderedFigures(rows, columns, order));
    const isWhole = rows.every((row) => (shareOf(row) ?? 1) === 1);
    seen.current = loading ? undefined : { kind: 'sheet', csv, resolution: t('compare.wholeRange'), isWhole };
  }, [seen, rows, columns, order, loading]);
  return (
    <div className="compare-sheet" data-testid="compare-table" data-loading={loading || against?.loading === true}>
      <RangeNote frame={frame} against={against} />
      {failure !== undefined && <p className="compare-note">{t('compare.failed', { why: told(failure) })}</p>}
      <FigureTable rows={rows} columns={columns} order={order} onOrder={onOrder} />
      <p className="compare-rule">{t('compare.tableRule')}</p>
    </div>
  );
}
