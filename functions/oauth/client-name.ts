import * as z from 'zod';

/** What a person cannot see, or what turns the direction of the text around it (Trojan Source). */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const VISIBLE = /[\p{L}\p{N}]/u;

/** What a client calls itself, fit to be shown to the person who decides about it. Never trusted for anything else. */
export const ClientName = z
  .string()
  .trim()
  .min(1, 'a client has a name')
  .max(200, 'a name has at most 200 characters')
  .refine((name) => !HIDDEN.test(name), 'a name has no hidden characters')
  .refine((name) => VISIBLE.test(name), 'a name has a letter or a digit');
