import type { ServiceAnswer, ServiceRequest } from './service-request.ts';

/** Keys of this service say whose they are: `parcel-<name>-<anything>`. */
const KEY = /^parcel-([a-z]{1,20})-[\x21-\x7e]{1,200}$/;

/** Stands in for a service of parcels where each customer has an API key of their own. */
export function parcels({ method, path, headers }: ServiceRequest): ServiceAnswer {
  const shown = headers['x-api-key'];
  const [, account] = KEY.exec(typeof shown === 'string' ? shown : '') ?? [];
  if (account === undefined) return { status: 401, body: { error: 'unknown API key' } };
  if (method !== 'GET' || path !== '/v1/account') return { status: 404, body: { error: 'not found' } };
  return { status: 200, body: { account } };
}
