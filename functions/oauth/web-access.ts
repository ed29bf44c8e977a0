import { lookup } from 'node:dns/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { FetchParts } from './fetch-public-document.ts';

/** The real network, as the document fetcher uses it. */
export const WEB_ACCESS: Pick<FetchParts, 'lookup' | 'request'> = {
  lookup: (hostname) => lookup(hostname, { all: true }),
  request: (url, options, answer) =>
    url.protocol === 'https:' ? requestHttps(url, options, answer) : requestHttp(url, options, answer),
};
