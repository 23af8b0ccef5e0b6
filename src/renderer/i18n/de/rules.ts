import type { Translated } from '../catalogue';
import type { rules as english } from '../en/rules';

export const rules: Translated<typeof english> = {
  noZone: 'das ist keine Zeitzone; eine wie „Europe/Berlin“ angeben',
  noName: 'der Name fehlt',
  longName: 'ein Name hat höchstens 60 Zeichen',
  timeOfDay: 'eine Uhrzeit schreibt sich wie „06:00“; Mitternacht ist „00:00“',
  dateAs: 'hier fehlt ein Tag',
  momentAs: 'hier fehlen Tag oder Uhrzeit, wie „14:00“',
  noDay: 'kein Tag gewählt; mindestens einen wählen',
  noShift: 'keine Schicht; mindestens eine angeben',
  overlap:
    '„{{first}}“ und „{{second}}“ überschneiden sich ({{weekday}}); die eine dort enden lassen, wo die nächste beginnt',
  twice: '{{day}} steht zweimal hier; die Schichten in eines schreiben',
  noLength: 'Ende und Beginn sind gleich; ein Stillstand hat eine Länge',
  whichShift: 'keine Schicht heißt „{{shift}}“; es gibt {{names}}',
  swap: 'das liegt nicht nach „Von“; beide tauschen',
  noNumber: 'das ist keine Zahl; eine wie 12,5 angeben',
  noSeconds: 'nicht über 0; angeben, wie viele Sekunden',
  tooManySeconds: 'mehr als eine Woche; weniger Sekunden angeben',
  noPieces: 'nicht über 0; angeben, wie viele es sein sollen',
  noMetric: 'keine Messgröße; eine wählen',
  viewSeconds: 'eine Ansicht wird 5 bis 86400 ganze Sekunden gezeigt',
};
