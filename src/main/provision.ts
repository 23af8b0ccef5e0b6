import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { ignorePlantEnvironment, plantFromEnvironment, readPlantUrlFile } from './config/plant-environment';
import { parsePlantUrl, plantAddress } from './plant/address';
import { connectPlant, type PlantAddress, type PlantConnection } from './plant/connection';
import { runCalendarCommand } from './provision-calendar';
import { type ProvisionCommandLine, readProvisionCommandLine } from './provision-command-line';
import { runSettingsCommand, SETTINGS_COMMANDS } from './provision-settings';
import { runConnectionTest } from './provision-test';
import { driftText, planText } from './provision-text';
import { adoptionOptions } from './provisioning/adoption-options';
import { applyPlan } from './provisioning/apply';
import { readCatalogue } from './provisioning/catalogue/read-catalogue';
import { planAdaptations } from './provisioning/connection-test/known-faults';
import { FAMILIES } from './provisioning/levels';
import { makePlan, type Plan } from './provisioning/plan';
import {
  DEFAULT_PROVISIONING_SETTINGS,
  type ProvisioningSettings,
  readProvisioningSettings,
} from './provisioning/provisioning-settings';
import { setReaderPassword } from './provisioning/reader-password';
import { refreshRange } from './provisioning/refresh-range';
import { planRemoval } from './provisioning/removal';
import { SALT_BYTES } from './provisioning/scram-verifier';
import type { SqlClient } from './provisioning/sql-client';
import { verify } from './provisioning/verify';

/** `npm run provision`: the installer's work without a window, for remote roll-out. */

const EXIT = { done: 0, error: 1, pending: 2, drift: 3 } as const;

/** Another installer is waited for so long before this one says so and ends. */
const LOCK_WAIT_MS = 15_000;
/** One statement: a window of a refresh is short; a step that takes longer has met something unforeseen. */
const STATEMENT_TIMEOUT_MS = 120_000;
/** Converting a large table lifts the server's limit for itself; only a connection that is gone ends the waiting here. */
const QUERY_TIMEOUT_MS = 12 * 3_600_000;

interface Work {
  readonly client: PlantConnection;
  readonly flags: ProvisionCommandLine;
  readonly settings: ProvisioningSettings;
  readonly signal: AbortSignal;
}

const say = (line: string) => process.stderr.write(`${line}\n`);
const print = (text: string) => process.stdout.write(`${text}\n`);

function addressOf(plant: ProvisionCommandLine['plant'], environment: NodeJS.ProcessEnv): PlantAddress {
  const readCertificate = (path: string) => readFileSync(path, 'utf8');
  if (plant.kind === 'environment') {
    return plantAddress(plantFromEnvironment(environment, userInfo().username), readCertificate);
  }
  const { PGPASSWORD: password, PGPASSFILE: passwordFile } = environment;
  ignorePlantEnvironment(environment);
  const parts = parsePlantUrl(plant.kind === 'url' ? plant.url : readPlantUrlFile(plant.path));
  // The driver looks into this file by itself where there is no password.
  if (passwordFile !== undefined) environment.PGPASSFILE = passwordFile;
  const isPasswordLacking = parts.password === undefined && password !== undefined;
  return plantAddress(isPasswordLacking ? { ...parts, password } : parts, readCertificate);
}

function settingsOf(path: string | undefined): ProvisioningSettings {
  if (path === undefined) return DEFAULT_PROVISIONING_SETTINGS;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Error(`The settings file ${path} cannot be read; give the path of a JSON file.`, { cause });
  }
  return readProvisioningSettings(path, text);
}

function showPlan(plan: Plan, asJson: boolean): number {
  print(asJson ? JSON.stringify(plan, null, 2) : planText(plan));
  if (plan.problems.length > 0) return EXIT.error;
  return plan.steps.length === 0 ? EXIT.done : EXIT.pending;
}

async function change({ client, flags, signal }: Work, replan: (client: SqlClient) => Promise<Plan>): Promise<number> {
  const plan = await replan(client);
  if (!flags.isConfirmed || plan.steps.length === 0 || plan.problems.length > 0) {
    const exitCode = showPlan(plan, flags.asJson);
    if (exitCode === EXIT.pending) say('Nothing was changed: give --yes to do this.');
    return exitCode;
  }
  const left = await applyPlan(client, plan, replan, {
    waitMs: LOCK_WAIT_MS,
    signal,
    onStep: (step, index, count) => say(`${index + 1}/${count} ${step.id}`),
    onProgress: ({ viewName, fraction }) => say(`prepare ${viewName} ${Math.round(fraction * 100)} %`),
  });
  // What was kept and why is known before: afterwards there is no ledger to tell it.
  return showPlan({ ...left, notes: [...new Set([...plan.notes, ...left.notes])] }, flags.asJson);
}

async function refresh({ client, flags, signal }: Work): Promise<number> {
  if (flags.range === undefined) throw new Error('refresh needs --from and --to.');
  const { nowMs, timescale } = await readCatalogue(client);
  const pausesPolicies = planAdaptations(timescale.installed ?? '0').has('no-overlapping-refresh-windows');
  let longestMs = 0;
  for (const table of FAMILIES) {
    const report = await refreshRange(client, { table, ...flags.range, nowMs, signal, pausesPolicies });
    longestMs = Math.max(longestMs, report.longestMs);
  }
  print(flags.asJson ? JSON.stringify({ ...flags.range, longestMs }) : 'Every level is refreshed over this range.');
  return EXIT.done;
}

async function readerPassword({ client, flags, settings }: Work): Promise<number> {
  const { reader } = settings.roles;
  if (reader === undefined) throw new Error('The settings name no role for daily work; set roles.reader.');
  await setReaderPassword(client, reader, readPasswordFile(flags.passwordPath ?? ''), randomBytes(SALT_BYTES));
  print(flags.asJson ? JSON.stringify({ reader }) : `${reader} has its new password.`);
  return EXIT.done;
}

function readPasswordFile(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new Error(`The password file ${path} cannot be read; give the path of a text file.`);
  }
  const [password = ''] = text.split(/\r?\n/, 1);
  if (password === '') throw new Error(`The password file ${path} has an empty first line; write the password there.`);
  return password;
}

async function run(work: Work): Promise<number> {
  const { client, flags, settings } = work;
  const { liveUpdates, tables, adoption, roles } = settings;
  const options = { liveUpdates, tables, adoption, reader: roles.reader };
  const replan = (each: SqlClient) => makePlan(each, settings.schema, options);
  switch (flags.command) {
    case 'plan': {
      const plan = await replan(client);
      // Where there are tables of others, a program that reads the plan sees how they could be used.
      const adoptable = flags.asJson ? await adoptionOptions(client, tables, settings.schema) : [];
      return showPlan({ ...plan, ...(adoptable.length === 0 ? {} : { adoptable }) }, flags.asJson);
    }
    case 'apply':
      return change(work, replan);
    case 'remove':
      return change(work, planRemoval);
    case 'refresh':
      return refresh(work);
    case 'reader-password':
      return readerPassword(work);
    case 'calendar': {
      const outcome = await runCalendarCommand(client, flags);
      print(outcome.text);
      if (outcome.isPending) say('Nothing was changed: give --yes to do this.');
      return outcome.isPending ? EXIT.pending : EXIT.done;
    }
    case 'verify': {
      const report = await verify(client, settings.schema, options);
      print(flags.asJson ? JSON.stringify(report, null, 2) : driftText(report));
      return report.drifts.length === 0 ? EXIT.done : EXIT.drift;
    }
  }
}

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const stop = new AbortController();
  const end = () => stop.abort(new Error('Stopped; what is done stays, running again goes on.'));
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  if (SETTINGS_COMMANDS.some((command) => command === args[0])) {
    return runSettingsCommand(args, process.env, print);
  }
  if (args[0] === 'test') return runConnectionTest(args.slice(1), process.env, print, stop.signal);
  const flags = readProvisionCommandLine(args);
  const settings = settingsOf(flags.settingsPath);
  const client = await connectPlant(addressOf(flags.plant, process.env), {
    applicationName: 'taktline provision',
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    queryTimeoutMs: QUERY_TIMEOUT_MS,
  });
  try {
    return await run({ client, flags, settings, signal: stop.signal });
  } finally {
    await client.end();
  }
}

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = EXIT.error;
  },
);
