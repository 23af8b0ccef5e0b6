import { app } from './app';
import { screen } from './screen';

export const de = { app, screen };
