import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SignOfLife } from '../../../../src/main/gateway/sign-of-life';

test('who says something between any two looks is never asked', () => {
  const peer = new SignOfLife();
  for (let look = 0; look < 3; look += 1) {
    expect(peer.look()).toBe('there');
    peer.heard();
  }
});

test('who says nothing is asked, is there again with its answer, and gone without one', () => {
  const peer = new SignOfLife();
  peer.look();
  expect(peer.look()).toBe('ask');
  peer.heard();
  expect(peer.look()).toBe('there');
  expect(peer.look()).toBe('ask');
  expect(peer.look()).toBe('gone');
});

test('however it talks: gone is who has said nothing in the two stretches before, and asked who has said nothing in one', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 30 }), (talks) => {
      const peer = new SignOfLife();
      peer.look();
      let silent = 0;
      for (const isTalking of talks) {
        if (isTalking) peer.heard();
        silent = isTalking ? 0 : silent + 1;
        const wanted = silent === 0 ? 'there' : silent === 1 ? 'ask' : 'gone';
        expect(peer.look()).toBe(wanted);
        if (wanted === 'gone') return;
      }
    }),
  );
});
