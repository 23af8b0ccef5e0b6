import type { PieceRules } from '../../shared/piece-rules';

function takt(taktSeconds: number): PieceRules['units'][string] {
  return { metric: 'good_count', counting: 'counter', taktSeconds };
}

/** What is planned of the simulated units: a takt that leaves room for their usual stops; held against the simulator by a test. */
export const DEMO_PIECES: PieceRules = {
  lines: {},
  units: {
    'filler-1': takt(0.6),
    'capper-1': takt(0.6),
    'packer-1': takt(7.5),
    'mill-1': takt(45),
    'lathe-1': takt(30),
    'washer-1': takt(18),
  },
};
