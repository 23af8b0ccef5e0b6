import { createContext, useContext } from 'react';
import type { GatewayClient } from '../../shared/viewer/gateway-client';
import type { Beat } from './beat';
import type { LiveStore } from './live-store';
import type { ValuePace } from './value-pace';

/** The screen's one connection and what is known through it. */
export interface Connection {
  readonly client: GatewayClient;
  readonly store: LiveStore;
  /** Of all that moves by itself. */
  readonly beat: Beat;
  /** When what is shown follows the values. */
  readonly pace: ValuePace;
  /** Tries a pairing code; present in a browser that came by TLS alone. */
  readonly offerCode?: (code: string) => void;
}

export const ConnectionContext = createContext<Connection | undefined>(undefined);

/** The connection of the screen this component is on. @throws Error outside of a ConnectionContext */
export function useConnection(): Connection {
  const connection = useContext(ConnectionContext);
  if (connection === undefined) throw new Error('a view was rendered outside of the screen');
  return connection;
}
