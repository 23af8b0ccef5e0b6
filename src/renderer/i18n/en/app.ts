/** The frame around every view. */
export const app = {
  language: 'Language',
  screen: 'The screen',
  setUp: 'The set-up',
  setUpPlant: 'Set up a plant',
  network: 'Network',
  diagnostics: 'Diagnostics',
  wall: 'The wall',
  workUnit: 'This work unit',
  polling: 'followed by polling',
  surplusRights: 'database login may do more than read',
  shifts: 'Shifts',
  lastGoodSettings: 'Until then the settings of the last good start count.',
} as const;
