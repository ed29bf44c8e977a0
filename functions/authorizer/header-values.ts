import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';

/**
 * All values a request has for a header, whatever the case of its name.
 *
 * API Gateway shows every value in `multiValueHeaders` and the last one in `headers`; the second is read only where the
 * first does not name the header.
 */
export function headerValues(
  { headers, multiValueHeaders }: Pick<APIGatewayRequestAuthorizerEvent, 'headers' | 'multiValueHeaders'>,
  name: string,
): readonly string[] {
  const all = named(multiValueHeaders, name).flatMap((values) => values ?? []);
  return all.length > 0 ? all : named(headers, name).flatMap((value) => (value === undefined ? [] : [value]));
}

function named<Value>(headers: Readonly<Record<string, Value>> | null, name: string): readonly Value[] {
  return Object.entries(headers ?? {})
    .filter(([key]) => key.toLowerCase() === name)
    .map(([, value]) => value);
}
