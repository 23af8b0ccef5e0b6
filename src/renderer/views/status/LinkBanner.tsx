import { wholeLink } from '../../data/screen-status';
import { usePlantTime, useStatus } from '../../data/use-live';
import { t } from '../../i18n/text';
import { momentText } from '../../ui/time-text';
import './link-banner.css';

/** Across the whole width while a link is late or down: since when the picture is old, which link it is, and that nobody need act. */
export function LinkBanner() {
  const status = useStatus();
  const nowMs = usePlantTime();
  const link = wholeLink(status);
  // Connecting with nothing to show has a screen of its own; with what an earlier run left it is old until proven new.
  if (link.state === 'online' || (link.state === 'connecting' && link.asOfMs === undefined)) return null;
  const state = t(`ui.${link.state}`);
  const moment = link.asOfMs === undefined ? undefined : momentText(link.asOfMs, nowMs);
  return (
    <div
      className="link-banner"
      role="alert"
      data-testid="link-banner"
      data-link={link.state}
      data-broken={link.broken}
    >
      <strong>{moment === undefined ? state : t('status.dataAsOf', { state, moment })}</strong>
      <span>{link.sentence}</span>
      {link.state === 'offline' && <span>{t('status.comesBack')}</span>}
    </div>
  );
}
