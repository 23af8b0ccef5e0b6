import type { Translated } from '../catalogue';
import type { app as english } from '../en/app';

export const app: Translated<typeof english> = {
  language: 'Idioma',
  screen: 'La pantalla',
  setUp: 'La configuración',
  setUpPlant: 'Configurar planta',
  network: 'Red',
  diagnostics: 'Diagnóstico',
  wall: 'El panel general',
  workUnit: 'Esta unidad de trabajo',
  polling: 'seguimiento por sondeo',
  surplusRights: 'el usuario de la base de datos puede más que leer',
  shifts: 'Turnos',
  lastGoodSettings: 'Hasta entonces valen los ajustes del último arranque correcto.',
};
