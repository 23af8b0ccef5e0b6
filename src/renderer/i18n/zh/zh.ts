import { app } from './app';
import { screen } from './screen';

export const zh = { app, screen };
