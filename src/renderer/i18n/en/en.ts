import { app } from './app';
import { screen } from './screen';

export const en = { app, screen };
