import { UnknownInPolicy } from './unknown-in-policy.ts';
import type { ReadWantedValue } from './wanted-value.ts';

/** The Bool operator: `true` or `false`, in any case. */
export const wantedBoolean: ReadWantedValue = (source, { where }) => {
  const wanted = readBoolean(source, where);
  return { describe: () => source, matches: (got) => readBoolean(got, 'the request') === wanted };
};

/** Reads `true` or `false`; anything else stops. */
export function readBoolean(text: string, where: string): boolean {
  switch (text.toLowerCase()) {
    case 'true':
      return true;
    case 'false':
      return false;
    default:
      throw new UnknownInPolicy(`${JSON.stringify(text)} as true or false`, where);
  }
}
