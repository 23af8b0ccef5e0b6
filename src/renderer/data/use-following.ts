import { useEffect } from 'react';
import type { Following } from '../../shared/viewer/gateway-client';
import { useConnection } from './connection-context';

/**
 * Has the appliance send what a view shows, for as long as the next view does not name its own.
 * @param following kept by identity: a constant or memoised
 */
export function useFollowing(following: Following): void {
  const { client } = useConnection();
  useEffect(() => client.follow(following), [client, following]);
}
