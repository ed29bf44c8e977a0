import { expect, test } from 'vitest';
import { toolHandler } from '../../../functions/runtime/index.ts';
import { echo, envelope, invoke } from './invoke-tool.ts';

test('a thousand calls of two callers on one warm process never see each other’s marks (D2, D4)', async () => {
  const handler = toolHandler(echo, async ({ text }, { caller }) => {
    const left = [process.env.MARK, Reflect.get(globalThis, 'mark')].filter((mark) => mark !== undefined);
    process.env.MARK = caller.id;
    Object.assign(globalThis, { mark: caller.id });
    setImmediate(() => Object.assign(globalThis, { mark: caller.id }));
    await Promise.resolve();
    return { text: `${caller.id} ${text} ${left.join()}` };
  });
  for (let n = 0; n < 1000; n += 1) {
    const callerId = n % 2 === 0 ? 'alice-1' : 'bob-22';
    const { frames } = await invoke(handler, envelope({ text: `${n}` }, 'echo', callerId));
    expect(frames).toEqual([{ type: 'result', output: { text: `${callerId} ${n} ` } }]);
  }
});
