import { expect, test } from 'vitest';
import { handOverText } from '../../../../../src/main/setup/hand-over-text';
import { toldIn } from '../../../../../src/renderer/i18n/told';
import { handOverTold } from '../../../../../src/renderer/views/setup/hand-over-told';

const TEXT = handOverText({
  plant: {
    ...{ host: 'db', port: 5432, database: 'plant', user: 'taktline_reader' },
    tls: { mode: 'verify-full', caFile: '/etc/ca.pem' },
    passwordPlace: 'ask',
  },
  name: 'Bottling',
  passwordPlace: undefined,
  dataFolder: '/data',
  owner: 'owner',
  tables: ['Metrics are in public."Metric": read as it is; nothing was made for it.'],
  provisioning: { liveUpdates: 'polling' },
  provisionedAs: 'owner',
  problems: ['No session was opened.'],
  openSteps: ['metric', 'oee'],
  drifts: undefined,
  nowMs: Date.UTC(2026, 10, 25, 12, 30),
});

test('the summary is told in the page’s language, line by line, with what is for programs as it is', () => {
  const told = handOverTold(TEXT, toldIn('de'));
  expect(told).toContain('# Taktline bei Bottling: Übergabe');
  expect(told).toContain('- Login im Alltag: taktline_reader, der nur liest; eingerichtet als owner');
  expect(told).toContain(
    '- TLS: verschlüsselt, Zertifizierungsstelle und Name werden geprüft (Zertifizierungsstelle: /etc/ca.pem)',
  );
  expect(told).toContain('- Passwort: nirgends aufbewahrt: jemand gibt es bei jedem Start ein');
  expect(told).toContain(
    '- Messgrößen stehen in public."Metric": gelesen, wie sie ist; für sie wurde nichts angelegt.',
  );
  expect(told).toContain('- Noch nicht getan (2 des Plans): metric, oee.');
  expect(told).toContain('- Im Weg: Es wurde keine Sitzung geöffnet.');
  expect(told).toContain("remove --url 'postgresql://owner@db:5432/plant?");
  expect(told).toContain('        "liveUpdates": "polling"');
});

test.each(['de', 'es', 'zh'] as const)('no sentence of it stays English in %s', (language) => {
  const [before, after] = [TEXT, handOverTold(TEXT, toldIn(language))].map((text) => text.split('\n'));
  const same = before?.filter((line, at) => /^(?:[#-]|[A-Z])/.test(line) && line === after?.[at]);
  expect(same).toEqual([]);
});

test('in English it is as it was written', () => {
  expect(handOverTold(TEXT, toldIn('en'))).toBe(TEXT);
});
