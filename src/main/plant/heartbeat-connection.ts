import { connectPlant, dropPlant, type PlantAddress } from './connection';
import type { HeartbeatConnect } from './link-monitor';
import { SERVER_CLOCK } from './statements/server-clock';

/** As long as the monitor would wait for a silent connection. */
const CONNECT_TIMEOUT_MS = 5_000;

/** Opens the monitor's heartbeat connections to a plant. */
export function heartbeatTo(address: PlantAddress): HeartbeatConnect {
  return async (onLost) => {
    const client = await connectPlant(
      address,
      { applicationName: 'taktline heartbeat', connectTimeoutMs: CONNECT_TIMEOUT_MS },
      onLost,
    );
    const { statement, decode } = SERVER_CLOCK;
    return {
      readPlantTimeMs: async () =>
        decode((await client.query<unknown[]>({ text: statement.text, rowMode: 'array' })).rows),
      close: () => dropPlant(client),
    };
  };
}
