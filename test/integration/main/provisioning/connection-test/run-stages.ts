import { randomUUID } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { plantAddress } from '../../../../../src/main/plant/address';
import { connectPlant } from '../../../../../src/main/plant/connection';
import {
  type ConnectionTestOptions,
  testConnection,
} from '../../../../../src/main/provisioning/connection-test/connection-test';
import {
  STAGES,
  type StageName,
  type StageResult,
} from '../../../../../src/main/provisioning/connection-test/stage-result';
import type { ConnectionTestDeps, TestTarget } from '../../../../../src/main/provisioning/connection-test/test-target';

const readFile = (path: string) => readFileSync(path, 'utf8');

/** The world as `provision` has it. */
export const REAL_DEPS: ConnectionTestDeps = {
  connect: (target, options) => connectPlant(plantAddress(target, readFile), options),
  lookup: (host) => lookup(host, { all: true }),
  readFile,
  nowMs: Date.now,
  elapsedMs: () => performance.now(),
  randomId: () => randomUUID().replaceAll('-', ''),
};

export interface Run {
  readonly results: readonly StageResult[];
  readonly tookMs: number;
  /** The result of one stage. */
  of(stage: StageName): StageResult;
  /** Verdicts in the order of the stages, without the skipped ones at the end. */
  readonly verdicts: string;
}

/** Runs all stages. @throws where one is missing or out of order */
export async function runStages(
  target: TestTarget,
  options: ConnectionTestOptions = {},
  deps: ConnectionTestDeps = REAL_DEPS,
): Promise<Run> {
  const startedMs = performance.now();
  const results: StageResult[] = [];
  for await (const result of testConnection(target, deps, options)) results.push(result);
  if (results.map(({ stage }) => stage).join() !== STAGES.join()) throw new Error('stages are missing or out of order');
  return {
    results,
    tookMs: performance.now() - startedMs,
    of: (stage) => {
      const result = results.find((each) => each.stage === stage);
      if (result === undefined) throw new Error(`no stage ${stage}`);
      return result;
    },
    verdicts: results
      .map(({ stage, verdict }) => `${stage} ${verdict}`)
      .join(', ')
      .replace(/(, [a-z-]+ skipped)+$/, ''),
  };
}
