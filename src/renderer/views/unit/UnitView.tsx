import { useCallback, useMemo, useRef, useState } from 'react';
import { type CatalogueUnit, MAX_TAIL_MS } from '../../../shared/protocol';
import type { Following } from '../../../shared/viewer/gateway-client';
import type { UnitSeries } from '../../app/address-parts';
import { type Route, WALL } from '../../app/routes';
import type { Navigate } from '../../app/use-route';
import { sameWindow, type TimeWindow } from '../../data/time-window';
import { useFollowing } from '../../data/use-following';
import { usePlantTime, useStatus } from '../../data/use-live';
import { t } from '../../i18n/text';
import { ErrorBoundary } from '../../ui/ErrorBoundary';
import { unitLabel } from '../../ui/names';
import { useSteady } from '../../ui/use-steady';
import { chosenSeries } from './chart-choice';
import { ExplainPanel } from './ExplainPanel';
import { LossPanel } from './LossPanel';
import { RangeBar } from './RangeBar';
import { ScoreScale } from './ScoreScale';
import { SeriesList } from './SeriesList';
import { UnitAside, type UnitPanel } from './UnitAside';
import { UnitChart } from './UnitChart';
import { UnitHeader } from './UnitHeader';
import { UnitStatesPanel } from './UnitStatesPanel';
import { useExplain } from './use-explain';
import './unit.css';

type UnitRoute = Extract<Route, { view: 'unit' }>;

interface Props {
  readonly unit: CatalogueUnit;
  readonly route: UnitRoute;
  readonly navigate: Navigate;
}

function sameSeries(a: readonly UnitSeries[], b: readonly UnitSeries[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * One work unit: how it stands, its series as they stand, and their past on a chart. The address holds every choice. Renders
 * each second; the header and the list follow each value by themselves.
 */
export function UnitView({ unit, route, navigate }: Props) {
  const { workUnitId } = unit;
  const following = useMemo<Following>(() => ({ workUnitIds: [workUnitId], tailMs: MAX_TAIL_MS }), [workUnitId]);
  useFollowing(following);
  const nowMs = usePlantTime();
  const { stateRules } = useStatus();
  const window = useSteady(route.window, sameWindow);
  const chosen = useSteady(chosenSeries(unit, route.series, stateRules), sameSeries);
  const [fitsScores, setFitsScores] = useState(false);
  const hasScores = chosen.some(({ table }) => table === 'oee');
  const setWindow = (to: TimeWindow) => navigate({ ...route, window: to });
  const onWindowChange = useCallback(
    (to: TimeWindow) => navigate({ ...route, window: to }, 'replace'),
    [route, navigate],
  );
  const explain = useExplain(route, navigate);
  const chart = useRef<HTMLDivElement>(null);
  const isScored = unit.series.some(({ table }) => table === 'oee');
  return (
    <main className="unit-view" data-testid="unit-view" data-work-unit-id={workUnitId}>
      <UnitHeader unit={unit} onBack={() => navigate(WALL)} onExplain={explain.open} />
      <RangeBar unit={unit} window={window} nowMs={nowMs} onChange={setWindow}>
        {hasScores && <ScoreScale fits={fitsScores} onChange={setFitsScores} />}
      </RangeBar>
      <div className="unit-body">
        <div className="unit-past" ref={chart}>
          <ErrorBoundary what={t('unit.chart')}>
            <UnitChart
              workUnitId={workUnitId}
              chosen={chosen}
              window={window}
              fitsScores={fitsScores}
              onWindowChange={onWindowChange}
            />
          </ErrorBoundary>
          <ErrorBoundary what={t('unit.states')}>
            <UnitStatesPanel
              {...{ workUnitId, window, chart, nowMs }}
              onShow={(range) => setWindow({ kind: 'fixed', range })}
            />
          </ErrorBoundary>
        </div>
        <UnitAside
          shown={route.panel ?? 'metrics'}
          onShow={(panel) => showPanel(route, navigate, panel)}
          metrics={
            <SeriesList unit={unit} chosen={chosen} onChoose={(series) => navigate({ ...route, series }, 'replace')} />
          }
          losses={isScored ? <LossPanel workUnitId={workUnitId} nowMs={nowMs} /> : undefined}
        />
      </div>
      {route.explain !== undefined && (
        <ExplainPanel {...{ workUnitId, of: route.explain, label: unitLabel(unit), nowMs }} onClose={explain.close} />
      )}
    </main>
  );
}

/** The panel is a part of the address, and none of the way back. */
function showPanel({ panel: _, ...route }: UnitRoute, navigate: Navigate, panel: UnitPanel): void {
  navigate(panel === 'losses' ? { ...route, panel } : route, 'replace');
}
