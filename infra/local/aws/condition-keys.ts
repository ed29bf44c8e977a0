import type { KnownConditionKeys } from '../iam/known-condition-keys.ts';

/**
 * Every condition key this endpoint fills when a request has it; a policy that names another one stops local mode.
 *
 * Sources: IAM user guide "AWS global condition context keys", and the service authorization reference.
 */
export const CONDITION_KEYS: KnownConditionKeys = new Set([
  // who asks, and when
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principaltype',
  'aws:principaltag/*',
  'aws:principalisawsservice',
  'aws:userid',
  'aws:sourceidentity',
  'aws:tokenissuetime',
  'aws:currenttime',
  'aws:epochtime',
  // how
  'aws:sourceip',
  'aws:securetransport',
  'aws:requestedregion',
  'aws:viaawsservice',
  'aws:resourceaccount',
  // for what: services that invoke functions fill the first two
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:resourcetag/*',
  'aws:requesttag/*',
  'aws:tagkeys',
  'lambda:sourcefunctionarn',
  'lambda:functionarn',
  'sts:rolesessionname',
  'sts:sourceidentity',
  'sts:transitivetagkeys',
  'sts:externalid',
  'iam:resourcetag/*',
  'dynamodb:leadingkeys',
  'dynamodb:attributes',
  'dynamodb:select',
  'dynamodb:returnvalues',
  's3:prefix',
  's3:delimiter',
  's3:max-keys',
  'secretsmanager:secretid',
  'secretsmanager:versionid',
  'secretsmanager:versionstage',
  'secretsmanager:name',
  'secretsmanager:resourcetag/*',
  'kms:calleraccount',
  'kms:viaservice',
  'kms:encryptioncontextkeys',
  'kms:encryptioncontext:aws:logs:arn',
  'kms:encryptioncontext:aws:s3:arn',
  'kms:encryptioncontext:aws:dynamodb:tablename',
  'kms:encryptioncontext:aws:dynamodb:subscriberid',
  'kms:encryptioncontext:secretarn',
  'kms:encryptioncontext:secretversionid',
  'kms:encryptionalgorithm',
  'kms:signingalgorithm',
  'kms:messagetype',
]);
