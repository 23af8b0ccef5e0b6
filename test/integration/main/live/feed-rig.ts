import { liveClock } from '../../../../src/main/engine/live-time';
import type { ChangeBatch } from '../../../../src/main/live/change-batch';
import { ChangeFeed, type FeedProblem } from '../../../../src/main/live/change-feed';
import { NotifyWakeUps } from '../../../../src/main/live/notify-wake-ups';
import { RecentSamples } from '../../../../src/main/live/recent-samples';
import { systemTimers } from '../../../../src/main/plant/clock';
import { connectPlant, type PlantAddress } from '../../../../src/main/plant/connection';
import { LiveReader } from '../../../../src/main/plant/live-reader';
import { PlantDatabase } from '../../../../src/main/plant/plant-database';
import { notification } from '../../../../src/main/plant/statements/notification';
import { TableLookup } from '../../../../src/main/plant/table-lookup';
import { DEFAULT_PLANT_TABLES } from '../../../../src/shared/plant-tables';
import { quoteIdentifier } from '../../../../src/shared/sql-identifier';

export interface FeedRig {
  readonly feed: ChangeFeed;
  readonly recent: RecentSamples;
  readonly problems: FeedProblem[];
  readonly malformed: string[];
  readonly batches: ChangeBatch[];
  /** Resolves when a look at everything passed on so far says so; it looks again at each batch. */
  until(isEnough: () => boolean): Promise<void>;
  untilState(state: ChangeFeed['state']): Promise<void>;
  /** Values of one unit, in the order of their coming. */
  values(workUnitId: string): readonly number[];
  close(): Promise<void>;
}

/** The change feed as the engine builds it, on a real plant. */
export function startFeed(
  address: PlantAddress,
  workUnitIds: readonly string[],
  options: { readonly polls?: boolean } = {},
): FeedRig {
  const database = new PlantDatabase({
    address,
    timers: systemTimers,
    onStatement: () => {},
    onTrouble: () => {},
    random: Math.random,
  });
  const lookup = new TableLookup(database, DEFAULT_PLANT_TABLES);
  const reader = new LiveReader(lookup, () => [], Date.now);
  const recent = new RecentSamples();
  const problems: FeedProblem[] = [];
  const malformed: string[] = [];
  const batches: ChangeBatch[] = [];
  const clock = liveClock(Date.now);
  const signal = new AbortController().signal;
  const feed = new ChangeFeed({
    ...{ reader, recent, clock, random: Math.random, onProblem: (problem: FeedProblem) => problems.push(problem) },
    wakeUps: new NotifyWakeUps({
      connect: (onLost) => connectPlant(address, { applicationName: 'taktline test listen' }, onLost),
      channelsOf: async (ids) => (options.polls === true ? undefined : reader.readWakeUpChannels(ids, signal)),
      notifyFromElsewhere: (channel, payload) => database.ask('live', notification(channel, payload)),
      probeName: `test_${Math.random().toString(36).slice(2)}`,
      onMalformed: (channel) => malformed.push(channel),
      quoteIdentifier,
      clock,
    }),
  });
  feed.onBatch((batch) => batches.push(batch));
  feed.setUnits(workUnitIds);
  // The catalogue has looked at the plant's tables before there are units to follow.
  const start = () => feed.start();
  void lookup.look(signal).then(start, start);
  return {
    ...{ feed, recent, problems, malformed, batches },
    until: (isEnough) =>
      new Promise((resolve) => {
        const look = () => {
          if (!isEnough()) return;
          stop();
          resolve();
        };
        const stop = feed.onBatch(look);
        look();
      }),
    untilState: (state) =>
      new Promise((resolve) => {
        const look = () => {
          if (feed.state !== state) return;
          stop();
          resolve();
        };
        const stop = feed.onState(look);
        look();
      }),
    values: (workUnitId) =>
      batches
        .flatMap(({ units }) => units.filter((unit) => unit.workUnitId === workUnitId))
        .flatMap(({ series }) => series.flatMap(({ added }) => added.values)),
    close: async () => {
      await feed.close();
      database.close();
    },
  };
}
