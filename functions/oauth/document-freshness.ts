import type { IncomingHttpHeaders } from 'node:http';

const DEFAULT_SECONDS = 300;
/** A document is not read more often than this, whatever it says: the facade is nobody's tool for a flood. */
const MIN_SECONDS = 60;
/** A client that withdraws a redirect address is heard within a day. */
const MAX_SECONDS = 86_400;

/** Says for how many seconds a document need not be read again (RFC 9111 §4.2), within bounds of our own. */
export function freshSeconds(headers: IncomingHttpHeaders): number {
  const control = headers['cache-control'];
  if (control === undefined) return DEFAULT_SECONDS;
  const directives = control.split(',').map((directive) => directive.trim().toLowerCase());
  if (directives.some((directive) => /^no-(store|cache)\b/.test(directive))) return MIN_SECONDS;
  const ages = directives.filter((directive) => directive.startsWith('max-age'));
  if (ages.length === 0) return DEFAULT_SECONDS;
  const fresh = Math.min(...ages.map(secondsOf)) - secondsOf(`max-age=${headers.age ?? 0}`);
  return Math.min(Math.max(fresh, MIN_SECONDS), MAX_SECONDS);
}

/** RFC 9111 §4.2.1: what cannot be understood is stale. */
function secondsOf(directive: string): number {
  const digits = /^max-age="?(\d{1,10})"?$/.exec(directive)?.[1];
  return digits === undefined ? 0 : Number(digits);
}
