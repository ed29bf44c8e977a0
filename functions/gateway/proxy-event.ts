import * as z from 'zod';

const Values = z.record(
  z.string(),
  z
    .array(z.string())
    .nullish()
    .transform((list) => list ?? []),
);

/** The fields of an API Gateway REST proxy event that the gateway reads. All others are dropped here. */
export const ProxyEvent = z.object({
  httpMethod: z.string(),
  /** All values of every header: `headers` keeps only the last one of a repeated header. */
  multiValueHeaders: Values.nullish().transform((values) => values ?? {}),
  body: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  isBase64Encoded: z.boolean(),
  requestContext: z.object({
    requestId: z.string().optional(),
    /** The host API Gateway served, whatever the client claimed. */
    domainName: z.string().optional(),
    identity: z.object({ sourceIp: z.string().optional() }).optional(),
    authorizer: z.unknown(),
  }),
});
export type ProxyEvent = z.infer<typeof ProxyEvent>;

/** What the gateway hands back to API Gateway, as middy's streaming mode takes it. */
export interface ProxyAnswer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string | ReadableStream<Uint8Array>;
}

/** The event's headers with all their values: a repeated header reads `a, b` and equals neither. */
export function readHeaders({ multiValueHeaders }: ProxyEvent): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(multiValueHeaders)) {
    for (const value of values) headers.append(name, value);
  }
  return headers;
}
