/** The frame around every view. */
export const app = {
  language: 'Language',
} as const;
