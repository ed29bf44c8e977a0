import { expect, test } from 'vitest';
import { readBounded } from '../../../functions/http/read-bounded.ts';

test('an answer is read up to its bound and refused beyond it, counted in bytes (B2)', async () => {
  expect(await readBounded(new Response('ü'.repeat(4)), 8)).toBe('üüüü');
  await expect(readBounded(new Response('ü'.repeat(4)), 7)).rejects.toThrow('more than 7 bytes');
  expect(await readBounded(new Response(null), 0)).toBe('');
});

test('of an answer that is far too long no more is read than needed (B2)', async () => {
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1;
      controller.enqueue(new Uint8Array(1000));
      if (sent === 100) controller.close();
    },
  });
  await expect(readBounded(new Response(body), 5000)).rejects.toThrow('more than 5000 bytes');
  expect(sent).toBeLessThan(10);
});

test('bytes that are no UTF-8 are refused (B2)', async () => {
  await expect(readBounded(new Response(new Uint8Array([0xff])), 10)).rejects.toThrow(TypeError);
});
