import type { ReactNode } from 'react';
import type { PieceFigure } from '../../../shared/shift-figures';
import { t } from '../../i18n/text';
import { FigureValue } from '../common/FigureValue';
import { isToCome, scoreOf } from '../common/figure-text';
import { aheadText, goodDigits, goodText, paceText, targetText } from './piece-text';
import type { TileFigure } from './use-tile-figure';

interface Props {
  readonly pieces: PieceFigure;
  readonly shift: TileFigure;
  /** Little room: the OEE stands beside the number. */
  readonly brief: boolean;
}

/** Good pieces of the shift so far, large; a dash where none were told, so that what is planned is not taken for them. */
export function TilePieces({ pieces, shift, brief }: Props) {
  return (
    <span className="tile-pieces">
      <span className="tile-value" data-table="pieces" data-digits={goodDigits(pieces)} title={t('wall.pieces')}>
        <span
          className="value-text"
          data-testid="pieces-value"
          data-current={shift.current}
          data-value={pieces.good ?? undefined}
          data-target={pieces.target ?? undefined}
        >
          {pieces.good === null ? (
            <span className="value-none">–</span>
          ) : (
            <span className="value-number">{goodText(pieces.good)}</span>
          )}
        </span>
      </span>
      {brief && <TileOee shift={shift} />}
    </span>
  );
}

interface PlanProps {
  readonly pieces: PieceFigure;
  /** Little room, or pieces that are not of the whole shift so far: no pace. */
  readonly brief: boolean;
  /** False where the pieces are old. */
  readonly current: boolean;
  /** The stretch that the pieces are of. */
  readonly period: ReactNode;
}

/** Beneath the large number, or beside it: what there should be by now, over which stretch, and how fast. */
export function TilePlan({ pieces, brief, current, period }: PlanProps) {
  const target = targetText(pieces);
  const ahead = aheadText(pieces);
  const pace = paceText(pieces);
  return (
    <>
      <span className="tile-plan" data-testid="tile-plan" data-current={current}>
        <span className="tile-against">
          <span data-may-be-cut="">{target === undefined ? t('wall.pieces') : t('wall.piecesOf', { target })}</span>
          {ahead !== undefined && <b className="tile-ahead">{ahead}</b>}
        </span>
        {period}
      </span>
      {!brief && pace !== undefined && (
        <span className="tile-pace" data-current={current}>
          {pace}
        </span>
      )}
    </>
  );
}

/** The OEE of the shift where pieces take the place of the large number; nothing for a unit without scores. */
export function TileOee({ shift: { told, current } }: { readonly shift: TileFigure }) {
  const score = scoreOf(told?.figure, 'oee_score');
  if (score === undefined) return null;
  return (
    <span className="tile-oee">
      <span className="tile-letter">{t('ui.oee')}</span>{' '}
      <FigureValue score={score} current={current} isToCome={isToCome(told?.figure)} testId="shift-value" />
    </span>
  );
}
