import { describeTileTier } from '../../../support/tile-tier-contract';
import { TileTierTwin } from '../../../support/tile-tier-twin';

describeTileTier('the twin in memory', async () => ({ tier: new TileTierTwin(), stop: async () => {} }));
