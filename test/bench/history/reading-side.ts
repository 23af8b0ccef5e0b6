import { FollowerHistory } from '../../../src/main/engine/follower-history';
import type { HistoryService } from '../../../src/main/history/history-service';
import { DEFAULT_MEMORY_BYTES } from '../../../src/main/history/tile-memory';
import type { TileTier } from '../../../src/main/history/tile-tier';
import { Catalogue } from '../../../src/main/plant/catalogue';
import { systemTimers } from '../../../src/main/plant/clock';
import type { PlantAddress } from '../../../src/main/plant/connection';
import { PlantDatabase } from '../../../src/main/plant/plant-database';
import { PlantReader } from '../../../src/main/plant/plant-reader';
import type { LaneName } from '../../../src/main/plant/pool-shares';
import { PreparationWatch } from '../../../src/main/plant/preparation-watch';
import type { Question, Statement } from '../../../src/main/plant/statement-lane';
import { TableLookup } from '../../../src/main/plant/table-lookup';
import { DEFAULT_PLANT_TABLES } from '../../../src/shared/plant-tables';
import type { SeriesKey } from '../../../src/shared/series';

/** A statement as it went to the plant. */
export interface SentStatement {
  readonly statement: Statement;
  readonly values: readonly unknown[];
}

/** The plant's database with a list of what was asked of it. */
class ListeningDatabase extends PlantDatabase {
  readonly sent: SentStatement[] = [];

  override ask<Answer>(lane: LaneName, question: Question<Answer>, signal?: AbortSignal): Promise<Answer> {
    this.sent.push(question);
    return super.ask(lane, question, signal);
  }
}

export interface ServiceOptions {
  readonly tiers?: readonly TileTier[];
  readonly isFollowing?: boolean;
  /** Bound of the tiles in memory, in bytes; 0: none stays there. Default: the engine's. */
  readonly memoryBytes?: number;
}

/** What reads the plant, fitted together as in the engine, without anything live. */
export interface ReadingSide {
  readonly reader: PlantReader;
  readonly catalogue: Catalogue;
  readonly preparation: PreparationWatch;
  /** A service that has nothing in memory, as the engine builds it; `isFollowing`: with a feed that tells of every change (there is none). */
  newService(options?: ServiceOptions): HistoryService;
  /** Statements since the last call. */
  takeSent(): readonly SentStatement[];
  close(): void;
}

/** Connects and sweeps once; trouble of any kind ends the bench. */
export async function startReadingSide(address: PlantAddress): Promise<ReadingSide> {
  const troubles: unknown[] = [];
  const onTrouble = (error: unknown) => troubles.push(error);
  const plantNowMs = () => systemTimers.nowMs();
  const database = new ListeningDatabase({
    ...{ address, timers: systemTimers, random: Math.random },
    ...{ onStatement: () => {}, onTrouble },
  });
  database.open();
  const lookup = new TableLookup(database, DEFAULT_PLANT_TABLES);
  const seriesFacts = (key: SeriesKey) => catalogue.series(key);
  const reader = new PlantReader(lookup, seriesFacts);
  const catalogue: Catalogue = new Catalogue({
    sweep: (request, signal) => reader.sweep(request, signal),
    timers: systemTimers,
    plantNowMs,
    onTrouble,
  });
  const preparation = new PreparationWatch({
    read: (signal) => reader.readPreparing(signal),
    timers: systemTimers,
    onTrouble,
  });
  const services: HistoryService[] = [];
  const newService = ({ tiers = [], isFollowing = false, memoryBytes = DEFAULT_MEMORY_BYTES }: ServiceOptions = {}) => {
    const history = new FollowerHistory({
      tables: DEFAULT_PLANT_TABLES,
      ...{ reader, catalogue, preparation, timers: systemTimers, plantNowMs, tiers, onTrouble },
      backgroundReader: new PlantReader(lookup, seriesFacts, 'background'),
      link: () => ({ state: 'online', asOfMs: plantNowMs(), reason: null, feed: 'poll' }),
      ...{ memoryBytes, onRevision: () => {} },
    });
    if (isFollowing) history.feedChanged('polling');
    services.push(history.service);
    return history.service;
  };
  await Promise.all([catalogue.start(), preparation.start()]);
  const [trouble] = troubles;
  if (trouble !== undefined) throw trouble;
  return {
    reader,
    catalogue,
    preparation,
    newService,
    takeSent: () => database.sent.splice(0),
    close: () => {
      for (const service of services) service.close();
      catalogue.close();
      preparation.close();
      database.close();
    },
  };
}
