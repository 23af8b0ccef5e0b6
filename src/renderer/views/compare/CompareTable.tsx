import { useMemo } from 'react';
import type { TableOrder } from '../../app/compare-address';
import { t } from '../../i18n/text';
import { FigureTable } from './FigureTable';
import { figureColumns } from './figure-columns';
import { RangeNote } from './RangeNote';
import type { CompareFrame } from './use-compare-frame';
import { useUnitFigures } from './use-unit-figures';

interface Props {
  readonly frame: CompareFrame;
  readonly order: TableOrder | undefined;
  readonly onOrder: (order: TableOrder) => void;
}

/** The units' figures over the chosen time, as a table. */
export function CompareTable({ frame, order, onOrder }: Props) {
  const { rows, loading, failure } = useUnitFigures(frame);
  const columns = useMemo(() => figureColumns(frame.series), [frame.series]);
  return (
    <div className="compare-sheet" data-testid="compare-table" data-loading={loading}>
      <RangeNote frame={frame} />
      {failure !== undefined && <p className="compare-note">{t('compare.failed', { why: failure })}</p>}
      <FigureTable rows={rows} columns={columns} order={order} onOrder={onOrder} />
      <p className="compare-rule">{t('compare.tableRule')}</p>
    </div>
  );
}
