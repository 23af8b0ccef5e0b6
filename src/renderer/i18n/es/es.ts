import { app } from './app';
import { screen } from './screen';

export const es = { app, screen };
