import type { CatalogueUnit } from '../../../shared/protocol';
import { SECOND_MS } from '../../../shared/time';
import { WALL_ORDERS } from '../../app/routes';
import { t } from '../../i18n/text';
import { HiddenUnits } from './HiddenUnits';
import { DWELLS_MS } from './page-turner';
import { TROUBLES, type Trouble } from './trouble';
import { troubleText } from './trouble-text';
import type { TurnedPage } from './use-page-turner';
import type { WallChoice } from './wall-choice';
import './wall-foot.css';

interface Props {
  readonly choice: WallChoice;
  readonly choose: (change: Partial<WallChoice>) => void;
  readonly turned: TurnedPage;
  readonly pages: number;
  readonly troubles: ReadonlyMap<string, Trouble>;
  readonly hidden: readonly CatalogueUnit[];
  readonly onOpen: (workUnitId: string) => void;
}

const ORDER_TEXTS = { trouble: t('wall.orderTrouble'), plant: t('wall.orderPlant') } as const;

/** Beneath the tiles: how they are ordered and why, which page this is, and what has been taken off the wall. */
export function WallFoot({ choice, choose, turned, pages, troubles, hidden, onOpen }: Props) {
  return (
    <footer className="wall-foot">
      <fieldset className="foot-choice" aria-label={t('wall.order')}>
        {WALL_ORDERS.map((order) => (
          <button
            key={order}
            type="button"
            className="control"
            data-testid={`wall-order-${order}`}
            aria-pressed={choice.order === order}
            onClick={() => choose({ order })}
          >
            {ORDER_TEXTS[order]}
          </button>
        ))}
      </fieldset>
      <TroubleCounts troubles={troubles} />
      {pages > 1 && <Pager {...{ turned, pages, choice, choose }} />}
      <HiddenUnits units={hidden} onOpen={onOpen} />
    </footer>
  );
}

function TroubleCounts({ troubles }: Pick<Props, 'troubles'>) {
  const counts = TROUBLES.filter((trouble) => trouble !== 'none').flatMap((trouble) => {
    const count = [...troubles.values()].filter((each) => each === trouble).length;
    return count === 0 ? [] : [{ trouble, count }];
  });
  return (
    <span className="foot-troubles" data-testid="wall-troubles">
      {counts.length === 0
        ? t('wall.noTrouble')
        : counts.map(({ trouble, count }) => (
            <span key={trouble} data-trouble={trouble}>
              {troubleText(trouble, count)}
            </span>
          ))}
    </span>
  );
}

/** More pages than this are told by their number. */
const MOST_DOTS = 6;

function Pager({ turned, pages, choice, choose }: Pick<Props, 'turned' | 'pages' | 'choice' | 'choose'>) {
  const { page, isHeld, turnTo, holdOrLet } = turned;
  const seconds = choice.dwellMs / SECOND_MS;
  const nextDwell = DWELLS_MS[(DWELLS_MS.indexOf(choice.dwellMs) + 1) % DWELLS_MS.length] ?? choice.dwellMs;
  return (
    <nav className="foot-pager" aria-label={t('wall.page', { page: page + 1, pages })}>
      <button type="button" className="control" aria-label={t('wall.pageBefore')} onClick={() => turnTo(page - 1)}>
        ‹
      </button>
      {pages <= MOST_DOTS ? (
        Array.from({ length: pages }, (_, at) => (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: a page is its number
            key={at}
            type="button"
            className="foot-dot"
            data-testid="wall-page"
            aria-label={t('wall.page', { page: at + 1, pages })}
            aria-current={at === page}
            onClick={() => turnTo(at)}
          />
        ))
      ) : (
        <span data-testid="wall-page-number">{`${page + 1} / ${pages}`}</span>
      )}
      <button type="button" className="control" aria-label={t('wall.pageAfter')} onClick={() => turnTo(page + 1)}>
        ›
      </button>
      <button type="button" className="control" data-testid="wall-hold" aria-pressed={isHeld} onClick={holdOrLet}>
        {isHeld ? t('wall.held') : t('wall.hold')}
      </button>
      <button
        type="button"
        className="control"
        data-testid="wall-dwell"
        aria-label={t('wall.dwell', { seconds })}
        onClick={() => choose({ dwellMs: nextDwell })}
      >
        {`${seconds} s`}
      </button>
    </nav>
  );
}
