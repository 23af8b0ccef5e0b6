import { usePlantTime, useStatus } from '../data/use-live';
import { t } from '../i18n/text';
import { told } from '../i18n/told';
import { ScreenButton } from '../screen/ScreenButton';
import { clockText, shownDateText } from '../ui/time-text';
import { AddressButton } from '../views/address/AddressButton';
import '../ui/control.css';
import { DEFAULT_COMPARE } from './compare-address';
import { DEFAULT_EVENTS } from './events-address';
import { routeText } from './routes';
import './top-bar.css';

interface Props {
  /** Present in the app's own window alone: what is done there no browser may do. */
  readonly onSetUp: (() => void) | undefined;
  readonly onNetwork: (() => void) | undefined;
  readonly onShifts: (() => void) | undefined;
}

/** Whose numbers these are and the plant's time, whose moving seconds show that the picture is alive. */
export function TopBar({ onSetUp, onNetwork, onShifts }: Props) {
  const { sourceName, plant } = useStatus();
  const nowMs = usePlantTime();
  return (
    <header className="top-bar">
      <strong>Taktline</strong>
      <span className="top-source">{sourceName}</span>
      {plant.feed === 'poll' && <span className="top-source">{t('app.polling')}</span>}
      {plant.surplusRights !== undefined && (
        <details className="top-note">
          <summary>{t('app.surplusRights')}</summary>
          <p>{told(plant.surplusRights)}</p>
        </details>
      )}
      <nav className="top-ways">
        <a
          className="control bare-control"
          data-testid="compare-open"
          href={routeText({ view: 'compare', choice: DEFAULT_COMPARE })}
        >
          {t('compare.title')}
        </a>
        <a
          className="control bare-control"
          data-testid="events-open"
          href={routeText({ view: 'events', choice: DEFAULT_EVENTS })}
        >
          {t('events.title')}
        </a>
        <a className="control bare-control" href={routeText({ view: 'diagnostics' })}>
          {t('app.diagnostics')}
        </a>
        {onShifts !== undefined && (
          <button type="button" className="control bare-control top-wide" data-testid="plan-open" onClick={onShifts}>
            {t('app.shifts')}
          </button>
        )}
        {onNetwork !== undefined && (
          <button type="button" className="control bare-control" data-testid="network-open" onClick={onNetwork}>
            {t('app.network')}
          </button>
        )}
        {onSetUp !== undefined && (
          <button type="button" className="control bare-control" data-testid="set-up" onClick={onSetUp}>
            {t('app.setUpPlant')}
          </button>
        )}
        <AddressButton />
        <ScreenButton />
      </nav>
      {nowMs > 0 && (
        <time className="top-time" dateTime={new Date(nowMs).toISOString()}>
          <span>{shownDateText(nowMs)}</span> <b>{clockText(nowMs)}</b>
        </time>
      )}
    </header>
  );
}
