const ANSWER = /^(?:<\?xml[^<>]*\?>\s*)?<GetCallerIdentityResponse[\s>]/;
const ARN_ELEMENT = /<Arn>([^<>]*)<\/Arn>/g;
const ARN = /^arn:aws[a-z-]*:(?:iam|sts)::(\d{12}):[\w+=,.@/-]{1,1024}$/;

/**
 * Takes the one ARN out of the answer of `GetCallerIdentity`. What an ARN is made of needs no escaping in XML, so anything
 * else in its place is no ARN.
 *
 * @throws Error when there is none, more than one, or one of another account.
 */
export function readActor(xml: string, account: string): string {
  const [found, ...more] = ANSWER.test(xml) ? [...xml.matchAll(ARN_ELEMENT)] : [];
  const arn = found?.[1];
  if (arn === undefined || more.length > 0) throw new Error('STS named nobody');
  if (ARN.exec(arn)?.[1] !== account) throw new Error('STS named somebody of another account');
  return arn;
}
