import { answers } from './answers';
import { app } from './app';
import { chart } from './chart';
import { common } from './common';
import { compare } from './compare';
import { connectionTest } from './connection-test';
import { counters } from './counters';
import { diagnostics } from './diagnostics';
import { events } from './events';
import { handOver } from './hand-over';
import { links } from './links';
import { loadTest } from './load-test';
import { network } from './network';
import { partStates } from './part-states';
import { plan } from './plan';
import { planning } from './planning';
import { rules } from './rules';
import { screen } from './screen';
import { setup } from './setup';
import { status } from './status';
import { ui } from './ui';
import { unit } from './unit';
import { wall } from './wall';

export const en = {
  answers,
  app,
  chart,
  common,
  compare,
  connectionTest,
  counters,
  diagnostics,
  events,
  handOver,
  links,
  loadTest,
  network,
  partStates,
  plan,
  planning,
  rules,
  screen,
  setup,
  status,
  ui,
  unit,
  wall,
};
