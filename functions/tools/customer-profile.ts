import * as z from 'zod';
import { customerProfile } from '../../shared/tools/customer-profile.ts';
import { ToolError, toolHandler } from '../runtime/index.ts';
import { askService, noAnswer } from './ask-service.ts';

const Environment = z.object({ PROFILES_URL: z.url() });

export const handler = toolHandler(customerProfile, async (_input, call) => {
  const { PROFILES_URL } = Environment.parse(process.env);
  // The token says whose profile it is: nothing else in the request does.
  const headers = { authorization: `Bearer ${call.token('profiles')}` };
  const { status, body } = await askService(new URL('/v1/profile', PROFILES_URL), headers, call.signal);
  if (status === 404) throw new ToolError('This customer has no profile.');
  // A token that is refused is ours to mend: the model cannot, and need not know.
  if (status === 401 || status === 403) throw new Error(`the service of profiles refused the token: ${status}`);
  const answer = status === 200 ? customerProfile.output.safeParse(body) : undefined;
  if (!answer?.success) throw noAnswer(answer?.error);
  return answer.data;
});
