import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import type { TaktlineBridge } from '../../../shared/ipc';
import type { NetworkState } from '../../../shared/network';
import type { SetupOutcome } from '../../../shared/setup';
import { WALL } from '../../app/routes';
import type { Navigate } from '../../app/use-route';
import { t } from '../../i18n/text';
import { told } from '../../i18n/told';
import { ScreenButton } from '../../screen/ScreenButton';
import { OnScreenKeys } from '../common/OnScreenKeys';
import { useCommand } from '../common/use-command';
import { AddressList } from './AddressList';
import { CertificateFacts } from './CertificateFacts';
import { KeyList } from './KeyList';
import { PairPanel } from './PairPanel';
import { ServeForm } from './ServeForm';
import { useNetworkState } from './use-network-state';
import '../../ui/control.css';
import '../common/installer.css';
import './network.css';

/** What every part of the page gets. */
export interface NetworkProps {
  readonly state: NetworkState;
  readonly bridge: TaktlineBridge;
  /** Runs a command; what it said stands at the top. Resolves with whether it went well. */
  readonly run: (command: () => Promise<SetupOutcome>) => Promise<boolean>;
}

interface Props {
  readonly bridge: TaktlineBridge;
  readonly navigate: Navigate;
}

/** Serving the network, for the installer: whether and how, the addresses, who is let in, and who no longer. */
export function NetworkView({ bridge, navigate }: Props) {
  const [state, refresh] = useNetworkState(bridge);
  const [command, runCommand] = useCommand();
  const [typedInto, setTypedInto] = useState<HTMLInputElement>();
  const run = async (each: () => Promise<SetupOutcome>) => {
    const isDone = await runCommand(each);
    refresh();
    return isDone;
  };
  const touched = ({ pointerType, target }: PointerEvent) => {
    if (pointerType === 'touch' && target instanceof HTMLInputElement) setTypedInto(target);
  };
  const leave = ({ key }: KeyboardEvent) => {
    if (key === 'Escape') navigate(WALL);
  };
  return (
    <main className="setup network" data-testid="network" onPointerDown={touched} onKeyDown={leave}>
      <header className="setup-header">
        <button type="button" className="control" data-testid="network-leave" onClick={() => navigate(WALL)}>
          {t('common.toScreens')}
        </button>
        <strong>{t('network.title')}</strong>
        {command.failure !== undefined && (
          <p className="setup-said setup-failure" role="alert" data-testid="network-failure">
            <strong>{t('common.notDone')}</strong> {command.failure}
          </p>
        )}
        {command.said !== undefined && (
          <p className="setup-said setup-quiet" role="status" data-testid="network-said">
            {command.said}
          </p>
        )}
        <span className="setup-header-end">
          <ScreenButton />
        </span>
      </header>
      {state !== undefined && <Parts state={state} bridge={bridge} run={run} />}
      {typedInto?.isConnected === true && <OnScreenKeys field={typedInto} onDone={() => setTypedInto(undefined)} />}
    </main>
  );
}

function Parts(props: NetworkProps) {
  const { problems, wish } = props.state;
  const isServed = wish.listen === 'lan';
  return (
    <div className="setup-body network-body">
      <div className="network-parts">
        {problems.map((sentence) => (
          <p key={sentence} className="setup-note network-problem" role="alert" data-testid="network-problem">
            {told(sentence)}
          </p>
        ))}
        {/* Another wish in force is another form: what was typed for the one before is done. */}
        <ServeForm key={JSON.stringify(wish)} {...props} />
        {isServed && <PairPanel {...props} />}
        {isServed && <AddressList {...props} />}
        {isServed && <CertificateFacts {...props} />}
        <KeyList {...props} />
      </div>
    </div>
  );
}
