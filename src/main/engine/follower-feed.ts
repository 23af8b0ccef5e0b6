import type { CatalogueUnit } from '../../shared/protocol';
import { quoteIdentifier } from '../../shared/sql-identifier';
import type { Log } from '../diagnostics/log';
import { ChangeFeed } from '../live/change-feed';
import { pollingOnly } from '../live/fleet/polling-only';
import { type NotifyConnection, NotifyWakeUps } from '../live/notify-wake-ups';
import type { RecentSamples } from '../live/recent-samples';
import { connectPlant, dropPlant, type PlantAddress } from '../plant/connection';
import { LiveReader } from '../plant/live-reader';
import type { PlantDatabase } from '../plant/plant-database';
import { notification } from '../plant/statements/notification';
import { SERVER_CLOCK } from '../plant/statements/server-clock';
import type { TableLookup } from '../plant/table-lookup';
import { liveClock } from './live-time';

/** Anybody may notify: after so many the log has said it. */
const MALFORMED_TOLD = 20;

export interface FollowerFeedOptions {
  readonly address: PlantAddress;
  readonly database: PlantDatabase;
  readonly tables: TableLookup;
  readonly units: () => readonly CatalogueUnit[];
  readonly recent: RecentSamples;
  readonly plantNowMs: () => number;
  readonly random: () => number;
  /** Plain characters that no other appliance has. */
  readonly applianceName: string;
  readonly log: Log;
  /** Told of each notification that is none of ours. */
  readonly onMalformed: () => void;
  /** polling: without wake-ups, for who follows by itself only while others cannot tell. */
  readonly how: 'listening' | 'polling';
}

/**
 * The change feed fitted to the plant that is followed. It needs no sweep of the catalogue: units that are known from
 * an earlier run are followed from the first connection on.
 */
export function followerFeed(options: FollowerFeedOptions): ChangeFeed {
  const { address, database, tables, units, recent, plantNowMs, random, applianceName, log, how, onMalformed } =
    options;
  const reader = new LiveReader(tables, units, plantNowMs);
  const clock = liveClock(plantNowMs);
  const never = new AbortController().signal;
  let malformed = 0;
  return new ChangeFeed({
    reader,
    recent,
    clock,
    random,
    wakeUps:
      how === 'polling'
        ? pollingOnly(() => database.ask('live', SERVER_CLOCK))
        : new NotifyWakeUps({
            connect: (onLost) => listeningConnection(address, onLost),
            channelsOf: async (workUnitIds) => {
              const { wakeUpChannel } = await tables.known(never, 'live');
              return wakeUpChannel ? reader.readWakeUpChannels(workUnitIds, never) : undefined;
            },
            notifyFromElsewhere: (channel, payload) => database.ask('live', notification(channel, payload)),
            quoteIdentifier,
            clock,
            probeName: applianceName,
            onMalformed: (channel) => {
              onMalformed();
              malformed += 1;
              if (malformed <= MALFORMED_TOLD) log.warn('wake-up-not-ours', { channel });
            },
          }),
    onProblem: ({ what, message }) => log.warn('feed-trouble', { what, message }),
  });
}

/** A connection for listening; ended, it is cut off soon where the plant has gone silent. */
async function listeningConnection(
  address: PlantAddress,
  onLost: (error: Error | undefined) => void,
): Promise<NotifyConnection> {
  const client = await connectPlant(address, { applicationName: 'taktline listen' }, onLost);
  return {
    query: (text) => client.query(text),
    on: (event, listener) => client.on(event, listener),
    end: async () => dropPlant(client),
  };
}
