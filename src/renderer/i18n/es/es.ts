import { app } from './app';

export const es = { app };
