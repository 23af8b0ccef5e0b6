import type { ConfiguredPlant } from '../config/configured-plant';

export interface HandOverFacts {
  readonly plant: ConfiguredPlant;
  /** What people call the plant. */
  readonly name: string;
  /** Where its password lies, in words; undefined where the server asks for none or a person is asked. */
  readonly passwordPlace: string | undefined;
  readonly dataFolder: string;
  /** Login of the set-up. */
  readonly owner: string;
  /** Where the samples are, a sentence for each table that others made. */
  readonly tables: readonly string[];
  /** What was wanted, as `provision --settings` reads it. */
  readonly provisioning: Readonly<Record<string, unknown>>;
  /** Login that provisioned; undefined where nothing was made. */
  readonly provisionedAs: string | undefined;
  /** What stands in the way of the plan, a sentence each. */
  readonly problems: readonly string[];
  /** Steps of the plan that are not done. */
  readonly openSteps: readonly string[];
  /** What `verify` found; undefined where it was not asked. */
  readonly drifts: readonly { readonly about: string; readonly sentence: string }[] | undefined;
  readonly nowMs: number;
}

const TLS_WORDS = {
  disable: 'not encrypted',
  require: 'encrypted, the certificate is not checked',
  'verify-ca': 'encrypted, the authority of the certificate is checked',
  'verify-full': 'encrypted, authority and name of the certificate are checked',
} as const;

/**
 * What who runs the plant must know, as Markdown: a file to keep. It holds no secret, only where each one lies. A line is a heading,
 * an item or a sentence: pages tell them in their own language.
 */
export function handOverText(facts: HandOverFacts): string {
  return [
    `# ${title(facts.name)}`,
    '',
    `Set up on ${new Date(facts.nowMs).toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
    '',
    ...part('Connection', connectionLines(facts)),
    ...part('In the database', databaseLines(facts)),
    ...part('On this computer', [
      `Data and settings: ${facts.dataFolder}`,
      'Settings without secrets can be exported in the app (Set up a plant, Hand over) and imported on the next one.',
    ]),
    ...part('Later', laterLines(facts)),
    ...JSON.stringify(facts.provisioning, null, 2)
      .split('\n')
      .map((line) => `      ${line}`),
    '',
  ].join('\n');
}

/** @param name of the plant */
function title(name: string): string {
  return `Taktline at ${oneLine(name)}: hand-over`;
}

function part(heading: string, items: readonly string[]): readonly string[] {
  return [`## ${heading}`, ...items.map((item) => `- ${item}`), ''];
}

function connectionLines(facts: HandOverFacts): readonly string[] {
  const { plant, owner } = facts;
  const { mode, caFile } = plant.tls;
  return [
    `Server: ${plant.host}, port ${plant.port}, database ${plant.database}`,
    plant.user === owner
      ? `Daily login: ${plant.user}`
      : `Daily login: ${plant.user}, which only reads; set up as ${owner}`,
    caFile === undefined ? `TLS: ${TLS_WORDS[mode]}` : `TLS: ${TLS_WORDS[mode]} (authority: ${caFile})`,
    `Password: ${passwordSentence(facts)}`,
  ];
}

function laterLines({ plant, owner }: HandOverFacts): readonly string[] {
  const address = addressFlags(plant, owner);
  const check = `npm run provision -- verify ${address} --settings wanted.json`;
  const remove = `npm run provision -- remove ${address}`;
  return [
    `Check what has drifted: ${check}`,
    `See what would take everything back, and do it with --yes: ${remove}`,
    'Passwords go into PGPASSWORD or PGPASSFILE, never into the address.',
    'What this set-up wanted, to be saved as wanted.json:',
  ];
}

function passwordSentence({ plant, passwordPlace }: HandOverFacts): string {
  if (plant.passwordPlace === 'none') return 'none, the server asks for none';
  if (plant.passwordPlace === 'ask') return 'kept nowhere: a person gives it at each start';
  return `kept in ${passwordPlace ?? plant.passwordPlace}`;
}

function databaseLines(facts: HandOverFacts): readonly string[] {
  const { tables, provisionedAs, problems, openSteps, drifts, plant } = facts;
  return [
    ...tables,
    provisionedAs === undefined
      ? 'Nothing was made by this set-up.'
      : `Made as ${provisionedAs}; each step is recorded in taktline.applied_step.`,
    plant.provisioning?.liveUpdates === 'wake-ups'
      ? 'New samples are noticed by wake-ups (triggers; two-phase commit is impossible for writers).'
      : 'New samples are noticed by polling (nothing installed).',
    ...problems.map((sentence) => `In the way: ${sentence}`),
    ...(openSteps.length > 0 ? [`Not done yet (${openSteps.length} of the plan): ${openSteps.join(', ')}.`] : []),
    ...(drifts === undefined ? ['Not verified.'] : []),
    ...(drifts?.length === 0 && openSteps.length === 0 ? ['Verified: all is as wanted.'] : []),
    ...(drifts ?? []).map(({ about, sentence }) => `Not as wanted: ${about}: ${sentence}`),
  ];
}

/** The address as the command line takes it; a password is never part of it. */
function addressFlags({ host, port, database, tls }: ConfiguredPlant, user: string): string {
  const authority = `${encodeURIComponent(user)}@${host.includes(':') ? `[${host}]` : host}:${port}`;
  const ca = tls.caFile === undefined ? '' : `&sslrootcert=${encodeURIComponent(tls.caFile)}`;
  return `--url 'postgresql://${authority}/${encodeURIComponent(database)}?sslmode=${tls.mode}${ca}'`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
