import type { Translated } from '../catalogue';
import type { rules as english } from '../en/rules';

export const rules: Translated<typeof english> = {
  noZone: 'no es una zona horaria; escriba una como «Europe/Berlin»',
  noName: 'falta el nombre',
  longName: 'un nombre tiene 60 caracteres como máximo',
  timeOfDay: 'una hora se escribe como «06:00»; la medianoche es «00:00»',
  dateAs: 'falta el día',
  momentAs: 'faltan el día o la hora, como «14:00»',
  noDay: 'ningún día elegido; elija al menos uno',
  noShift: 'ningún turno; indique al menos uno',
  overlap: '«{{first}}» y «{{second}}» se solapan ({{weekday}}); haga que uno acabe donde empieza el siguiente',
  twice: '{{day}} está dos veces; escriba sus turnos en uno',
  noLength: 'el fin es igual al inicio; una parada tiene duración',
  whichShift: 'ningún turno se llama «{{shift}}»; hay {{names}}',
  swap: 'no es posterior a «Desde»; intercámbielos',
  noNumber: 'no es un número; escriba uno como 12,5',
  noSeconds: 'no es mayor que 0; indique cuántos segundos',
  tooManySeconds: 'es más de una semana; indique menos segundos',
  noPieces: 'no es mayor que 0; indique cuántas deben ser',
  noMetric: 'ninguna métrica; elija una',
  viewSeconds: 'una vista se muestra de 5 a 86400 segundos enteros',
};
