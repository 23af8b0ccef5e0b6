import type { Translated } from '../catalogue';
import type { screen as english } from '../en/screen';

export const screen: Translated<typeof english> = {
  title: 'Dieser Bildschirm',
  brightness: 'Helligkeit',
  system: 'Wie das System',
  light: 'Hell: helle Halle',
  dark: 'Dunkel: Leitwarte',
  distance: 'Leseabstand',
  auto: 'Nach Bildschirmgröße',
  desk: 'Am Schreibtisch',
  near: '1,5 m',
  far: '3 m',
  kept: 'Gilt nur für dieses Gerät.',
};
