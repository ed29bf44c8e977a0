import { expect, test } from 'vitest';
import { handler } from '../../../functions/authorizer/handler.ts';
import { authorizerEvent } from './token-fixture.ts';

test('an authorizer that is not configured lets nobody pass (C1)', async () => {
  await expect(handler(authorizerEvent({ Authorization: ['Bearer abc'] }), JSON.parse('{}'))).rejects.toThrow();
});
