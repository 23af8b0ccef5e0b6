import type { PlantTables } from '../../shared/plant-tables';
import type { Log } from '../diagnostics/log';
import { systemTimers } from '../plant/clock';
import type { PlantAddress } from '../plant/connection';
import { heartbeatTo } from '../plant/heartbeat-connection';
import { LinkMonitor } from '../plant/link-monitor';
import { PlantDatabase, type PlantPoolSettings } from '../plant/plant-database';
import { describePlantTrouble } from '../plant/plant-error';
import type { StatementTiming } from '../plant/statement-lane';
import { TableLookup } from '../plant/table-lookup';
import { troubleTo } from './trouble-to';

export interface PlantConnectionsOptions {
  readonly address: PlantAddress;
  /** Where the plant keeps its samples. */
  readonly tables: PlantTables;
  readonly pool: PlantPoolSettings;
  readonly log: Log;
  readonly random: () => number;
  /** Told of every statement that has ended. */
  readonly onStatement: (timing: StatementTiming) => void;
}

/** What one plant is asked through: the heartbeat that tells whether it is there, the pool, and where its tables are. */
export class PlantConnections {
  readonly link: LinkMonitor;
  readonly database: PlantDatabase;
  readonly tables: TableLookup;

  constructor({ address, tables, pool, log, random, onStatement }: PlantConnectionsOptions) {
    const timers = systemTimers;
    this.link = new LinkMonitor({
      ...{ connect: heartbeatTo(address), timers, random },
      describe: (error) => describePlantTrouble(error, address),
    });
    this.database = new PlantDatabase({
      ...{ address, timers, onStatement, random, pool },
      onTrouble: troubleTo(log, 'plant-connection-lost'),
    });
    this.tables = new TableLookup(this.database, tables);
  }

  /** Begins to connect. */
  open(): void {
    this.link.start();
    this.database.open();
  }

  close(): void {
    this.database.close();
    this.link.close();
  }
}
