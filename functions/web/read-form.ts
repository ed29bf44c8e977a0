import { type Parameters, readParameters } from './read-parameters.ts';
import type { WebRequest } from './web-request.ts';

const FORM = 'application/x-www-form-urlencoded';

/**
 * Reads the body of a form.
 *
 * @param maxBytes Bound of the whole body.
 */
export function readForm(
  { headers, body }: Pick<WebRequest, 'headers' | 'body'>,
  maxBytes: number,
): Parameters | 'no_form' | 'too_large' {
  if (body.byteLength > maxBytes) return 'too_large';
  const [type = ''] = (headers.get('content-type') ?? '').split(';');
  if (type.trim().toLowerCase() !== FORM) return 'no_form';
  return readParameters([...new URLSearchParams(body.toString('utf8'))]);
}
