import type { Translated } from '../catalogue';
import type { screen as english } from '../en/screen';

export const screen: Translated<typeof english> = {
  title: 'Esta pantalla',
  brightness: 'Brillo',
  system: 'Como el sistema',
  light: 'Claro: nave iluminada',
  dark: 'Oscuro: sala de control',
  distance: 'Distancia de lectura',
  auto: 'Según el tamaño',
  desk: 'En la mesa',
  near: '1,5 m',
  far: '3 m',
  kept: 'Solo vale para este equipo.',
};
