import type { DiagnosticsReport, StoreSnapshot } from '../../../shared/diagnostics';
import { useDiagnostics } from '../../data/use-live';
import { bytesText, countText, msText, quantileText, spanText, wordsOf } from './diagnostics-text';
import { Facts } from './Facts';
import { LoadTest } from './LoadTest';
import { SlowStatements } from './SlowStatements';
import { StatementTable } from './StatementTable';
import { TierTable } from './TierTable';
import '../../ui/control.css';
import './diagnostics.css';

interface Props {
  readonly wallAddress: string;
}

/** How the appliance is doing, for the installer: every number since its start, anew each second. */
export function DiagnosticsView({ wallAddress }: Props) {
  const report = useDiagnostics();
  return (
    <main className="diagnostics" data-testid="diagnostics">
      <header>
        <a className="control diagnostics-back" href={wallAddress}>
          ‹ Wall
        </a>
        <h1>Diagnostics</h1>
      </header>
      {report === undefined ? <p className="diagnostics-quiet">Asking the appliance.</p> : <Panels report={report} />}
    </main>
  );
}

function Panels({ report }: { readonly report: DiagnosticsReport }) {
  return (
    <div className="diagnostics-panels">
      <div className="diagnostics-facts">
        <Appliance report={report} />
        <Screens report={report} />
        <Connections report={report} />
        <Store title="Following the plant" store={report.live} />
        <Store title="Disk (SQLite)" store={report.sqlite} />
        <Store title="Shared cache (Redis)" store={report.redis} />
        <Store title="Shared following" store={report.fleet} />
      </div>
      {window.taktline !== undefined && <LoadTest bridge={window.taktline} />}
      <TierTable tiers={report.tiers} />
      <StatementTable statements={report.statements} />
      <SlowStatements slow={report.slow} explain={window.taktline?.explainStatement} />
    </div>
  );
}

function Appliance({ report }: { readonly report: DiagnosticsReport }) {
  const { uptimeMs, link, feed, clockOffsetMs, updates, eventLoopMs, eventLoopRecentMs } = report;
  const feeds = { listen: 'listening', poll: 'polling' } as const;
  return (
    <Facts
      title="Appliance"
      facts={[
        ['running for', spanText(uptimeMs)],
        ['link to the plant', link],
        ['changes noticed by', feed === null ? '–' : feeds[feed]],
        ['updates of live values', countText(updates)],
        ["plant's clock ahead by", clockOffsetMs === null ? '–' : `${Math.round(clockOffsetMs)} ms`],
        ['thread held, 99 % below', quantileText(eventLoopMs, 0.99)],
        ['longest of the last 10 s', msText(eventLoopRecentMs)],
        ['memory', `${bytesText(report.residentBytes)}, of it heap ${bytesText(report.heapBytes)}`],
      ]}
    />
  );
}

function Screens({ report: { viewers, viewerLagMs } }: { readonly report: DiagnosticsReport }) {
  const { count, conflated, conflations, closedLate, closedFull, resumed, reloaded } = viewers;
  return (
    <Facts
      title="Screens"
      trouble={conflated === 0 ? undefined : behindText(conflated)}
      facts={[
        ['connected', countText(count)],
        ['an update taken in, 99 % within', quantileText(viewerLagMs, 0.99)],
        ['fell behind since the start', countText(conflations)],
        ['closed for being 10 s behind', countText(closedLate)],
        ['closed for 1 MB under way', countText(closedFull)],
        ['came back and got what they had missed', countText(resumed)],
        ['came back and had to reload', countText(reloaded)],
      ]}
    />
  );
}

function Connections({ report: { pool, waitMs } }: { readonly report: DiagnosticsReport }) {
  if (pool === null) return <Facts title="Connections to the plant" facts={[['open', 'none yet']]} />;
  const { lent, waiting } = pool;
  return (
    <Facts
      title="Connections to the plant"
      trouble={pool.timeOuts === 0 ? undefined : `${countText(pool.timeOuts)} statements found none free in time.`}
      facts={[
        ['open', `${pool.open} of ${pool.max}, ${pool.min} kept`],
        ['at work for live values', lent.live],
        ['at work for screens', lent.screen],
        ['at work in the background', lent.background],
        ['waiting', waiting.live + waiting.screen + waiting.background],
        ['screens waited, 95 % below', quantileText(waitMs.screen, 0.95)],
        ['background waited, 95 % below', quantileText(waitMs.background, 0.95)],
        ['made since the start', countText(pool.connects)],
        ['could not be made', countText(pool.failedConnects)],
      ]}
    />
  );
}

function Store({ title, store }: { readonly title: string; readonly store: StoreSnapshot | null }) {
  if (store === null) return <Facts title={title} facts={[['state', 'not used']]} />;
  const counters = Object.entries(store.counters).map(
    ([name, value]) => [wordsOf(name.replace(/(Bytes|Ms)$/, '')), counterText(name, value)] as const,
  );
  return <Facts title={title} trouble={store.reason ?? undefined} facts={[['state', store.state], ...counters]} />;
}

/** A counter by the unit that its name ends with. */
function counterText(name: string, value: number): string {
  if (name.endsWith('Bytes')) return bytesText(value);
  return name.endsWith('Ms') ? msText(value) : countText(value);
}

function behindText(screens: number): string {
  return screens === 1
    ? 'One is behind and gets latest values alone.'
    : `${countText(screens)} are behind and get latest values alone.`;
}
