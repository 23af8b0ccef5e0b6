import type { DiagnosticsReport, StoreSnapshot } from '../../../shared/diagnostics';
import { useDiagnostics } from '../../data/use-live';
import { t } from '../../i18n/text';
import { told } from '../../i18n/told';
import { bytesText, counterWord, countText, msText, partStateWord, quantileText, spanText } from './diagnostics-text';
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
          {t('diagnostics.wall')}
        </a>
        <h1>{t('diagnostics.title')}</h1>
      </header>
      {report === undefined ? (
        <p className="diagnostics-quiet">{t('diagnostics.asking')}</p>
      ) : (
        <Panels report={report} />
      )}
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
        <Store title={t('diagnostics.following')} store={report.live} />
        <Store title={t('diagnostics.disk')} store={report.sqlite} />
        <Store title={t('diagnostics.redis')} store={report.redis} />
        <Store title={t('diagnostics.fleet')} store={report.fleet} />
        <Calendar calendar={report.calendar} />
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
  const feeds = { listen: t('diagnostics.listening'), poll: t('diagnostics.polling') } as const;
  return (
    <Facts
      title={t('diagnostics.appliance')}
      facts={[
        [t('diagnostics.runningFor'), spanText(uptimeMs)],
        [t('diagnostics.linkToPlant'), t(`ui.${link}`)],
        [t('diagnostics.changesBy'), feed === null ? '–' : feeds[feed]],
        [t('diagnostics.updates'), countText(updates)],
        [t('diagnostics.clockAhead'), clockOffsetMs === null ? '–' : `${Math.round(clockOffsetMs)} ms`],
        [t('diagnostics.threadHeld'), quantileText(eventLoopMs, 0.99)],
        [t('diagnostics.longestRecent'), msText(eventLoopRecentMs)],
        [
          t('diagnostics.memory'),
          t('diagnostics.memoryOfHeap', { all: bytesText(report.residentBytes), heap: bytesText(report.heapBytes) }),
        ],
      ]}
    />
  );
}

function Screens({ report: { viewers, viewerLagMs } }: { readonly report: DiagnosticsReport }) {
  const { count, conflated, conflations, closedLate, closedFull, resumed, reloaded } = viewers;
  return (
    <Facts
      title={t('diagnostics.screens')}
      trouble={conflated === 0 ? undefined : t('diagnostics.behind', { count: conflated })}
      facts={[
        [t('diagnostics.connected'), countText(count)],
        [t('diagnostics.takenIn'), quantileText(viewerLagMs, 0.99)],
        [t('diagnostics.fellBehind'), countText(conflations)],
        [t('diagnostics.closedLate'), countText(closedLate)],
        [t('diagnostics.closedFull'), countText(closedFull)],
        [t('diagnostics.resumed'), countText(resumed)],
        [t('diagnostics.reloaded'), countText(reloaded)],
      ]}
    />
  );
}

function Connections({ report: { pool, waitMs } }: { readonly report: DiagnosticsReport }) {
  if (pool === null)
    return <Facts title={t('diagnostics.connections')} facts={[[t('diagnostics.open'), t('diagnostics.noneYet')]]} />;
  const { lent, waiting } = pool;
  return (
    <Facts
      title={t('diagnostics.connections')}
      trouble={pool.timeOuts === 0 ? undefined : t('diagnostics.noneFree', { statements: countText(pool.timeOuts) })}
      facts={[
        [t('diagnostics.open'), t('diagnostics.openOf', { open: pool.open, max: pool.max, min: pool.min })],
        [t('diagnostics.forLive'), lent.live],
        [t('diagnostics.forScreens'), lent.screen],
        [t('diagnostics.inBackground'), lent.background],
        [t('diagnostics.waiting'), waiting.live + waiting.screen + waiting.background],
        [t('diagnostics.screensWaited'), quantileText(waitMs.screen, 0.95)],
        [t('diagnostics.backgroundWaited'), quantileText(waitMs.background, 0.95)],
        [t('diagnostics.made'), countText(pool.connects)],
        [t('diagnostics.notMade'), countText(pool.failedConnects)],
      ]}
    />
  );
}

function Store({ title, store }: { readonly title: string; readonly store: StoreSnapshot | null }) {
  if (store === null) return <Facts title={title} facts={[[t('diagnostics.state'), t('diagnostics.notUsed')]]} />;
  const counters = Object.entries(store.counters).map(
    ([name, value]) => [counterWord(name), counterText(name, value)] as const,
  );
  return (
    <Facts
      title={title}
      trouble={store.reason === null ? undefined : told(store.reason)}
      facts={[[t('diagnostics.state'), partStateWord(store.state)], ...counters]}
    />
  );
}

function Calendar({ calendar }: Pick<DiagnosticsReport, 'calendar'>) {
  const places = {
    plant: t('diagnostics.calendarInPlant'),
    settings: t('diagnostics.calendarInSettings'),
    none: t('diagnostics.calendarNowhere'),
  };
  return (
    <Facts
      title={t('diagnostics.calendar')}
      trouble={calendar?.fault ?? undefined}
      facts={[
        [t('diagnostics.calendarFrom'), calendar === null ? '–' : places[calendar.from]],
        [t('diagnostics.calendarLines'), calendar === null ? '–' : countText(calendar.lines)],
      ]}
    />
  );
}

/** A counter by the unit that its name ends with. */
function counterText(name: string, value: number): string {
  if (name.endsWith('Bytes')) return bytesText(value);
  return name.endsWith('Ms') ? msText(value) : countText(value);
}
