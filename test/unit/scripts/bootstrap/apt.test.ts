import { expect, test } from 'vitest';
import { choosePackages, parseCandidates } from '../../../../scripts/bootstrap/apt.mjs';

const POLICY = `libgtk-3-0:
  Installed: (none)
  Candidate: (none)
  Version table:
libgtk-3-0t64:
  Installed: (none)
  Candidate: 3.24.41-4ubuntu1
  Version table:
     3.24.41-4ubuntu1 500
libnss3:
  Installed: (none)
  Candidate: 2:3.98-1
  Version table:
chromium:
  Installed: (none)
  Candidate: 2:1snap1-0ubuntu2
  Version table:
`;

test("the names of this release are chosen, and a snap's stub is no package", () => {
  const known = parseCandidates(POLICY);
  expect([...known]).toEqual(['libgtk-3-0t64', 'libnss3']);
  const wanted = [['libgtk-3-0', 'libgtk-3-0t64'], ['libnss3'], ['unheard-of']];
  expect(choosePackages(wanted, known)).toEqual(['libgtk-3-0t64', 'libnss3', 'unheard-of']);
});
