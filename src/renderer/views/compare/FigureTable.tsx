import type { TableOrder } from '../../app/compare-address';
import { countText, decimalText } from '../../i18n/format';
import { t } from '../../i18n/text';
import { valueParts } from '../../ui/value-text';
import { type FigureColumn, orderAfterPress, orderedFigures } from './figure-columns';
import type { UnitFigures } from './unit-figures';
import './figure-table.css';

interface Props {
  readonly rows: readonly UnitFigures[];
  readonly columns: readonly FigureColumn[];
  readonly order?: TableOrder | undefined;
  /** Undefined on paper, where nothing can be pressed. */
  readonly onOrder?: (order: TableOrder) => void;
}

/** More columns are written smaller on paper. */
const WIDE_FROM = 9;

/** The units' figures, one row each; a press on a header orders by its column. */
export function FigureTable({ rows, columns, order, onOrder }: Props) {
  return (
    <table className="figure-table" data-testid="figure-table" data-wide={columns.length > WIDE_FROM}>
      <thead>
        <tr>
          {columns.map((column) => (
            <Header key={column.key} {...{ column, order, onOrder }} />
          ))}
        </tr>
      </thead>
      <tbody>
        {orderedFigures(rows, columns, order).map((row) => (
          <tr key={row.plan.unit.workUnitId} data-work-unit-id={row.plan.unit.workUnitId}>
            {columns.map((column) => (
              <Cell key={column.key} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Header({
  column,
  order,
  onOrder,
}: {
  readonly column: FigureColumn;
  readonly order: TableOrder | undefined;
  readonly onOrder: Props['onOrder'];
}) {
  const isOrdered = order?.column === column.key;
  const direction = order?.descending === true ? 'descending' : 'ascending';
  const arrow = direction === 'descending' ? '▼' : '▲';
  const title = column.unit === null ? column.title : `${column.title} (${column.unit})`;
  return (
    <th scope="col" aria-sort={isOrdered ? direction : 'none'} data-kind={column.kind}>
      {onOrder === undefined ? (
        title
      ) : (
        <button
          type="button"
          className="control"
          data-testid={`sort-${column.key}`}
          onClick={() => onOrder(orderAfterPress(column, order))}
        >
          {title} <span aria-hidden="true">{isOrdered ? arrow : ''}</span>
        </button>
      )}
    </th>
  );
}

/** A cell as people read it. */
export function cellText(column: FigureColumn, row: UnitFigures): string {
  const value = column.value(row);
  if (value === undefined) return t('compare.none');
  if (typeof value === 'string') return value;
  if (column.kind === 'count') return countText(value);
  if (column.kind === 'change') return t('compare.points', { n: pointsText(value) });
  if (column.kind === 'share')
    return value === 1 ? t('compare.exact') : valueText('oee', Math.floor(value * 1000) / 1000);
  return valueText(column.table, value);
}

/** A difference of two shares in points, with its sign: "+3.2"; one that rounds to nothing has none. */
function pointsText(difference: number): string {
  const tenths = Math.round(1_000 * difference);
  const sign = tenths > 0 ? '+' : tenths < 0 ? '−' : '';
  return `${sign}${decimalText(Math.abs(tenths) / 10, 1)}`;
}

function valueText(table: FigureColumn['table'], value: number): string {
  const { number, unit } = valueParts(table, value, null);
  return `${number} ${unit}`.trimEnd();
}

function Cell({ column, row }: { readonly column: FigureColumn; readonly row: UnitFigures }) {
  const value = column.value(row);
  const text = cellText(column, row);
  if (column.kind === 'unit') return <th scope="row">{text}</th>;
  return (
    <td data-column={column.key} data-value={value} data-part={column.kind === 'share' && value !== 1}>
      {text}
    </td>
  );
}
