import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { type Call, ToolError, toolHandler } from '../../../functions/runtime/index.ts';
import { echo, envelope, invoke, LENT } from './invoke-tool.ts';

const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
afterEach(() => log.mockClear());

function logged(): string {
  return log.mock.calls.flat().join('\n');
}

test('hands the input and the call to the implementation and answers with its result', async () => {
  let seen: Call | undefined;
  const handler = toolHandler(echo, async ({ text }, call) => {
    seen = call;
    return { text };
  });
  const { frames, error } = await invoke(handler, envelope({ text: 'hello' }));
  expect(error).toBeUndefined();
  expect(frames).toEqual([{ type: 'result', output: { text: 'hello' } }]);
  expect(seen).toMatchObject({ id: 'call-1', caller: { id: 'alice-1' } });
  expect(seen?.credentials.secretAccessKey).toBe(LENT.secretAccessKey);
});

test('fills in the defaults the contract declares (F2)', async () => {
  const handler = toolHandler(echo, async ({ text }) => ({ text }));
  expect((await invoke(handler, envelope())).frames).toEqual([{ type: 'result', output: { text: 'nothing' } }]);
});

test('sends progress as it happens, and nothing after the final frame', async () => {
  let late: Call | undefined;
  const handler = toolHandler(echo, async ({ text }, call) => {
    late = call;
    call.progress(1, 2, 'half');
    call.progress(2);
    return { text };
  });
  const answer = await invoke(handler, envelope());
  late?.progress(3);
  expect(answer.frames.map(({ type }) => type)).toEqual(['progress', 'progress', 'result']);
  expect(answer.frames[0]).toEqual({ type: 'progress', progress: 1, total: 2, message: 'half' });
});

test('tells the model what a ToolError says, and nothing else (A10)', async () => {
  const handler = toolHandler(echo, async () => {
    throw new ToolError('Call list_orders first.', { cause: new Error('marker-cause') });
  });
  const { frames, text, error } = await invoke(handler, envelope());
  expect(frames).toEqual([{ type: 'error', message: 'Call list_orders first.' }]);
  expect(error).toBeUndefined();
  expect(text).not.toContain('marker-cause');
});

test('cuts a ToolError that is longer than a frame holds', async () => {
  const handler = toolHandler(echo, async () => {
    throw new ToolError('x'.repeat(5000));
  });
  expect((await invoke(handler, envelope())).frames).toEqual([{ type: 'error', message: 'x'.repeat(2000) }]);
});

test('any other error fails the invocation with the correlation id alone (A10)', async () => {
  const handler = toolHandler(echo, async () => {
    throw new TypeError('marker-message at /var/task', { cause: new Error('marker-cause') });
  });
  const { frames, error } = await invoke(handler, envelope());
  expect(frames).toEqual([]);
  expect(error).toMatchObject({ name: 'ToolFailed', message: "call call-1 failed; the function's log has the cause" });
  expect(error instanceof Error && `${error.stack}${error.cause}${JSON.stringify(error)}`).not.toMatch(
    /marker|\/work|\.ts/,
  );
  expect(logged()).toContain('marker-cause');
});

test('the log of a failure never holds lent credentials, even where the error quotes them (D5)', async () => {
  const handler = toolHandler(echo, async (_, { credentials }) => {
    throw new Error(`signing with ${credentials.secretAccessKey} and ${credentials.sessionToken}`);
  });
  await invoke(handler, envelope());
  expect(logged()).toContain('signing with [lent credentials]');
  expect(logged()).not.toMatch(/marker-(secret|session)/);
});

test('an answer that quotes the lent credentials is withheld (D5)', async () => {
  const result = toolHandler(echo, async (_, { credentials }) => ({ text: credentials.secretAccessKey }));
  const progress = toolHandler(echo, async (_, call) => {
    call.progress(1, 2, call.credentials.sessionToken);
    return { text: '' };
  });
  const refusal = toolHandler(echo, async (_, { credentials }) => {
    throw new ToolError(credentials.secretAccessKey);
  });
  for (const handler of [result, progress, refusal]) {
    const { text, error } = await invoke(handler, envelope());
    expect(text).toBe('');
    expect(error).toMatchObject({ name: 'ToolFailed' });
  }
});

test('leaves nothing of the envelope in the event (D5)', async () => {
  const event = envelope();
  let during = '';
  const handler = toolHandler(echo, async ({ text }) => {
    during = JSON.stringify(event);
    return { text };
  });
  await invoke(handler, event);
  expect(during).toBe('{}');
});

test('refuses an event that is no envelope, and logs which fields are wrong without their values (A10)', async () => {
  const handler = toolHandler(echo, async ({ text }) => ({ text }));
  const event = { ...envelope(), credentials: { ...LENT, extra: 'marker-extra' }, version: 2 };
  const { frames, error } = await invoke(handler, event);
  expect(frames).toEqual([]);
  expect(error).toMatchObject({ name: 'ToolFailed' });
  expect(logged()).toContain('version');
  expect(logged()).not.toContain('marker');
});

test('refuses whatever event arrives unless it is an envelope for this tool (C5)', async () => {
  const implement = vi.fn(async ({ text }: { text: string }) => ({ text }));
  const handler = toolHandler(echo, implement);
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.jsonValue(), fc.constant(envelope({}, 'other_tool'))), async (event) => {
      const { frames, error } = await invoke(handler, structuredClone(event));
      expect(frames).toEqual([]);
      expect(error).toMatchObject({ name: 'ToolFailed' });
    }),
    { numRuns: 50 },
  );
  expect(implement).not.toHaveBeenCalled();
});

test('input that breaks the contract is refused in words, and the implementation never runs (F2)', async () => {
  const implement = vi.fn(async ({ text }: { text: string }) => ({ text }));
  const { frames } = await invoke(toolHandler(echo, implement), envelope({ text: 5 }));
  expect(frames).toMatchObject([{ type: 'error' }]);
  expect(implement).not.toHaveBeenCalled();
});

test('a call that outlives its time is told so, given up, and named as Lambda names a time-out (D4)', async () => {
  let aborted = false;
  const handler = toolHandler(echo, async (_, { signal }) => {
    signal.addEventListener('abort', () => {
      aborted = true;
    });
    await new Promise(() => undefined);
    return { text: 'never' };
  });
  const start = performance.now();
  const { frames, error } = await invoke(handler, envelope(), 400);
  expect(frames).toEqual([]);
  expect(error).toMatchObject({ name: 'Sandbox.Timedout' });
  expect(aborted).toBe(true);
  expect(performance.now() - start).toBeLessThan(400);
});

test('a result that comes after the deadline is not sent (D4)', async () => {
  const handler = toolHandler(echo, async (_, { signal }) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    return { text: 'late' };
  });
  expect((await invoke(handler, envelope(), 300)).text).toBe('');
});
