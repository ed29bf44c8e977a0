import { validateHeaderName, validateHeaderValue } from 'node:http';

/** Why one of these headers must not be sent: a line break in it would start a header of somebody else's choice. */
export function unsendableHeader(headers: readonly (readonly [name: string, value: string])[]): string | undefined {
  try {
    for (const [name, value] of headers) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
