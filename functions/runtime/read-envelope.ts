import { Envelope } from '../../shared/envelope.ts';

/**
 * Takes the envelope out of the invocation's event and leaves the event empty, so that nothing else can read it there.
 *
 * @throws Error naming the fields that are wrong, never their values.
 */
export function readEnvelope(event: unknown): Envelope {
  const parsed = Envelope.safeParse(event);
  empty(event);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path }) => path.join('.') || 'event');
  throw new Error(`the event is not an envelope: ${[...new Set(fields)].join(', ')}`);
}

function empty(event: unknown): void {
  if (typeof event !== 'object' || event === null) return;
  for (const key of Reflect.ownKeys(event)) Reflect.deleteProperty(event, key);
}
