import type { TextKey } from './text';

/** Those without a key are called the same in every language. */
const WORDS: Readonly<Record<string, { readonly key: TextKey } | string>> = {
  name: { key: 'setup.stageName' },
  tcp: 'TCP',
  tls: 'TLS',
  login: { key: 'setup.stageLogin' },
  database: { key: 'setup.stageDatabase' },
  'postgres-version': { key: 'setup.stagePostgres' },
  timescaledb: 'TimescaleDB',
  'timescaledb-version': { key: 'setup.stageTimescale' },
  licence: { key: 'setup.stageLicence' },
  rights: { key: 'setup.stageRights' },
  connections: { key: 'setup.stageConnections' },
  clock: { key: 'setup.stageClock' },
  workers: { key: 'setup.stageWorkers' },
  listen: 'LISTEN',
};

/** What a stage of the connection test is called; undefined for the code of one that a later version has. */
export function stageWord(code: string, translate: (key: TextKey) => string): string | undefined {
  const word = Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
  return typeof word === 'object' ? translate(word.key) : word;
}
