import { invalidInput } from './aws-refusal.ts';
import type { ServiceAnswer, VerifiedRequest } from './aws-service.ts';
import { type XmlContent, xmlDocument } from './xml-document.ts';

/** What an action of the query protocol answers. Some have no result of their own. */
export interface QueryAnswer {
  readonly action: string;
  readonly namespace: string;
  readonly requestId: string;
  readonly result?: XmlContent | undefined;
}

/** Reads a request of AWS's query protocol: a form, each parameter once. */
export function readQueryForm({ method, body }: VerifiedRequest): Record<string, string> {
  if (method !== 'POST') throw invalidInput('local mode serves the query protocol by POST only');
  const form: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(Buffer.from(body).toString('utf8'))) {
    if (name in form) throw invalidInput(`the parameter ${name} was sent twice`);
    form[name] = value;
  }
  return form;
}

/** Writes `<Action>Response` as the SDKs read it. */
export function queryAnswer({ action, namespace, requestId, result }: QueryAnswer): ServiceAnswer {
  const content = {
    [`${action}Response`]: {
      '@xmlns': namespace,
      ...(result === undefined ? {} : { [`${action}Result`]: result }),
      ResponseMetadata: { RequestId: requestId },
    },
  };
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: xmlDocument(content) };
}
