import { useEffect, useRef } from 'react';
import { isAboveIdeal } from '../../../shared/oee';
import type { ShiftFigures } from '../../../shared/shift-figures';
import type { ToldFigure } from '../../data/live-store';
import { useFigure } from '../../data/use-live';
import { calendarDayText, countText } from '../../i18n/format';
import { t } from '../../i18n/text';
import { seriesLabel } from '../../ui/names';
import { clockText } from '../../ui/time-text';
import { percentText } from '../../ui/value-text';
import { excludedTexts, gapText, levelsText, periodText, productOf, scoreOf } from '../common/figure-text';
import { Revised } from './Revised';
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
            {told === undefined
              ? t('unit.explain', { unit: label })
              : t('unit.explainOf', { unit: label, period: periodText(told.period, of, nowMs) })}
          </h2>
          <button type="button" className="control" data-testid="explain-close" onClick={() => dialog.current?.close()}>
            {t('unit.close')}
          </button>
        </header>
        {told === undefined ? <p>{t('unit.noFigure')}</p> : <Explained told={told} nowMs={nowMs} />}
      </div>
    </dialog>
  );
}

function Explained({ told, nowMs }: { readonly told: ToldFigure; readonly nowMs: number }) {
  const { figure, period, madeMs } = told;
  const gap = gapText(figure);
  const excluded = excludedTexts(period);
  return (
    <>
      <Parts told={told} />
      {figure.revision !== undefined && <Revised revision={figure.revision} period={period} nowMs={nowMs} />}
      <dl>
        <dt>{t('unit.formula')}</dt>
        <dd>{t('unit.formulaIs')}</dd>
        <dt>{t('unit.addedFrom')}</dt>
        <dd>{levelsText(figure.levels)}</dd>
        <dt>{t('unit.leftOut')}</dt>
        <dd>{excluded.length === 0 ? t('unit.leftOutNothing') : excluded.join(', ')}</dd>
        {gap !== undefined && (
          <>
            <dt>{t('unit.notWhole')}</dt>
            <dd className="tile-gap">{gap}</dd>
          </>
        )}
        {period.productionDay !== null && (
          <>
            <dt>{t('unit.productionDay')}</dt>
            <dd>
              {calendarDayText(period.productionDay)} ({period.timeZone})
            </dd>
          </>
        )}
        <dt>{t('unit.madeAt')}</dt>
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
          <th scope="col">{t('unit.score')}</th>
          <th scope="col">{t('unit.average')}</th>
          <th scope="col">{t('unit.samples')}</th>
          <th scope="col">{t('unit.bad')}</th>
        </tr>
      </thead>
      <tbody>
        {figure.scores.map(({ name, average, count, badCount }) => (
          <tr key={name}>
            <th scope="row">{seriesLabel({ table: 'oee', name, displayName: null })}</th>
            <td data-testid={`explain-${name}`}>{percentText(average)}</td>
            <td>{countText(count)}</td>
            <td>{countText(badCount)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Remarks({ told: { figure } }: { readonly told: ToldFigure }) {
  const product = percentText(productOf(figure));
  const isOther = product !== percentText(scoreOf(figure, 'oee_score')?.average);
  const performance = scoreOf(figure, 'performance')?.average ?? undefined;
  return (
    <>
      <p>
        {t('unit.sampleAverage')}
        {productOf(figure) !== undefined && isOther && ` ${t('unit.product', { product })}`}
      </p>
      {isAboveIdeal(performance) && <p data-testid="explain-above">▲ {t('unit.aboveIdeal')}</p>}
    </>
  );
}
