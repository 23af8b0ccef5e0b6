import { useCallback, useMemo } from 'react';
import type { CatalogueUnit, StateRules } from '../../../shared/protocol';
import { seriesKeyText } from '../../../shared/series';
import type { Following } from '../../../shared/viewer/gateway-client';
import { DEFAULT_WINDOW } from '../../app/address-parts';
import type { Navigate } from '../../app/use-route';
import { useFollowing } from '../../data/use-following';
import { useAverages, useFigures } from '../../data/use-live';
import { ErrorBoundary } from '../../ui/ErrorBoundary';
import { unitLabel } from '../../ui/names';
import { useSize } from '../../ui/use-size';
import { lineGroups } from '../common/line-groups';
import { UnitTile } from './UnitTile';
import { trendSeries, useTrends } from './use-oee-trends';
import { usePageTurner } from './use-page-turner';
import { useWallTroubles } from './use-wall-troubles';
import { WallFoot } from './WallFoot';
import { useWallChoice, type WallChoice } from './wall-choice';
import { plantGroups, troubleGroups } from './wall-groups';
import { type WallPages, wallPages } from './wall-pages';
import './wall.css';

/** Latest values of every unit; the trends bring their past themselves. */
const EVERYTHING: Following = { workUnitIds: 'all', tailMs: 0 };

interface Props {
  readonly units: readonly CatalogueUnit[];
  readonly rules: StateRules;
  readonly navigate: Navigate;
  /** What the address asks for. */
  readonly wished: Partial<WallChoice>;
}

/** Every work unit at once, whoever needs somebody first, as large as the screen allows and never scrolled. */
export function WallView({ units: all, rules, navigate, wished }: Props) {
  useFollowing(EVERYTHING);
  useAverages();
  useFigures();
  const [choice, choose] = useWallChoice(wished);
  const units = useMemo(
    () => lineGroups(all.filter(({ hidden }) => hidden !== true)).flatMap((line) => line.units),
    [all],
  );
  const troubles = useWallTroubles(units, rules);
  const trends = useTrends(units, rules);
  const { order } = troubles;
  const [areaRef, size] = useSize<HTMLDivElement>();
  const wall = useMemo(() => {
    if (size === undefined) return undefined;
    const groups = choice.order === 'plant' ? plantGroups(units) : troubleGroups(units, order.workUnitIds);
    // Measured sizes are rounded, up as well: a pixel less keeps the last tile's edge on the screen.
    return wallPages({ widthPx: size.widthPx - 1, heightPx: size.heightPx - 1 }, groups);
  }, [size, units, order, choice.order]);
  const turned = usePageTurner(wall?.pages.length ?? 1, choice.dwellMs);
  const open = useCallback(
    (workUnitId: string) => navigate({ view: 'unit', workUnitId, series: [], window: DEFAULT_WINDOW }),
    [navigate],
  );
  const hasLines = useMemo(() => lineGroups(units).length > 1, [units]);
  const tile = (unit: CatalogueUnit) => {
    const series = trendSeries(unit, rules);
    const trend = series && trends.get(seriesKeyText(series));
    const line = hasLines && wall?.titled === false ? (unit.line ?? undefined) : undefined;
    return (
      <ErrorBoundary key={unit.workUnitId} what={unitLabel(unit)}>
        <UnitTile unit={unit} line={line} density={wall?.fit.density ?? 'dense'} trend={trend} onOpen={open} />
      </ErrorBoundary>
    );
  };
  return (
    <main className="wall" data-testid="wall" data-density={wall?.fit.density} data-order={choice.order}>
      <div className="wall-area" ref={areaRef}>
        {wall && <WallPage wall={wall} page={turned.page} tile={tile} />}
      </div>
      <WallFoot
        {...{ choice, choose, turned, troubles: troubles.byUnit, pages: wall?.pages.length ?? 1 }}
        hidden={all.filter(({ hidden }) => hidden === true)}
        onOpen={open}
      />
    </main>
  );
}

interface PageProps {
  readonly wall: WallPages<CatalogueUnit>;
  readonly page: number;
  readonly tile: (unit: CatalogueUnit) => React.ReactNode;
}

function WallPage({ wall: { fit, titled, pages }, page, tile }: PageProps) {
  return (
    <div
      className="wall-groups"
      style={{
        fontSize: fit.emPx,
        gap: fit.gapPx,
        gridTemplateColumns: `repeat(${fit.groupColumns}, max-content)`,
      }}
    >
      {pages[page]?.map(({ title, units }) => (
        <section key={title ?? ''} aria-label={title}>
          {titled && <h2 style={{ height: fit.titleHeightPx }}>{title}</h2>}
          <div
            className="wall-tiles"
            style={{
              gap: fit.gapPx,
              gridTemplateColumns: `repeat(${fit.tileColumns}, ${fit.tileWidthPx}px)`,
              gridAutoRows: fit.tileHeightPx,
            }}
          >
            {units.map(tile)}
          </div>
        </section>
      ))}
    </div>
  );
}
