import { expect, test } from 'vitest';
import { jobFailure } from '../../../../src/main/provisioning/job-failure';

const job = { id: 1007, about: 'policy_refresh_continuous_aggregate public.metric_1min' };

test('a failed job is told with its last error, or with who may read that', () => {
  expect(jobFailure(job, 'no luck today')).toBe(
    'Job 1007 (policy_refresh_continuous_aggregate public.metric_1min) failed at its last run: no luck today.',
  );
  expect(jobFailure(job, undefined)).toBe(
    'Job 1007 (policy_refresh_continuous_aggregate public.metric_1min) failed at its last run; its error is readable for its owner.',
  );
});

test('where the job runner itself fails, the effect on every policy and the remedy follow', () => {
  expect(jobFailure(job, 'cannot drop portal "" while it is being set up')).toMatch(
    /while it is being set up\. .*no policy runs by itself: update TimescaleDB or PostgreSQL .*; until then .* provision refresh, .* call run_job\(1007\)\.$/,
  );
});

test('an error of a job’s own that is like it gets no remedy that does not fit', () => {
  for (const error of ['cannot drop portal "mine" while it is being set up', 'cannot drop active portal ""']) {
    expect(jobFailure(job, error)).toMatch(new RegExp(`: ${error}\\.$`));
  }
});
