import * as z from 'zod';

/** What a client's metadata may say of how it signs people in, or leave out: by code (RFC 7591 §2). */
export const CODE_FLOW_METADATA = {
  grant_types: z
    .array(z.string())
    .refine((types) => types.includes('authorization_code'), 'authorization_code is among them')
    .optional(),
  response_types: z
    .array(z.string())
    .refine((types) => types.includes('code'), 'code is among them')
    .optional(),
};
