import { afterEach, expect, test, vi } from 'vitest';
import { type Call, ToolError, toolHandler } from '../../../functions/runtime/index.ts';
import { echo, envelope, invoke } from './invoke-tool.ts';

/** Put together at run time, so that no scanner takes it for a real one. */
const PARTS = ['eyJhbGciOiJFUzI1NiJ9', Buffer.from('{"sub":"canary-of-alice"}').toString('base64url'), 'c2lnbmF0dXJl'];
const TOKEN = PARTS.join('.');
const SOON = new Date(Date.now() + 60_000).toISOString();

const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
afterEach(() => log.mockClear());

/** Runs a tool that does this with its call and was lent this token. */
function run(code: (call: Call) => Promise<string> | string, expiration = SOON) {
  const handler = toolHandler(echo, async (_, call) => ({ text: await code(call) }));
  return invoke(handler, { ...envelope(), tokens: { crm: { accessToken: TOKEN, expiration } } });
}

test('a tool reads the token that was lent for its service (B9)', async () => {
  const { frames } = await run((call) => `${call.token('crm') === TOKEN}`);
  expect(frames).toEqual([{ type: 'result', output: { text: 'true' } }]);
});

test.each([
  ['a name that was never given', 'ledger', SOON, 'the tool has no downstream ledger'],
  ['a name of every object', 'toString', SOON, 'the tool has no downstream toString'],
  ['a token that is expired', 'crm', '2026-01-01T00:00:00.000Z', 'the token for crm is expired'],
  ['a token whose end nobody can read', 'crm', 'soon', 'the token for crm is expired'],
])('fails the call at %s, and says why in the log alone (A10)', async (_, name, expiration, cause) => {
  const { frames, error } = await run((call) => call.token(name), expiration);
  expect(frames).toEqual([]);
  expect(error).toMatchObject({ name: 'ToolFailed' });
  expect(log.mock.calls.flat().join()).toContain(cause);
});

test.each<[string, (token: string, call: Call) => string]>([
  ['in its result', (token) => `the token is ${token}`],
  ['in its result, in base64', (token) => Buffer.from(`Bearer ${token}`).toString('base64')],
  ['in its result, in hex', (token) => Buffer.from(token).toString('hex')],
  ['in its result, percent-encoded', (token) => encodeURIComponent(token)],
  ['in its result, in halves', (token) => token.match(/.{1,35}/g)?.join(' ') ?? ''],
  ['in its result, split at its dots', (token) => token.split('.').join(' ')],
  [
    'in a refusal',
    (token) => {
      throw new ToolError(`cannot use ${token}`);
    },
  ],
  [
    'in an error',
    (token) => {
      throw new Error(`cannot use ${token}`, { cause: new Error(Buffer.from(token).toString('base64')) });
    },
  ],
  [
    'in its progress',
    (token, call) => {
      call.progress(1, 2, `using ${token}`);
      return 'done';
    },
  ],
])('a tool that shows a lent token %s fails with the correlation id alone (G5, A10)', async (_, show) => {
  const { text, error } = await run((call) => show(call.token('crm'), call));
  expect(text).toBe('');
  expect(error).toMatchObject({ name: 'ToolFailed', message: "call call-1 failed; the function's log has the cause" });
  const logged = log.mock.calls.flat().join('\n');
  expect(logged).not.toContain(PARTS[1]);
  expect(logged).not.toContain(Buffer.from(TOKEN).toString('base64').slice(0, 40));
});

test('a token is kept out of answers and log lines before the tool has read it (G5)', async () => {
  const said: unknown[] = [];
  const info = vi.spyOn(console, 'info').mockImplementation((...line) => void said.push(...line));
  try {
    const { error } = await run(() => {
      console.info('headers', { authorization: `Bearer ${TOKEN}` });
      return TOKEN;
    });
    expect(error).toMatchObject({ name: 'ToolFailed' });
  } finally {
    info.mockRestore();
  }
  expect(said.join()).toContain('Bearer [secret]');
  expect(said.join()).not.toContain(TOKEN);
});

test('a token is not given out after the end of its call (D4)', async () => {
  let kept: Call | undefined;
  await run((call) => {
    kept = call;
    return 'done';
  });
  expect(() => kept?.token('crm')).toThrow('a secret was read after its call ended');
});

test('the event holds no token once the call runs, and the call shows none (D4, I2)', async () => {
  const event = { ...envelope(), tokens: { crm: { accessToken: TOKEN, expiration: SOON } } };
  let shown = '';
  await invoke(
    toolHandler(echo, async (_, call) => {
      shown = JSON.stringify([event, call]);
      return { text: 'done' };
    }),
    event,
  );
  expect(shown).not.toContain(TOKEN);
});
