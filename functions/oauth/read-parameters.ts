import type { FacadeRequest } from './facade-request.ts';
import { OAuthError } from './oauth-failure.ts';

/** Parameters of a request. One without a value counts as not sent (RFC 6749 §3.1). */
export interface Parameters {
  /** The value of a parameter that came exactly once. */
  get(name: string): string | undefined;
  /** Names that came more than once: two readers could take different ones, so such a request is refused. */
  readonly repeated: readonly string[];
}

/** Reads name and value pairs as parameters. */
export function readParameters(pairs: readonly (readonly [name: string, value: string])[]): Parameters {
  const seen = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    if (value !== '') seen.set(name, [...(seen.get(name) ?? []), value]);
  }
  return {
    get(name) {
      const [value, ...more] = seen.get(name) ?? [];
      return more.length === 0 ? value : undefined;
    },
    repeated: [...seen].filter(([, values]) => values.length > 1).map(([name]) => name),
  };
}

const FORM = 'application/x-www-form-urlencoded';

/**
 * Reads the body of a form.
 *
 * @param maxBytes Bound of the whole body.
 * @returns nothing when the body is no form.
 * @throws OAuthError `too_large`.
 */
export function readForm({ headers, body }: FacadeRequest, maxBytes: number): Parameters | undefined {
  if (body.byteLength > maxBytes) throw new OAuthError({ reason: 'too_large' });
  const [type = ''] = (headers.get('content-type') ?? '').split(';');
  if (type.trim().toLowerCase() !== FORM) return undefined;
  return readParameters([...new URLSearchParams(body.toString('utf8'))]);
}
