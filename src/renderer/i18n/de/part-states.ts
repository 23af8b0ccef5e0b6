import type { Translated } from '../catalogue';
import type { partStates as english } from '../en/part-states';

export const partStates: Translated<typeof english> = {
  idle: 'nicht begonnen',
  listening: 'hört zu',
  polling: 'fragt nach Takt',
  closed: 'beendet',
  ready: 'bereit',
  unavailable: 'nicht verfügbar',
  restarting: 'startet neu',
  failed: 'ausgefallen',
  trying: 'wird versucht',
  serving: 'im Dienst',
  waiting: 'wartet',
  joining: 'tritt bei',
  leading: 'leitet',
  catchingUp: 'holt nach',
  following: 'folgt',
  alone: 'allein',
};
