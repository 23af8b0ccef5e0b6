import type { ShiftFigures } from '../../../shared/shift-figures';
import type { ToldFigure } from '../../data/live-store';
import { useFigure } from '../../data/use-live';
import { decimalText } from '../../i18n/format';
import { t } from '../../i18n/text';
import { periodText } from '../common/figure-text';
import { type LossKind, type LossPoints, lossPoints } from './loss-points';
import './loss-panel.css';

const LOSS_WORDS: Readonly<Record<LossKind, string>> = {
  availability: t('unit.lossAvailability'),
  performance: t('unit.lossPerformance'),
  quality: t('unit.lossQuality'),
  together: t('unit.lossTogether'),
};

interface Props {
  readonly workUnitId: string;
  readonly nowMs: number;
}

/** What the OEE of this shift and of the last one lacks to 100, and what it was lost to. */
export function LossPanel({ workUnitId, nowMs }: Props) {
  const current = useFigure('current', workUnitId);
  const last = useFigure('last', workUnitId);
  return (
    <section className="loss-panel" data-testid="losses" aria-label={t('unit.losses')}>
      <Losses of="current" told={current} nowMs={nowMs} />
      {last !== undefined && <Losses of="last" told={last} nowMs={nowMs} />}
    </section>
  );
}

interface LossesProps {
  readonly of: ShiftFigures['of'];
  readonly told: ToldFigure | undefined;
  readonly nowMs: number;
}

function Losses({ of, told, nowMs }: LossesProps) {
  const points = lossPoints(told?.figure);
  return (
    <div className="losses" data-testid={`losses-${of}`}>
      <h3>{told === undefined ? t('unit.shiftAdding') : periodText(told.period, of, nowMs)}</h3>
      {points === undefined ? <p>{t('unit.lossesNone')}</p> : <LossTable points={points} />}
    </div>
  );
}

function LossTable({ points: { oeeTenths, losses } }: { readonly points: LossPoints }) {
  const most = Math.max(1, ...losses.map(({ tenths }) => Math.abs(tenths)));
  return (
    <table>
      <tbody>
        {losses.map(({ kind, tenths }) => (
          <tr key={kind} data-testid={`loss-${kind}`}>
            <th scope="row">{LOSS_WORDS[kind]}</th>
            <td className="loss-number">{tenthsText(tenths)}</td>
            <td className="loss-track">
              <span
                className="loss-bar"
                data-gain={tenths < 0}
                style={{ width: `${(100 * Math.abs(tenths)) / most}%` }}
              />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('unit.lossAll')}</th>
          <td className="loss-number">{tenthsText(1_000 - oeeTenths)}</td>
          <td>{t('unit.lossSum', { oee: tenthsText(oeeTenths) })}</td>
        </tr>
      </tfoot>
    </table>
  );
}

function tenthsText(tenths: number): string {
  return decimalText(tenths / 10, 1);
}
