import { expect, test } from 'vitest';
import { type HandOverFacts, handOverText } from '../../../../src/main/setup/hand-over-text';

const FACTS: HandOverFacts = {
  plant: {
    ...{ host: '::1', port: 5432, database: 'my plant', user: 'taktline_reader' },
    tls: { mode: 'verify-full', caFile: '/etc/ca.pem' },
    passwordPlace: 'file',
    provisioning: { liveUpdates: 'wake-ups' },
  },
  name: 'Bottling\n# hall 3',
  passwordPlace: 'the file /data/secrets/plant-password',
  dataFolder: '/data',
  owner: 'owner',
  tables: [],
  provisioning: { liveUpdates: 'wake-ups' },
  provisionedAs: 'owner',
  problems: [],
  openSteps: [],
  drifts: [],
  nowMs: Date.UTC(2026, 10, 25, 12, 30),
};

test('the summary names the place of the password, the logins, the side effect and the way back', () => {
  const text = handOverText(FACTS);
  expect(text).toContain('# Taktline at Bottling # hall 3: hand-over');
  expect(text).toContain('Set up on 2026-11-25 12:30 UTC.');
  expect(text).toContain('Password: kept in the file /data/secrets/plant-password');
  expect(text).toContain('taktline_reader, which only reads; set up as owner');
  expect(text).toContain('two-phase commit is impossible');
  expect(text).toContain(
    "remove --url 'postgresql://owner@[::1]:5432/my%20plant?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem'",
  );
  expect(text).toContain('Verified: all is as wanted.');
  expect(text).toContain(`--settings wanted.json`);
  expect(text).toContain('"liveUpdates": "wake-ups"');
});

test('what is open is said, and then nothing is called as wanted', () => {
  const text = handOverText({ ...FACTS, openSteps: ['metric', 'oee-1day'], problems: ['No TimescaleDB.'] });
  expect(text).toContain('Not done yet (2 of the plan): metric, oee-1day.');
  expect(text).toContain('In the way: No TimescaleDB.');
  expect(text).not.toContain('all is as wanted');
  expect(handOverText({ ...FACTS, drifts: undefined })).toContain('Not verified.');
});

test('tables of others are named with how they are used', () => {
  const sentence = 'Metrics are in public."Metric": read as it is; nothing was made for it.';
  expect(handOverText({ ...FACTS, tables: [sentence] })).toContain(`- ${sentence}`);
});

test.each([
  ['none', 'none, the server asks for none'],
  ['ask', 'kept nowhere'],
] as const)('a password that is kept nowhere is told so: %s', (passwordPlace, part) => {
  expect(handOverText({ ...FACTS, plant: { ...FACTS.plant, passwordPlace }, passwordPlace: undefined })).toContain(
    part,
  );
});
