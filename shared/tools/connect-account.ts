import * as z from 'zod';
import { defineTool } from '../tool-contract.ts';

export const connectAccount = defineTool({
  name: 'connect_account',
  title: 'Connect your parcel account',
  description:
    'Connects the parcel account of the signed-in person and says its name. The person enters the API key once, ' +
    'on a page of this endpoint; never ask for it in the conversation.',
  effect: 'write',
  network: ['parcels.example.com'],
  scope: 'accounts.connect',
  input: z.strictObject({}),
  output: z.strictObject({ account: z.string().max(80) }),
});
