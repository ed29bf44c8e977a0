import { expect, test } from 'vitest';
import { callOf, eventOf, modern, testGateway } from './fixture/test-gateway.ts';
import { framesOf, ORDERS } from './fixture/tool-stream.ts';

test.each([
  ['asked for it', { progressToken: 'p' }, 2],
  ['did not ask', {}, 0],
])('reports progress to a client that %s', async (_, _meta, expected) => {
  const invoke = () => ({
    EventStream: framesOf({ type: 'progress', progress: 1, total: 2 }, { type: 'progress', progress: 2 }, ORDERS),
  });
  for (const event of [
    eventOf(callOf('list_orders', {}, { _meta })),
    modern('tools/call', { name: 'list_orders', arguments: {}, _meta }),
  ]) {
    const { messages } = await testGateway({ invoke }).send(event);
    const progress = messages.filter(({ method }) => method === 'notifications/progress');
    expect(progress).toHaveLength(expected);
    if (expected) expect(progress[0].params).toMatchObject({ progressToken: 'p', progress: 1, total: 2 });
    expect(messages.at(-1)).toMatchObject({ result: { structuredContent: { orderIds: ['ord_1'] } } });
  }
});
