import { HEARTBEAT_INTERVAL_MS, type ServerMessage } from '../../shared/protocol';
import type { After } from '../../shared/viewer/after';
import { GatewayClient } from '../../shared/viewer/gateway-client';
import type { OpenSocket } from '../../shared/viewer/socket';
import type { ApplianceAddress } from './appliance-address';

/** One thing that was tried, in the order of trying. */
export interface ProbeStage {
  readonly isGood: boolean;
  readonly sentence: string;
}

export interface ProbeOptions {
  readonly address: ApplianceAddress;
  readonly token: string;
  readonly openSocket: OpenSocket;
  readonly after: After;
  readonly nowMs: () => number;
}

/** Whoever has not welcomed us and told its units by then does not. */
const PATIENCE_MS = 10 * HEARTBEAT_INTERVAL_MS;

/** Tries an appliance as a source: is it reached, does it take the token, what does it follow. Ends with the first that fails. */
export async function probeAppliance({
  address,
  token,
  openSocket,
  after,
  nowMs,
}: ProbeOptions): Promise<readonly ProbeStage[]> {
  const stages: ProbeStage[] = [];
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const fail = (sentence: string) => {
    stages.push({ isGood: false, sentence });
    end();
  };
  const client = new GatewayClient({
    access: { key: async () => ({ url: address.liveUrl, token }), accepted: () => {}, refused: () => false },
    ...{ openSocket, after, nowMs, random: () => 0 },
    events: {
      stateChanged: (state) => {
        if (state.name === 'greeting') stages.push({ isGood: true, sentence: `${address.url} is reached.` });
        else if (state.name === 'waiting') fail(`${address.url}: ${state.reason}`);
        else if (state.name === 'refused' && state.refusal === 'version-mismatch')
          fail('It speaks another version of the protocol: bring both to the same version.');
        else if (state.name === 'refused')
          fail('It does not take this token: copy it whole, or have a new one issued there.');
      },
      linkChanged: () => {},
      message: (message) => {
        stages.push(...stagesOf(message));
        if (message.type === 'catalogue') end();
      },
      problem: (sentence) => fail(`What it says is not understood: ${sentence}`),
    },
  });
  const stop = after(PATIENCE_MS, () => fail(`${address.url} does not answer as an appliance does.`));
  client.connect();
  await ended;
  stop();
  client.close();
  return stages;
}

function stagesOf(message: ServerMessage): readonly ProbeStage[] {
  if (message.type === 'catalogue') {
    const { length } = message.units;
    return [{ isGood: true, sentence: length === 1 ? 'It shows one work unit.' : `It shows ${length} work units.` }];
  }
  if (message.type !== 'welcome') return [];
  const { sourceName, link } = message;
  const follows =
    link.state === 'online'
      ? `It follows ${sourceName}, which is online.`
      : `It follows ${sourceName}, which it does not reach just now: ${link.reason ?? link.state}`;
  return [
    { isGood: true, sentence: 'It takes the token.' },
    { isGood: true, sentence: follows },
  ];
}
