import { app } from './app';
import { chart } from './chart';
import { common } from './common';
import { compare } from './compare';
import { diagnostics } from './diagnostics';
import { events } from './events';
import { loadTest } from './loadTest';
import { network } from './network';
import { screen } from './screen';
import { setup } from './setup';
import { status } from './status';
import { ui } from './ui';
import { unit } from './unit';
import { wall } from './wall';

export const en = {
  app,
  chart,
  common,
  compare,
  diagnostics,
  events,
  loadTest,
  network,
  screen,
  setup,
  status,
  ui,
  unit,
  wall,
};
