import * as z from 'zod';
import { connectAccount } from '../../shared/tools/connect-account.ts';
import { SecretNeeded, toolHandler } from '../runtime/index.ts';
import { askService, noAnswer } from './ask-service.ts';

const Environment = z.object({ PARCELS_URL: z.url() });

export const handler = toolHandler(connectAccount, async (_input, call) => {
  const { PARCELS_URL } = Environment.parse(process.env);
  // Without a key this throws, and the person is asked for one; so too when the service does not know the key.
  const headers = { 'x-api-key': await call.secret('parcel_account') };
  const { status, body } = await askService(new URL('/v1/account', PARCELS_URL), headers, call.signal);
  if (status === 401 || status === 403) throw new SecretNeeded('parcel_account');
  const answer = status === 200 ? connectAccount.output.safeParse(body) : undefined;
  if (!answer?.success) throw noAnswer(answer?.error);
  return answer.data;
});
