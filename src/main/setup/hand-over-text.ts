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
  disable: 'none',
  require: 'encrypted, the certificate is not checked',
  'verify-ca': 'encrypted, the authority of the certificate is checked',
  'verify-full': 'encrypted, authority and name of the certificate are checked',
} as const;

/** What who runs the plant must know, as Markdown: a file to keep. It holds no secret, only where each one lies. */
export function handOverText(facts: HandOverFacts): string {
  const { plant, name } = facts;
  const flags = `${addressFlags(plant, facts.owner)} --settings wanted.json`;
  return [
    `# Taktline at ${oneLine(name)}: hand-over`,
    '',
    `Set up on ${new Date(facts.nowMs).toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
    '',
    '## Connection',
    `- Server: ${plant.host}, port ${plant.port}, database ${plant.database}`,
    `- Daily login: ${plant.user}${plant.user === facts.owner ? '' : `, which only reads; set up as ${facts.owner}`}`,
    `- TLS: ${TLS_WORDS[plant.tls.mode]}${plant.tls.caFile === undefined ? '' : ` (authority: ${plant.tls.caFile})`}`,
    `- Password: ${passwordSentence(facts)}`,
    '',
    '## In the database',
    ...databaseLines(facts),
    '',
    '## On this computer',
    `- Data and settings: ${facts.dataFolder}`,
    '- Settings without secrets can be exported in the app (Set up a plant, Hand over) and imported on the next one.',
    '',
    '## Later',
    `- Check what has drifted: npm run provision -- verify ${flags}`,
    `- See what would take everything back, and do it with --yes: npm run provision -- remove ${addressFlags(plant, facts.owner)}`,
    '- Passwords go into PGPASSWORD or PGPASSFILE, never into the address.',
    '- What this set-up wanted, to be saved as wanted.json:',
    '',
    ...JSON.stringify(facts.provisioning, null, 2)
      .split('\n')
      .map((line) => `      ${line}`),
    '',
  ].join('\n');
}

function passwordSentence({ plant, passwordPlace }: HandOverFacts): string {
  if (plant.passwordPlace === 'none') return 'none, the server asks for none';
  if (plant.passwordPlace === 'ask') return 'kept nowhere: a person gives it at each start';
  return `kept in ${passwordPlace ?? plant.passwordPlace}`;
}

function databaseLines(facts: HandOverFacts): readonly string[] {
  const { tables, provisionedAs, problems, openSteps, drifts, plant } = facts;
  return [
    ...tables.map((sentence) => `- ${sentence}`),
    provisionedAs === undefined
      ? '- Nothing was made by this set-up.'
      : `- Made as ${provisionedAs}; each step is recorded in taktline.applied_step.`,
    `- New samples are noticed by ${plant.provisioning?.liveUpdates === 'wake-ups' ? 'wake-ups (triggers; two-phase commit is impossible for writers)' : 'polling (nothing installed)'}.`,
    ...problems.map((sentence) => `- In the way: ${sentence}`),
    ...(openSteps.length > 0 ? [`- Not done yet (${openSteps.length} of the plan): ${openSteps.join(', ')}.`] : []),
    ...(drifts === undefined ? ['- Not verified.'] : []),
    ...(drifts?.length === 0 && openSteps.length === 0 ? ['- Verified: all is as wanted.'] : []),
    ...(drifts ?? []).map(({ about, sentence }) => `- Not as wanted: ${about}: ${sentence}`),
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
