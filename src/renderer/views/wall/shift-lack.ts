import type { UnitFigure } from '../../../shared/shift-figures';
import { t } from '../../i18n/text';
import { gapText, lackingWord, partsLacking, scoreOf } from '../common/figure-text';

/** What a tile says of a shift's figure that is not of the whole shift so far. */
export interface ShiftLack {
  /** Nothing stands where the large number would: so what it waits for is said quietly, and what is live stands out. */
  readonly isEmpty: boolean;
  /** Undefined where nothing lacks. */
  readonly text: string | undefined;
  /** The same in two words, where there is little room. */
  readonly word: string | undefined;
}

/** @param figure undefined where none has come yet: that is said in place of its period */
export function shiftLack(figure: UnitFigure | undefined): ShiftLack {
  if (figure === undefined) return { isEmpty: true, text: undefined, word: undefined };
  const { pieces, scores } = figure;
  const large = pieces === undefined ? (scoreOf(figure, 'oee_score')?.average ?? null) : pieces.good;
  const isEmpty = large === null;
  // A unit of pieces alone has no scores to be read.
  const gap = pieces !== undefined && scores.length === 0 ? partsLacking(figure) : gapText(figure);
  if (gap !== undefined)
    return { isEmpty, text: gap, word: (isEmpty ? lackingWord(figure) : undefined) ?? t('wall.notWhole') };
  const none = isEmpty && pieces !== undefined ? t('wall.noPieces') : undefined;
  return { isEmpty, text: none, word: none };
}
