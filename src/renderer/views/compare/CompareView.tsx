import { useCallback, useMemo, useRef } from 'react';
import { type CatalogueUnit, MAX_TAIL_MS, type StateRules } from '../../../shared/protocol';
import type { TimeRange } from '../../../shared/time';
import type { Following } from '../../../shared/viewer/gateway-client';
import type { CompareChoice } from '../../app/compare-address';
import type { Navigate } from '../../app/use-route';
import { useFollowing } from '../../data/use-following';
import { useSteady } from '../../ui/use-steady';
import { CompareBar } from './CompareBar';
import { CompareCharts } from './CompareCharts';
import { CompareHeat } from './CompareHeat';
import { CompareReport } from './CompareReport';
import { CompareTable } from './CompareTable';
import { MOST_CHARTS } from './compare-choice';
import { ExportPick } from './ExportPick';
import type { Seen } from './export/seen';
import { useExport } from './export/use-export';
import { sameJson, useCompareFrame } from './use-compare-frame';
import './compare.css';

interface Props {
  readonly units: readonly CatalogueUnit[];
  readonly rules: StateRules;
  readonly choice: CompareChoice;
  readonly navigate: Navigate;
}

/** Units beside one another over a stretch of time: as charts, as a map of hours, as a table. The address holds every choice. */
export function CompareView({ units, rules, choice, navigate }: Props) {
  const frame = useCompareFrame(units, rules, choice);
  const isCharts = choice.mode === 'charts';
  const shown = isCharts && choice.by === 'unit' ? frame.units.slice(0, MOST_CHARTS) : frame.units;
  const workUnitIds = useSteady(
    shown.map(({ workUnitId }) => workUnitId),
    sameJson,
  );
  const following = useMemo<Following>(
    () => ({ workUnitIds, tailMs: isCharts ? MAX_TAIL_MS : 0 }),
    [workUnitIds, isCharts],
  );
  useFollowing(following);
  const seen = useRef<Seen>(undefined);
  const exporting = useExport(frame, seen);
  const onChoose = (change: Partial<CompareChoice>) => navigate({ view: 'compare', choice: { ...choice, ...change } });
  const onRangeChange = useCallback(
    (range: TimeRange, follows: boolean) => {
      const to = follows
        ? { kind: 'follow' as const, spanMs: range.toMs - range.fromMs }
        : { kind: 'fixed' as const, range };
      navigate({ view: 'compare', choice: { ...choice, range: to } }, 'replace');
    },
    [choice, navigate],
  );
  if (choice.mode === 'report')
    return <CompareReport frame={frame} choice={choice} onBack={() => onChoose({ mode: 'table' })} />;
  return (
    <main className="compare" data-testid="compare">
      <CompareBar frame={frame} choice={choice} onChoose={onChoose}>
        <ExportPick exporting={exporting} hasCharts={isCharts} onReport={() => onChoose({ mode: 'report' })} />
      </CompareBar>
      {isCharts && <CompareCharts frame={frame} choice={choice} onRangeChange={onRangeChange} seen={seen} />}
      {choice.mode === 'heat' && <CompareHeat frame={frame} seen={seen} />}
      {choice.mode === 'table' && (
        <CompareTable frame={frame} choice={choice} onOrder={(order) => onChoose({ order })} seen={seen} />
      )}
    </main>
  );
}
