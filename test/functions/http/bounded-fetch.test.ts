import { expect, test } from 'vitest';
import { boundedFetch } from '../../../functions/http/bounded-fetch.ts';

function fetching(answer: Response) {
  const asked: (RequestInit | undefined)[] = [];
  const ask = boundedFetch(async (_, options) => {
    asked.push(options);
    return answer;
  });
  return { ask, asked };
}

test('asks what it is told and follows no redirect: what it sends is secret (B9)', async () => {
  const { ask, asked } = fetching(Response.json({ a: 1 }, { status: 400 }));
  const body = new URLSearchParams({ b: '2' });
  const answer = await ask('https://a.example.com', { method: 'POST', headers: { c: 'd' }, body });
  expect([answer.status, await answer.json()]).toEqual([400, { a: 1 }]);
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(asked).toEqual([{ method: 'POST', headers: { c: 'd' }, body: 'b=2', redirect: 'error' }]);
});

test.each([
  [65_536, 'read'],
  [65_537, 'refused'],
])('an answer of %i bytes is %s (B9)', async (bytes, outcome) => {
  const { ask } = fetching(new Response('x'.repeat(bytes)));
  const read = ask('https://a.example.com', { method: 'GET', headers: {} });
  const done = read.then(
    () => 'read',
    () => 'refused',
  );
  expect(await done).toBe(outcome);
});
