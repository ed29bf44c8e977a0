import { expect, test } from 'vitest';
import { untilAborted } from '../../../functions/gateway/until-aborted.ts';

async function* numbers() {
  yield 1;
  yield 2;
}

test('passes everything on when nobody leaves', async () => {
  expect(await collected(untilAborted(numbers(), new AbortController().signal))).toEqual([1, 2]);
});

test('stops reading a silent stream as soon as the client has gone (D4)', async () => {
  const client = new AbortController();
  const silent = {
    [Symbol.asyncIterator]: () => ({ next: () => new Promise<IteratorResult<number>>(() => undefined) }),
  };
  const reading = collected(untilAborted(silent, client.signal));
  client.abort(new Error('gone'));
  await expect(reading).rejects.toThrow('gone');
});

test('reads nothing for a client that had gone before, and closes the source', async () => {
  let closed = false;
  const source = {
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise<IteratorResult<number>>(() => undefined),
      return: async () => {
        closed = true;
        return { done: true as const, value: undefined };
      },
    }),
  };
  await expect(collected(untilAborted(source, AbortSignal.abort(new Error('gone'))))).rejects.toThrow('gone');
  expect(closed).toBe(true);
});

async function collected<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
