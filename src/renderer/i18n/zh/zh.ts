import { app } from './app';

export const zh = { app };
