import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../../support/child-output';
import { temporaryFolder } from '../../support/temporary-folder';

const SCRIPTS = resolve(import.meta.dirname, '../../../scripts');
const INSTALL = `
  const { installLibraries } = await import(process.argv[1] + '/bootstrap/libraries.mjs');
  const { createReporter } = await import(process.argv[1] + '/bootstrap/reporter.mjs');
  const { runMain } = await import(process.argv[1] + '/bootstrap/failure.mjs');
  await runMain(() => installLibraries({ libraries: ['libgtk-3.so.0'], xvfb: true }, createReporter()));
`;

/** An apt of a release with 64-bit-time names whose package lists come with the first update. */
const APT_CACHE = `#!/bin/sh
shift
for name in "$@"; do
  version='(none)'
  case "$name" in libgtk-3-0|libasound2|libatk-bridge2.0-0) ;; *) [ -e "$0.updated" ] && version=1 ;; esac
  printf '%s:\\n  Installed: (none)\\n  Candidate: %s\\n' "$name" "$version"
done
`;
const APT_GET = `#!/bin/sh
echo "$@" >> "$0.log"
case "$*" in *update*) touch "$(dirname "$0")/apt-cache.updated" ;; *) echo 'pmstatus:x:40.5:Unpacking' >&3; [ -e "$0.fails" ] && { echo 'E: No space left' >&2; exit 100; } ;; esac
exit 0
`;

function fakeApt() {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries({ 'apt-cache': APT_CACHE, 'apt-get': APT_GET })) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` };
  const install = () => run(process.execPath, ['--input-type=module', '-e', INSTALL, SCRIPTS], { env });
  return { folder, install };
}

const IS_ROOT = process.getuid?.() === 0;
console.log(`skipped: what set-up does on other systems and ${IS_ROOT ? 'without' : 'with'} root's rights`);

describe.runIf(process.platform === 'linux' && IS_ROOT)('missing system libraries, as root (Linux only)', () => {
  test('are installed by the names of this release, after the package lists, with progress', async () => {
    const { folder, install } = fakeApt();
    const asked = install();
    expect(await asked.ended).toBe(0);
    const [update, installed] = readFileSync(join(folder, 'apt-get.log'), 'utf8').split('\n');
    expect(update).toMatch(/ update$/);
    expect(installed).toMatch(
      / install -y --no-install-recommends libgtk-3-0t64 libnss3 libasound2t64 libgbm1 libxss1 libatk-bridge2\.0-0t64 xvfb$/,
    );
    expect(asked.stderr()).toMatch(/^system libraries: 4[01] %$/m);
  });

  test("that cannot be installed end in one sentence with apt's reason and the command", async () => {
    const { folder, install } = fakeApt();
    writeFileSync(join(folder, 'apt-get.fails'), '');
    const asked = install();
    expect(await asked.ended).toBe(1);
    expect(asked.stderr()).toMatch(/^taktline: apt-get install failed: No space left.* apt-get install -y .*xvfb$/m);
  });
});

describe.runIf(process.platform === 'linux' && !IS_ROOT)('missing system libraries, not as root (Linux only)', () => {
  test('end in one sentence with the exact command', async () => {
    const asked = fakeApt().install();
    expect(await asked.ended).toBe(1);
    expect(asked.stderr()).toMatch(
      /^taktline: This system lacks libgtk-3\.so\.0, Xvfb .*sudo apt-get install -y .*xvfb$/m,
    );
  });
});
