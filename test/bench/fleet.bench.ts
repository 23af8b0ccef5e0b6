import type { BenchContext, Figure } from './figure';
import { FleetMember } from './fleet/fleet-member';
import { type FleetPlant, startFleetPlant } from './fleet/fleet-plant';
import { measureTakeovers } from './fleet/takeovers';
import { numberFlag } from './number-flag';
import { runSections } from './sections';

const APPLIANCES = 10;
const DEFAULT_MINUTES = 0.5;
/** Every appliance has swept its catalogue once more by then, and knows that it is told from now on. */
const SETTLE_MS = 35_000;
/** What tells the heartbeat from all else. */
const HEARTBEAT = /^select date_part\(\$1, clock_timestamp\(\)\)$/;

/**
 * Appliances of one plant with a Redis beside it: what ten of them ask of the plant beside what one does (`load`, over
 * `--minutes M`, half a minute by default), and how long it takes until another one leads when the leader dies or
 * freezes (`lease`).
 */
export async function run(context: BenchContext): Promise<readonly Figure[]> {
  const plant = await startFleetPlant();
  try {
    return await runSections(
      { load: () => measureLoad(context, plant), lease: () => measureTakeovers(context, plant) },
      context.flags,
    );
  } finally {
    await plant.stop();
  }
}

interface Load {
  readonly statements: number;
  readonly heartbeats: number;
  readonly ms: number;
}

async function measureLoad(context: BenchContext, plant: FleetPlant): Promise<readonly Figure[]> {
  const members: FleetMember[] = [];
  try {
    members.push(await FleetMember.start(context, plant));
    await settled(members);
    const one = await countFor(context, plant);
    while (members.length < APPLIANCES) members.push(await FleetMember.start(context, plant));
    await settled(members);
    const ten = await countFor(context, plant);
    const figure = (name: string, of: (load: Load) => number, unit: string): readonly Figure[] => [
      { bench: 'fleet', figure: `${name}_1`, value: of(one), unit },
      { bench: 'fleet', figure: `${name}_10`, value: of(ten), unit, floor: of(one), ratio: of(ten) / of(one) },
    ];
    return [
      ...figure('statements', ({ statements }) => statements, ''),
      ...figure('statements_without_heartbeat', ({ statements, heartbeats }) => statements - heartbeats, ''),
      ...figure('plant_ms', ({ ms }) => ms, 'ms'),
    ];
  } finally {
    await Promise.all(members.map((member) => member.end()));
  }
}

/** One leads, the others follow, and each has looked at the catalogue since. */
async function settled(members: readonly FleetMember[]): Promise<void> {
  for (;;) {
    const roles = await Promise.all(members.map((member) => member.role()));
    const others = roles.filter((role) => role !== 'leading');
    if (others.length === members.length - 1 && others.every((role) => role === 'following')) break;
    await pause(250);
  }
  await pause(SETTLE_MS);
}

async function countFor({ flags, say }: BenchContext, plant: FleetPlant): Promise<Load> {
  await plant.beginCounting();
  await pause(numberFlag(flags.minutes, DEFAULT_MINUTES) * 60_000);
  const counted = await plant.counted();
  for (const { text, calls, ms } of counted.slice(0, 8))
    say(`${calls} × ${ms.toFixed(0)} ms ${text.replaceAll(/\s+/g, ' ').slice(0, 90)}`);
  const sum = (of: (each: (typeof counted)[number]) => number) => counted.reduce((total, each) => total + of(each), 0);
  return {
    statements: sum(({ calls }) => calls),
    heartbeats: sum(({ text, calls }) => (HEARTBEAT.test(text) ? calls : 0)),
    ms: sum(({ ms }) => ms),
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
