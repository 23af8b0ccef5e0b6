import type { Translated } from '../catalogue';
import type { partStates as english } from '../en/part-states';

export const partStates: Translated<typeof english> = {
  idle: 'sin empezar',
  listening: 'a la escucha',
  polling: 'consulta por temporizador',
  closed: 'terminado',
  ready: 'listo',
  unavailable: 'no disponible',
  restarting: 'reiniciando',
  failed: 'fallido',
  trying: 'probando',
  serving: 'en servicio',
  waiting: 'en espera',
  joining: 'uniéndose',
  leading: 'guía',
  catchingUp: 'poniéndose al día',
  following: 'sigue',
  alone: 'solo',
};
