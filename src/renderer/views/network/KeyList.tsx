import { useState } from 'react';
import type { NetworkViewer } from '../../../shared/network';
import { t } from '../../i18n/text';
import { shownDateText } from '../../ui/time-text';
import { IssuePanel } from './IssuePanel';
import type { NetworkProps } from './NetworkView';
import { usedText } from './network-text';

/** Who is let in, and the way out for each. */
export function KeyList(props: NetworkProps) {
  const { viewers } = props.state;
  return (
    <section className="setup-part network-keys" data-testid="network-keys">
      <h2>{t('network.keys')}</h2>
      {viewers.length === 0 && <p className="setup-hint">{t('network.noKeys')}</p>}
      <ul className="setup-list">
        {viewers.map((viewer) => (
          <KeyRow key={viewer.id} viewer={viewer} {...props} />
        ))}
      </ul>
      <IssuePanel {...props} />
    </section>
  );
}

function KeyRow({ viewer, state, bridge, run }: NetworkProps & { readonly viewer: NetworkViewer }) {
  const [isAsked, setAsked] = useState(false);
  const { id, name, createdMs } = viewer;
  return (
    <li className="network-key" data-testid="network-key" data-in={viewer.isIn}>
      <span className="network-key-name">
        <strong>{name}</strong>
        <span className="setup-meaning">
          {t('network.sinceUsed', { date: shownDateText(createdMs), used: usedText(viewer, state.nowMs) })}
        </span>
      </span>
      {isAsked ? (
        <span className="network-row">
          <button
            type="button"
            className="control network-grave"
            data-testid="network-revoke-yes"
            onClick={() => void run(() => bridge.networkRevoke(id))}
          >
            {t('network.revokeYes')}
          </button>
          <button type="button" className="control" onClick={() => setAsked(false)}>
            {t('network.keep')}
          </button>
        </span>
      ) : (
        <button type="button" className="control" data-testid="network-revoke" onClick={() => setAsked(true)}>
          {t('network.revoke')}
        </button>
      )}
    </li>
  );
}
