import { expect, test } from 'vitest';
import { missingLibraries } from '../../../../scripts/bootstrap/libraries.mjs';

test("ldd's missing libraries are named", () => {
  const output =
    '\tlinux-vdso.so.1 (0x0)\n\tlibgtk-3.so.0 => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x0)\n\tlibnss3.so => not found\n';
  expect(missingLibraries(output)).toEqual(['libgtk-3.so.0', 'libnss3.so']);
});
