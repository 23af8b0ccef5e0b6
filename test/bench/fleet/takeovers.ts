import type { BenchContext, Figure } from '../figure';
import { FleetMember } from './fleet-member';
import type { FleetPlant } from './fleet-plant';

const ROUNDS = 4;
const LOOK_MS = 20;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Two appliances, whose leader is killed, or frozen, by turns: how long until another one leads, and how long its
 * viewers got no update of rows that are written ten times a second.
 */
export async function measureTakeovers(context: BenchContext, plant: FleetPlant): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const signal of ['SIGKILL', 'SIGSTOP'] as const) {
    const rounds: { readonly leadMs: number; readonly silenceMs: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await takeover(context, plant, signal));
    context.say(`${signal}: ${rounds.map(({ leadMs }) => Math.round(leadMs)).join(', ')} ms until another leads`);
    const name = signal === 'SIGKILL' ? 'killed' : 'frozen';
    const most = (of: (each: (typeof rounds)[number]) => number) => Math.max(...rounds.map(of));
    figures.push(
      { bench: 'fleet', figure: `${name}_until_led_max_ms`, value: most(({ leadMs }) => leadMs), unit: 'ms' },
      {
        bench: 'fleet',
        figure: `${name}_viewers_silence_max_ms`,
        value: most(({ silenceMs }) => silenceMs),
        unit: 'ms',
      },
    );
  }
  return figures;
}

async function takeover(context: BenchContext, plant: FleetPlant, signal: 'SIGKILL' | 'SIGSTOP') {
  const members = await Promise.all([1, 2].map(() => FleetMember.start(context, plant)));
  try {
    const leader = await leaderOf(members, 'following');
    const other = members.find((member) => member !== leader) ?? leader;
    const silence = watchSilence(other);
    // Not always at the same moment after a renewal.
    await pause(500 + Math.random() * 1_000);
    leader.child.kill(signal);
    const beganMs = performance.now();
    while ((await other.role()) !== 'leading') await pause(LOOK_MS);
    const leadMs = performance.now() - beganMs;
    await pause(1_500);
    return { leadMs, silenceMs: silence() };
  } finally {
    await Promise.all(members.map((member) => member.end('SIGKILL')));
  }
}

/** The leader once all others have this role. */
async function leaderOf(members: readonly FleetMember[], others: string): Promise<FleetMember> {
  for (;;) {
    const roles = await Promise.all(members.map((member) => member.role()));
    const leader = members[roles.indexOf('leading')];
    if (leader !== undefined && roles.filter((role) => role === others).length === members.length - 1) return leader;
    await pause(LOOK_MS);
  }
}

/** The longest that its viewer got no update, until it is asked, ms. */
function watchSilence({ viewer }: FleetMember): () => number {
  let lastMs = performance.now();
  let longestMs = 0;
  viewer.onMessage(({ type }) => {
    if (type !== 'update') return;
    longestMs = Math.max(longestMs, performance.now() - lastMs);
    lastMs = performance.now();
  });
  return () => Math.max(longestMs, performance.now() - lastMs);
}
