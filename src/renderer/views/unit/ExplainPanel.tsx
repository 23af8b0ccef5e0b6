import { useEffect, useRef } from 'react';
import { isAboveIdeal, percentText } from '../../../shared/oee';
import type { ShiftFigures } from '../../../shared/shift-figures';
import type { ToldFigure } from '../../data/live-store';
import { useFigure } from '../../data/use-live';
import { seriesLabel } from '../../ui/names';
import { clockText } from '../../ui/time-text';
import { excludedTexts, gapText, levelsText, periodText, productOf, scoreOf } from '../common/figure-text';
import '../../ui/control.css';
import './explain-panel.css';

interface Props {
  readonly workUnitId: string;
  readonly of: ShiftFigures['of'];
  readonly label: string;
  readonly nowMs: number;
  readonly onClose: () => void;
}

/** What a shift's OEE is made of. Nothing is asked of anybody: a tap outside, Escape or going back closes it. */
export function ExplainPanel({ workUnitId, of, label, nowMs, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const told = useFigure(of, workUnitId);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has Escape and the button.
    <dialog
      ref={dialog}
      className="explain-panel"
      data-testid="explain-panel"
      aria-labelledby="explain-title"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <div className="explain-body">
        <header>
          <h2 id="explain-title">
            {label}: OEE{told === undefined ? '' : ` of ${periodText(told.period, of, nowMs)}`}
          </h2>
          <button type="button" className="control" data-testid="explain-close" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </header>
        {told === undefined ? <p>There is no figure just now.</p> : <Explained told={told} />}
      </div>
    </dialog>
  );
}

function Explained({ told }: { readonly told: ToldFigure }) {
  const { figure, period, madeMs } = told;
  const gap = gapText(figure);
  const excluded = excludedTexts(period);
  return (
    <>
      <Parts told={told} />
      <dl>
        <dt>Formula</dt>
        <dd>sum of the samples ÷ their number, over all buckets; never an average of averages</dd>
        <dt>Added up from</dt>
        <dd>{levelsText(figure.levels)}</dd>
        <dt>Left out</dt>
        <dd>{excluded.length === 0 ? 'nothing: no planned stop so far' : excluded.join(', ')}</dd>
        {gap !== undefined && (
          <>
            <dt>Not whole</dt>
            <dd className="tile-gap">{gap}</dd>
          </>
        )}
        {period.productionDay !== null && (
          <>
            <dt>Production day</dt>
            <dd>
              {period.productionDay} ({period.timeZone})
            </dd>
          </>
        )}
        <dt>Made at</dt>
        <dd>{clockText(madeMs)}</dd>
      </dl>
      <Remarks told={told} />
    </>
  );
}

function Parts({ told: { figure } }: { readonly told: ToldFigure }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Score</th>
          <th scope="col">Average</th>
          <th scope="col">Samples</th>
          <th scope="col">Bad, left out</th>
        </tr>
      </thead>
      <tbody>
        {figure.scores.map(({ name, average, count, badCount }) => (
          <tr key={name}>
            <th scope="row">{seriesLabel({ table: 'oee', name, displayName: null })}</th>
            <td data-testid={`explain-${name}`}>{percentText(average)}</td>
            <td>{count.toLocaleString('en')}</td>
            <td>{badCount.toLocaleString('en')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Remarks({ told: { figure } }: { readonly told: ToldFigure }) {
  const product = productOf(figure);
  const performance = scoreOf(figure, 'performance')?.average ?? undefined;
  return (
    <>
      <p>
        This is a sample average: the plant delivers scores, not times and pieces, of which the OEE of a period would be
        made exactly (ISO 22400-2). Every sample counts alike.
        {product !== undefined &&
          ` The product of the three averages would be ${percentText(product)}; it differs where the scores move together.`}
      </p>
      {isAboveIdeal(performance) && (
        <p data-testid="explain-above">
          ▲ Performance is above 100 %: pieces came faster than planned. It is shown as it is; mostly the planned cycle
          time is set too long.
        </p>
      )}
    </>
  );
}
