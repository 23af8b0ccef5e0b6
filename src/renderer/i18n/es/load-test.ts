import type { Translated } from '../catalogue';
import type { loadTest as english } from '../en/load-test';

export const loadTest: Translated<typeof english> = {
  title: '¿A cuánto puede dar servicio este PC?',
  lead: 'Se sirven cada vez más pantallas ficticias con valores ficticios, durante medio minuto como mucho, hasta que notarían un retraso. Las pantallas realmente conectadas van primero y conservan su propia pasarela: solo comparten el procesador con la prueba.',
  upTo: 'hasta {{screens}} pantallas',
  start: 'Iniciar la prueba',
  noEnd: 'La prueba no llegó a su fin: {{why}}',
  share: 'Parte hecha de la prueba',
  serving: 'Sirviendo {{screens}} pantallas',
  cancel: 'Cancelar',
  measured:
    'Medido el {{date}} a las {{time}}, {{cores}} núcleos, cada pantalla con un panel de {{units}} unidades. Las pantallas también se ejecutaron en este PC: por separado le dejarían más margen. No incluye lo que cuesta leer la planta.',
  servesAtLeast:
    'Este PC sirve al menos {{screens}} pantallas a {{rate}} actualizaciones por segundo: el 99 % llega en {{time}}, sin pérdidas.',
  serves:
    'Este PC sirve {{screens}} pantallas a {{rate}} actualizaciones por segundo: el 99 % llega en {{time}}, sin pérdidas.',
  servesNot: 'Este PC no puede servir {{screens}} pantallas a {{rate}} actualizaciones por segundo.',
  notIn: 'Con {{screens}}, solo {{connected}} tuvieron sus primeros valores en 10 s.',
  lost: 'Con {{screens}}, se perdieron {{lost}} actualizaciones y {{doubled}} llegaron dos veces.',
  closed: 'Con {{screens}}, se cerraron {{closed}} conexiones porque no podían seguir el ritmo.',
  behind: 'Con {{screens}}, algunas se retrasaron y solo recibieron los últimos valores, {{times}} veces.',
  late: 'Con {{screens}}, el 99 % llegó en {{time}}: más de los {{bound}} que nadie nota.',
  screens: 'pantallas',
  half: 'mitad en',
  within95: '95 % en',
  within99: '99 % en',
  longest: 'máximo',
  lostHead: 'perdidas',
  twice: 'dobles',
  fellBehind: 'retrasos',
  closedHead: 'cerradas',
  processor: 'procesador',
  memory: 'memoria',
  ofCore: '{{percent}} % de un núcleo',
};
