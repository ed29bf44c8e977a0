import * as z from 'zod';
import { exchangeRate } from '../../shared/tools/exchange-rate.ts';
import { ToolError, toolHandler } from '../runtime/index.ts';
import { askService, noAnswer } from './ask-service.ts';

const Environment = z.object({ RATES_URL: z.url() });

export const handler = toolHandler(exchangeRate, async ({ from, to }, call) => {
  const { RATES_URL } = Environment.parse(process.env);
  const url = new URL(`/v1/rates/${from}/${to}`, RATES_URL);
  const headers = { 'x-api-key': await call.secret('rates_key') };
  const { status, body } = await askService(url, headers, call.signal);
  if (status === 404)
    throw new ToolError('There is no rate between these currencies. Use codes of ISO 4217, like EUR.');
  // A key that is refused is ours to mend: the model cannot, and need not know.
  if (status === 401 || status === 403) throw new Error(`the service of exchange rates refused the key: ${status}`);
  const answer = status === 200 ? exchangeRate.output.safeParse(body) : undefined;
  if (!answer?.success || answer.data.from !== from || answer.data.to !== to) throw noAnswer(answer?.error);
  return answer.data;
});
