import type { Translated } from '../catalogue';
import type { app as english } from '../en/app';

export const app: Translated<typeof english> = {
  language: 'Sprache',
  screen: 'Der Bildschirm',
  setUp: 'Die Einrichtung',
  setUpPlant: 'Anlage einrichten',
  network: 'Netzwerk',
  diagnostics: 'Diagnose',
  wall: 'Die Übersicht',
  workUnit: 'Diese Maschine',
  polling: 'durch Abfragen verfolgt',
  surplusRights: 'Datenbank-Login darf mehr als lesen',
  shifts: 'Schichten',
  lastGoodSettings: 'Bis dahin gelten die Einstellungen des letzten guten Starts.',
};
