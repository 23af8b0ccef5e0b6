import type { Translated } from '../catalogue';
import type { common as english } from '../en/common';

export const common: Translated<typeof english> = {
  noSample: '{{label}}: sin muestra disponible',
  ago: '{{label}}, hace {{age}}',
  old: '{{label}} de hace {{age}}',
  asOf: '{{label}} a las {{moment}}',
  asOfOld: '{{label}} a las {{moment}}, hace {{age}}',
  stateNotTold: 'Sin estado',
  aboveIdeal: 'por encima del 100 %',
  show: 'Mostrar en el panel',
  hide: 'Ocultar del panel',
  noShift: 'ahora sin turno',
  lastHour: 'últimos 60 min',
  since: 'desde {{time}}',
  toNow: '{{time}} – ahora',
  unreadable: 'no se puede leer: la planta no guarda ningún nivel para ello',
  notOnBoard: '{{time}} no disponible a bordo',
  beingPrepared: '{{time}} en preparación',
  nothingYet: 'nada todavía',
  buckets: 'intervalos de {{level}}',
  bucketsAndEdges: 'intervalos de {{level}}, bordes de {{others}}',
};
