import type { ServiceAnswer, ServiceRequest } from './service-request.ts';

/** What one euro buys. Made up, and the same in every start. */
const PER_EURO: { readonly [currency: string]: number } = {
  CHF: 0.9312,
  EUR: 1,
  GBP: 0.8415,
  JPY: 162.4,
  PLN: 4.281,
  SEK: 11.36,
  USD: 1.0842,
};
const AS_OF = '2026-11-20';
const PATH = /^\/v1\/rates\/([A-Z]{3})\/([A-Z]{3})$/;

/** Stands in for a service of exchange rates that asks for an API key. */
export function rates({ method, path, headers }: ServiceRequest, apiKey: string): ServiceAnswer {
  if (headers['x-api-key'] !== apiKey) return { status: 401, body: { error: 'unknown API key' } };
  const [, from = '', to = ''] = PATH.exec(path) ?? [];
  const [sold, bought] = [PER_EURO[from], PER_EURO[to]];
  if (method !== 'GET' || sold === undefined || bought === undefined)
    return { status: 404, body: { error: 'no rate' } };
  return { status: 200, body: { from, to, rate: Number((bought / sold).toFixed(6)), asOf: AS_OF } };
}
