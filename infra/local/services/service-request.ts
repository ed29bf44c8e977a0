import type { IncomingHttpHeaders } from 'node:http';
import type { Json } from '../../../shared/json-schema.ts';

/** A request to a service outside AWS. */
export interface ServiceRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** What the service answers. */
export interface ServiceAnswer {
  readonly status: number;
  readonly body: Json;
}
