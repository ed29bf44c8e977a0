import { type AssumeRoleParts, assumeRole } from './assume-role.ts';
import { readAssumeRole } from './assume-role-input.ts';
import { AwsError, invalidInput } from './aws-refusal.ts';
import type { AwsService, ServiceAnswer, VerifiedRequest } from './aws-service.ts';
import { queryAnswer, readQueryForm } from './query-protocol.ts';
import type { XmlContent } from './xml-document.ts';

const VERSION = '2011-06-15';

/** Security Token Service: `AssumeRole` and `GetCallerIdentity`, in the query protocol. */
export function stsService(parts: AssumeRoleParts): AwsService {
  return {
    signingName: 'sts',
    protocol: 'query',
    async answer(request) {
      const { Action, Version, ...parameters } = readQueryForm(request);
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

/** Needs no permission, as on AWS. */
function callerIdentity({ session }: VerifiedRequest): XmlContent {
  return { Arn: session.principalArn, UserId: session.userId, Account: session.account };
}

function answer(action: string, result: XmlContent, requestId: string): ServiceAnswer {
  return queryAnswer({ action, namespace: `https://sts.amazonaws.com/doc/${VERSION}/`, requestId, result });
}
