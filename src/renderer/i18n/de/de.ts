import { app } from './app';
import { common } from './common';
import { compare } from './compare';
import { screen } from './screen';
import { status } from './status';
import { ui } from './ui';

export const de = { app, common, compare, screen, status, ui };
