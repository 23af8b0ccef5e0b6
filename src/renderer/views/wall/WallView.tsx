import { useCallback, useMemo } from 'react';
import type { CatalogueUnit, StateRules } from '../../../shared/protocol';
import { seriesKeyText } from '../../../shared/series';
import type { Following } from '../../../shared/viewer/gateway-client';
import { DEFAULT_WINDOW } from '../../app/routes';
import type { Navigate } from '../../app/use-route';
import { useFollowing } from '../../data/use-following';
import { useAverages, useFigures } from '../../data/use-live';
import { ErrorBoundary } from '../../ui/ErrorBoundary';
import { unitLabel } from '../../ui/names';
import { useSize } from '../../ui/use-size';
import { fitWall } from './fit-wall';
import { HiddenUnits } from './HiddenUnits';
import { UnitTile } from './UnitTile';
import { trendSeries, useTrends } from './use-oee-trends';
import { wallGroups } from './wall-groups';
import './wall.css';

/** Latest values of every unit; the trends bring their past themselves. */
const EVERYTHING: Following = { workUnitIds: 'all', tailMs: 0 };

interface Props {
  readonly units: readonly CatalogueUnit[];
  readonly rules: StateRules;
  readonly navigate: Navigate;
}

/** Every work unit at once, by line, as large as the screen allows and never scrolled. */
export function WallView({ units: all, rules, navigate }: Props) {
  useFollowing(EVERYTHING);
  useAverages();
  useFigures();
  const [areaRef, size] = useSize<HTMLDivElement>();
  const units = useMemo(() => all.filter(({ hidden }) => hidden !== true), [all]);
  const groups = useMemo(() => wallGroups(units), [units]);
  const trends = useTrends(units, rules);
  const titled = groups.length > 1 || groups[0]?.line !== undefined;
  // Measured sizes are rounded, up as well: a pixel less keeps the last tile's edge on the screen.
  const fit = useMemo(
    () =>
      size &&
      fitWall({
        widthPx: size.widthPx - 1,
        heightPx: size.heightPx - 1,
        groupSizes: groups.map((group) => group.units.length),
        titled,
      }),
    [size, groups, titled],
  );
  const open = useCallback(
    (workUnitId: string) => navigate({ view: 'unit', workUnitId, series: [], window: DEFAULT_WINDOW }),
    [navigate],
  );
  const tile = (unit: CatalogueUnit) => {
    const series = trendSeries(unit, rules);
    const trend = series && trends.get(seriesKeyText(series));
    return (
      <ErrorBoundary key={unit.workUnitId} what={unitLabel(unit)}>
        <UnitTile unit={unit} density={fit?.density ?? 'dense'} trend={trend} onOpen={open} />
      </ErrorBoundary>
    );
  };
  return (
    <main className="wall" data-testid="wall" data-density={fit?.density}>
      <div className="wall-area" ref={areaRef}>
        {fit && (
          <div
            className="wall-groups"
            style={{
              fontSize: fit.emPx,
              gap: fit.gapPx,
              gridTemplateColumns: `repeat(${fit.groupColumns}, max-content)`,
            }}
          >
            {groups.map((group) => (
              <section key={group.line ?? ''} aria-label={group.line ?? 'Without a line'}>
                {titled && <h2 style={{ height: fit.titleHeightPx }}>{group.line ?? 'Without a line'}</h2>}
                <div
                  className="wall-tiles"
                  style={{
                    gap: fit.gapPx,
                    gridTemplateColumns: `repeat(${fit.tileColumns}, ${fit.tileWidthPx}px)`,
                    gridAutoRows: fit.tileHeightPx,
                  }}
                >
                  {group.units.map(tile)}
                </div>
              </section>
            ))}
          </div>
        )}
      </div>
      <HiddenUnits units={all.filter(({ hidden }) => hidden === true)} onOpen={open} />
    </main>
  );
}
