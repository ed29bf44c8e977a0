import * as z from 'zod';
import { sensitive } from '../sensitive.ts';
import { defineTool } from '../tool-contract.ts';

export const customerProfile = defineTool({
  name: 'customer_profile',
  title: 'Show the customer profile',
  description:
    'Shows the profile of the signed-in customer: name, email address, since when a member, and tier. ' +
    'It comes from the profile service, which is asked in the name of this customer.',
  effect: 'read',
  network: ['profiles.example.com'],
  scope: 'profile.read',
  input: z.strictObject({}),
  output: z.strictObject({
    name: sensitive(z.string().max(120)),
    email: sensitive(z.email().max(254)),
    memberSince: z.iso.date().max(10),
    tier: z.enum(['basic', 'silver', 'gold']),
  }),
});
