import { app } from './app';

export const de = { app };
