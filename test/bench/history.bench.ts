import { connectPlant } from '../../src/main/plant/connection';
import { MINUTE_MS } from '../../src/shared/time';
import type { BenchContext, Figure } from './figure';
import { type BenchPlant, startBenchPlant } from './history/bench-plant';
import { measureCatalogue } from './history/catalogue';
import { measureCold } from './history/cold';
import { measureDecoding } from './history/decode';
import { compressOld, connectFiller, fillPlant, prepareAll } from './history/fill-plant';
import { measurePreparing } from './history/preparing';
import { startReadingSide } from './history/reading-side';
import { measureWalk } from './history/walk';
import { measureWall } from './history/wall';
import { measureWarm } from './history/warm';
import { runSections } from './sections';

/**
 * History from the request to the decoded tiles, on the embedded plant or, with `TAKTLINE_BENCH_PLANT_URL` (a superuser's
 * URL of a TimescaleDB server), in a database of its own there, which is filled first and dropped at the end. With
 * `TAKTLINE_BENCH_DATABASE` as well the database has that name and stays, and is not filled again while it is new enough;
 * how requests fare while it is being filled is not measured then.
 */
export async function run(context: BenchContext): Promise<readonly Figure[]> {
  const plant = await startBenchPlant(process.env);
  try {
    const preparing = plant.isFilled ? [] : await makePlant(plant, context);
    context.say(describe(plant));
    return [...preparing, ...(await measure(plant, context))];
  } finally {
    await plant.plant.stop();
  }
}

/** Fills the plant; what is measured on the way is how requests fare while aggregates are being made. */
async function makePlant(plant: BenchPlant, context: BenchContext): Promise<readonly Figure[]> {
  const filler = await connectFiller(plant);
  try {
    context.say(`filling the ${plant.plant.engine} plant`);
    context.say(`${await fillPlant(filler, plant)} rows; making the aggregates`);
    const figures = await measurePreparing(filler, plant, context);
    await prepareAll(filler);
    context.say('compressing what is old');
    await compressOld(filler);
    return figures;
  } finally {
    await filler.end();
  }
}

/** What the figures were measured on. */
function describe({ plant, volume }: BenchPlant): string {
  const { metricUnits, metricDays, wallUnits, wallDays, wallSampleMs, fastHours } = volume;
  return (
    `${plant.engine} plant: ${metricUnits} units of a sample a minute over ${metricDays} days, ` +
    `${wallUnits} units of four scores every ${wallSampleMs / MINUTE_MS} min over ${wallDays} days, one unit at 1 Hz over ${fastHours} h`
  );
}

async function measure(plant: BenchPlant, context: BenchContext): Promise<readonly Figure[]> {
  const side = await startReadingSide(plant.plant.address());
  const bare = await connectPlant(plant.plant.address(), { applicationName: 'bench floor' });
  try {
    return await runSections(
      {
        catalogue: () => measureCatalogue(side, bare, context),
        cold: () => measureCold(side, bare, plant, context),
        warm: () => measureWarm(side, plant, context),
        wall: () => measureWall(side, bare, plant, context),
        decoding: () => measureDecoding(side, bare, plant, context),
        walk: () => measureWalk(side, bare, plant, context),
      },
      context.flags,
    );
  } finally {
    side.close();
    await bare.end();
  }
}
