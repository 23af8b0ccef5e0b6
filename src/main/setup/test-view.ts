import type { SetupTest, SetupTestStage } from '../../shared/setup';
import { overallVerdict, STAGE_TITLES, STAGES, type StageResult } from '../provisioning/connection-test/stage-result';

/** The connection test as the page shows it, while it goes on and after. */
export function testView(results: readonly StageResult[], isComplete: boolean): SetupTest {
  return {
    stages: results.map(stageView),
    stageCount: STAGES.length,
    isConnected: results.some(({ stage, verdict }) => stage === 'database' && verdict === 'passed'),
    ...(isComplete ? { verdict: overallVerdict(results) } : {}),
  };
}

/** One stage of the test as the page shows it: without the figures behind it. */
function stageView({ stage, verdict, what, remedy }: StageResult): SetupTestStage {
  return { stage, title: STAGE_TITLES[stage], verdict, what, ...(remedy === undefined ? {} : { remedy }) };
}
