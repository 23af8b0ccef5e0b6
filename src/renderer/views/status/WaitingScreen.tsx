import type { ScreenStatus } from '../../data/screen-status';
import { WholeScreen } from './WholeScreen';

/** Nothing to show yet, and why: the appliance, the plant, or a plant without any work unit. */
export function WaitingScreen({ status, told }: { readonly status: ScreenStatus; readonly told: boolean }) {
  const { client, plant } = status;
  if (status.stateRules === undefined)
    return (
      <WholeScreen title="Connecting to the appliance…" testId="connecting">
        {client.name === 'waiting' && <p>{client.reason} It is tried again by itself.</p>}
      </WholeScreen>
    );
  if (plant.state !== 'online' && plant.state !== 'late')
    return (
      <WholeScreen title="Connecting to the plant’s database…" testId="connecting">
        {plant.reason !== null && <p>{plant.reason}</p>}
      </WholeScreen>
    );
  if (!told) return <WholeScreen title="Reading the work units…" testId="connecting" />;
  return (
    <WholeScreen title="No work units yet" testId="no-units">
      <p>Each one appears here by itself within a minute of its first sample.</p>
    </WholeScreen>
  );
}
