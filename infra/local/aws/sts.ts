import { type AssumeRoleParts, assumeRole } from './assume-role.ts';
import { readAssumeRole } from './assume-role-input.ts';
import { AwsError, invalidInput } from './aws-refusal.ts';
import type { AwsService, ServiceAnswer, VerifiedRequest } from './aws-service.ts';
import { type XmlContent, xmlDocument } from './xml-document.ts';

const VERSION = '2011-06-15';

/** Security Token Service: `AssumeRole` and `GetCallerIdentity`, in the query protocol. */
export function stsService(parts: AssumeRoleParts): AwsService {
  return {
    signingName: 'sts',
    protocol: 'query',
    async answer(request) {
      const { Action, Version, ...parameters } = readForm(request);
      if (Version !== VERSION) throw invalidInput(`local mode knows version ${VERSION} of STS only`);
      switch (Action) {
        case 'AssumeRole':
          return answer(Action, assumeRole(request, readAssumeRole(parameters), parts), request.id);
        case 'GetCallerIdentity':
          return answer(Action, callerIdentity(request), request.id);
        default:
          throw new AwsError({ reason: 'unknown_operation', operation: `sts:${Action ?? '(none)'}` });
      }
    },
  };
}

function readForm({ method, body }: VerifiedRequest): Record<string, string> {
  if (method !== 'POST') throw invalidInput('local mode serves STS by POST only');
  const form: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(Buffer.from(body).toString('utf8'))) {
    if (name in form) throw invalidInput(`the parameter ${name} was sent twice`);
    form[name] = value;
  }
  return form;
}

/** Needs no permission, as on AWS. */
function callerIdentity({ session }: VerifiedRequest): XmlContent {
  return { Arn: session.principalArn, UserId: session.userId, Account: session.account };
}

function answer(action: string, result: XmlContent, requestId: string): ServiceAnswer {
  const content = {
    [`${action}Response`]: {
      '@xmlns': `https://sts.amazonaws.com/doc/${VERSION}/`,
      [`${action}Result`]: result,
      ResponseMetadata: { RequestId: requestId },
    },
  };
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: xmlDocument(content) };
}
