import fc from 'fast-check';

/**
 * `npm test` tries the same cases of each property every time, so that a red run tells of the change and not of luck;
 * `npm run test:long` tries others each time, and prints the seed of a failure.
 */
const SEED = 20_261_126;

if (process.env.TAKTLINE_LONG === undefined) fc.configureGlobal({ seed: SEED });
