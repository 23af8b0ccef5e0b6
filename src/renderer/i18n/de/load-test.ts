import type { Translated } from '../catalogue';
import type { loadTest as english } from '../en/load-test';

export const loadTest: Translated<typeof english> = {
  title: 'Was kann dieser PC bedienen?',
  lead: 'Immer mehr erdachte Bildschirme werden mit erdachten Werten bedient, höchstens etwa eine halbe Minute, bis sie eine Verzögerung merken würden. Wirklich verbundene Bildschirme gehen vor und behalten ihr eigenes Gateway: Nur den Prozessor teilen sie mit dem Test.',
  upTo: 'bis {{screens}} Bildschirme',
  start: 'Test starten',
  noEnd: 'Der Test kam nicht zu Ende: {{why}}',
  share: 'Wie weit der Test ist',
  serving: '{{screens}} Bildschirme werden bedient',
  cancel: 'Abbrechen',
  measured:
    'Gemessen am {{date}} um {{time}}, {{cores}} Kerne, jeder Bildschirm mit einer Übersicht von {{units}} Maschinen. Auch die Bildschirme liefen auf diesem PC: für sich allein ließen sie ihm mehr Raum. Was das Lesen der Anlage braucht, ist nicht enthalten.',
  servesAtLeast:
    'Dieser PC bedient mindestens {{screens}} Bildschirme bei {{rate}} Aktualisierungen je Sekunde: 99 % davon sind innerhalb von {{time}} da, keine geht verloren.',
  serves:
    'Dieser PC bedient {{screens}} Bildschirme bei {{rate}} Aktualisierungen je Sekunde: 99 % davon sind innerhalb von {{time}} da, keine geht verloren.',
  servesNot: 'Dieser PC bedient keine {{screens}} Bildschirme bei {{rate}} Aktualisierungen je Sekunde.',
  notIn: 'Bei {{screens}} hatten nur {{connected}} ihre ersten Werte innerhalb von 10 s.',
  lost: 'Bei {{screens}} gingen {{lost}} Aktualisierungen verloren, {{doubled}} kamen doppelt.',
  closed: 'Bei {{screens}} wurden {{closed}} Verbindungen geschlossen, weil sie nicht mitkamen.',
  behind: 'Bei {{screens}} blieben einige zurück und bekamen nur neueste Werte, {{times}}-mal.',
  late: 'Bei {{screens}} waren 99 % innerhalb von {{time}} da: mehr als die {{bound}}, die niemand merkt.',
  screens: 'Bildschirme',
  half: 'Hälfte in',
  within95: '95 % in',
  within99: '99 % in',
  longest: 'längste',
  lostHead: 'verloren',
  twice: 'doppelt',
  fellBehind: 'zurück',
  closedHead: 'geschlossen',
  processor: 'Prozessor',
  memory: 'Speicher',
  ofCore: '{{percent}} % eines Kerns',
};
