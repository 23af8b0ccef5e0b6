import type { Translated } from '../catalogue';
import type { common as english } from '../en/common';

export const common: Translated<typeof english> = {
  noSample: '{{label}}: kein Wert vorhanden',
  ago: '{{label}}, vor {{age}}',
  old: '{{label}} {{age}} alt',
  asOf: '{{label}} Stand {{moment}}',
  asOfOld: '{{label}} Stand {{moment}}, {{age}} alt',
  stateNotTold: 'Ohne Zustand',
  aboveIdeal: 'über 100 %',
  show: 'In der Übersicht zeigen',
  hide: 'Aus der Übersicht nehmen',
  noShift: 'jetzt keine Schicht',
  lastHour: 'letzte 60 min',
  since: 'seit {{time}}',
  toNow: '{{time}} – jetzt',
  unreadable: 'nicht lesbar: die Anlage hält dafür keine Stufe vor',
  notOnBoard: '{{time}} nicht an Bord',
  beingPrepared: '{{time}} in Vorbereitung',
  nothingYet: 'noch nichts',
  buckets: '{{level}}-Abschnitte',
  bucketsAndEdges: '{{level}}-Abschnitte, Ränder aus {{others}}',
};
