/** What is true of this screen alone: brightness, distance, language. */
export const screen = {
  title: 'This screen',
  brightness: 'Brightness',
  system: 'As the system',
  light: 'Light: bright hall',
  dark: 'Dark: control room',
  distance: 'Read from',
  auto: 'By the screen’s size',
  desk: 'At the desk',
  near: '1.5 m',
  far: '3 m',
  kept: 'Kept on this device alone.',
} as const;
