import { createHash } from 'node:crypto';
import { quoteLiteral } from './render-sql';
import type { SqlClient } from './sql-client';
import type { ProvisioningStep } from './steps';

/** SHA-256 of the rendered SQL, hex: other settings give another one. */
export function checksum(step: ProvisioningStep): string {
  return createHash('sha256').update(step.sql).digest('hex');
}

/**
 * The table `taktline.applied_step`: which step ran, with which SQL, when and by whom. The lines of the steps that come
 * before the table wait until it is there.
 */
export class StepLedger {
  readonly #client: SqlClient;
  readonly #checksums = new Map<string, string>();
  #waiting: string[] = [];
  #ready = false;

  constructor(client: SqlClient) {
    this.#client = client;
  }

  /** Reads what is recorded; call it once, first. */
  async open(): Promise<void> {
    const { rows: there } = await this.#client.query(
      `SELECT to_regclass('taktline.applied_step') IS NOT NULL AS there`,
    );
    this.#ready = there[0]?.there === true;
    if (!this.#ready) return;
    const { rows } = await this.#client.query('SELECT step_id, checksum FROM taktline.applied_step');
    for (const row of rows) this.#checksums.set(String(row.step_id), String(row.checksum));
  }

  /** Of the SQL as recorded; undefined for a step that is not. */
  checksumOf(stepId: string): string | undefined {
    return this.#checksums.get(stepId);
  }

  /** Runs the step and writes its line in one transaction: several statements in one simple query are one. */
  async runAndRecord(step: ProvisioningStep): Promise<void> {
    const line = insertLine(step, 'made');
    if (step.id === 'applied-step') this.#ready = true;
    if (this.#ready) {
      await this.#client.query(`${step.sql};\n${this.#waiting.join('\n')}\n${line}`);
      this.#waiting = [];
    } else {
      await this.#client.query(step.sql);
      this.#waiting.push(line);
    }
    this.#checksums.set(step.id, checksum(step));
  }

  /** Writes the line alone: the step is there already. */
  async record(step: ProvisioningStep, outcome: 'made' | 'found'): Promise<void> {
    const line = insertLine(step, outcome);
    if (this.#ready) await this.#client.query(line);
    else this.#waiting.push(line);
    this.#checksums.set(step.id, checksum(step));
  }
}

function insertLine(step: ProvisioningStep, outcome: 'made' | 'found'): string {
  const values = [step.id, step.group, checksum(step), outcome].map(quoteLiteral).join(', ');
  return `INSERT INTO taktline.applied_step (step_id, step_group, checksum, outcome) VALUES (${values})
    ON CONFLICT (step_id) DO UPDATE SET checksum = excluded.checksum, outcome = excluded.outcome,
      applied_at = clock_timestamp(), applied_by = session_user;`;
}
