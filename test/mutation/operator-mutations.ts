import { mutationsOf } from './mutation.ts';

const tests = (name: string) => [`test/functions/operator/${name}.test.ts`];
const CARRIED = tests('carry-out');
const PROOF = tests('prove-actor');
const BOUNDARY = tests('boundary-document');
const CUT = tests('cut-sessions');
const ORDER = tests('read-order');
const ITEMS = tests('state-items');
const CLI = (name: string) => [`test/infra/cli/${name}.test.ts`];

/** Revoking and switching off: who may, who did, and that it stops what it says. */
export const OPERATOR_MUTATIONS = [
  ...mutationsOf('functions/operator/read-order.ts', ORDER, [
    ['I6', 'an order is for one gateway', 'order.gateway !== gateway || ', ''],
    ['I6', 'an order makes sense', ' || !makesSense(order)', ''],
    ['I6', 'a tool is named as tools are', 'name !== undefined && TOOL_NAME.test(name)', 'name !== undefined'],
    ['I8', 'no name holds control characters', '/^\\P{Cc}+$/u', '/^.+$/su'],
    ['B7', 'a name fits a key', ' && Buffer.byteLength(name) <= MAX_NAME_BYTES', ''],
  ]),
  ...mutationsOf('functions/operator/prove-actor.ts', PROOF, [
    [
      'I6',
      'the signature covers the whole request',
      'signed !== signedIdentityHeaders(',
      'signed === undefined && signedIdentityHeaders(',
    ],
    ['I6', 'the digest is that of the order that is carried out', '.update(order)', ".update('')"],
    ['I6', 'a refusal of STS proves nobody', 'response.status !== 200', 'false'],
    ['I6', 'no redirect is followed', "redirect: 'error'", "redirect: 'follow'"],
    ['I6', 'an answer is bounded', 'readBounded(response, MAX_ANSWER_BYTES)', 'readBounded(response, Infinity)'],
    ['I6', 'the proof goes to our own STS', 'fetch(stsUrl,', 'fetch(`https://${proof.amzDate}.example`,'],
    ['I6', 'the signature is one for STS', '\\/sts\\/aws4_request', '\\/[a-z]+\\/aws4_request'],
    ['I6', 'a token cannot start a header of its own', '!SECURITY_TOKEN.test(securityToken)', 'false'],
  ]),
  ...mutationsOf('functions/operator/read-actor.ts', PROOF, [
    ['I6', 'an identity of another account is nobody', 'ARN.exec(arn)?.[1] !== account', '!ARN.test(arn)'],
    ['I6', 'one ARN, not the first of several', ' || more.length > 0', ''],
    ['I6', 'only the answer to this question counts', 'ANSWER.test(xml) ?', 'xml ?'],
  ]),
  ...mutationsOf('functions/operator/find-target.ts', tests('find-target'), [
    ['B7', 'a person is stopped under the subject', 'name: subject }, username', 'name }, username'],
    [
      'B7',
      'an unknown name stops nothing',
      "isUnknown(cause) ? 'target_unknown' : 'state_unreachable'",
      "'unexpected'",
    ],
    ['B7', 'a client of a document is stopped under its id here', 'name: clientId }', 'name: url }'],
    ['C7', 'a tool that is not there is not called stopped', '!props.tools.includes(name)', 'false'],
  ]),
  ...mutationsOf('functions/operator/stop-change.ts', ITEMS, [
    [
      'B7',
      'a revoked person is never forgotten',
      "...(kind === 'token' && forgottenLater(now))",
      '...forgottenLater(now)',
    ],
    ['B7', 'enabling leaves what was revoked', 'name !== change.name', "name !== change.name && name !== 'revokedAt'"],
  ]),
  ...mutationsOf('functions/operator/state-items.ts', ITEMS, [
    ['B7', 'who was disabled again stays disabled', "      ConditionExpression: '#n = :was',\n", ''],
    ['I6', 'the value from before is answered', "ReturnValues: 'ALL_OLD'", "ReturnValues: 'ALL_NEW'"],
  ]),
  ...mutationsOf('functions/operator/lent-sessions.ts', tests('lent-sessions'), [
    ['D9', 'a person is found by the id the authorizer gave', 'callerId(name)', 'name'],
    ['B7', 'no policy variable gets into the boundary', 'TAG_VALUE.test(value) ?', 'value ?'],
  ]),
  ...mutationsOf('functions/operator/boundary-document.ts', BOUNDARY, [
    ['B7', 'an end is never shortened by a later order', 'Math.max(wish.until, longest)', 'wish.until'],
    ['B7', 'opening brings no earlier session back', 'Math.min(wish.until, longest)', '0'],
    ['B7', 'an end is kept while a session can live', 'cut.until + KEPT_SECONDS > now', 'cut.until > now'],
    ['B7', 'an end that ends nothing is dropped', 'cut.until + KEPT_SECONDS > now', 'now > 0'],
    ['B7', 'too many ends are one for all', '{ until: now }, ...next', '...next'],
    ['B7', 'a document fits IAM', 'document.length <= MAX_DOCUMENT_CHARACTERS', 'document'],
    ['B7', 'an end for one is none for another', 'one.tag?.value === other.tag?.value', 'true'],
    ['B7', 'an end names its tag', '...(tag && { StringEquals: { [tagName(tag.key)]: tag.value } }),', ''],
    ['B7', 'what was wished must be long enough', ' && cut.until >= wish.until', ''],
    ['B7', 'statements of other hands stay', 'more.length === 0 ?', 'more ?'],
    ['B7', 'IAM reads every letter', 'document.replaceAll(NOT_ASCII', 'document.replaceAll(/(?!)/g'],
  ]),
  ...mutationsOf('functions/operator/cut-sessions.ts', CUT, [
    ['B7', 'five versions make room', 'if (versions.length >= MAX_VERSIONS) await deleteOldest(props, versions);', ''],
    [
      'B7',
      'the version in force is not deleted',
      '.filter(({ IsDefaultVersion }) => !IsDefaultVersion)\n',
      '.filter(() => true)\n',
    ],
    [
      'B7',
      'the oldest version goes first',
      'numberOf(one) - numberOf(other)',
      "(one.VersionId ?? '').localeCompare(other.VersionId ?? '')",
    ],
    ['B7', 'what was written is looked at again', 'if (holds(document, wish)) return;', 'if (attempt > 1) return;'],
    [
      'B7',
      'a rewrite that is lost is a failure',
      "throw new Error('the boundary was rewritten and does not say what was wished');",
      '',
    ],
    ['B7', 'a version too many is tried again', "error.name === 'LimitExceededException'", 'false'],
  ]),
  ...mutationsOf('functions/operator/carry-out.ts', CARRIED, [
    [
      'I6',
      'the actor is proven before a name is looked up',
      '    const actor = await parts.proveActor(proof, text);\n    const found = await parts.findTarget(order.target);\n',
      '    const found = await parts.findTarget(order.target);\n    const actor = await parts.proveActor(proof, text);\n',
    ],
  ]),
  ...mutationsOf('functions/operator/stop.ts', CARRIED, [
    ['B7', 'lent sessions end', '...(await endSessions(proven, parts)),', ''],
    ['B7', 'the issuer signs out', '...(await signOut(proven, parts)),', ''],
    ['B7', 'calls in flight cannot borrow past a switch', "order.action === 'disable' ? IN_FLIGHT_SECONDS : 0", '0'],
    [
      'I6',
      'a change leaves a record',
      "    await takeStep('record', () => parts.writer.write(changeRecord(proven, values, parts)), parts.log),\n",
      '',
    ],
  ]),
  ...mutationsOf('functions/operator/take-step.ts', CARRIED, [
    ['I6', 'a step that failed is not called done', 'done: false', 'done: true'],
  ]),
  ...mutationsOf('functions/operator/open-again.ts', CARRIED, [
    ['I6', 'nothing is opened without a record', '  await writeRecord(proven, values, parts);\n', ''],
    ['B7', 'opening one opens no sessions of others', 'if (sessions === undefined) return [];', ''],
  ]),
  ...mutationsOf('functions/operator/proven-order.ts', CARRIED, [
    ['I6', 'the record names the proven actor', '    actor,\n', "    actor: 'operator',\n"],
  ]),
  ...mutationsOf('functions/operator/failure-line.ts', CARRIED, [
    ['B8', 'only the words of AWS are logged', "'$metadata' in cause", 'true'],
  ]),
  ...mutationsOf(
    'infra/operator/gateway-operator.ts',
    ['test/infra/operator/gateway-operator.test.ts'],
    [['C7', 'an operator may invoke one function', 'resources: [functionArn]', "resources: ['*']"]],
  ),
  ...mutationsOf(
    'infra/operator/operator-function.ts',
    ['test/infra/operator/gateway-operator.test.ts'],
    [
      [
        'C4',
        'sign-out is limited to the pool',
        'props.userPool?.grant(this.role, ',
        "props.userPool?.grant(this.role, 'cognito-idp:AdminDeleteUser', ",
      ],
    ],
  ),
  ...mutationsOf('infra/cli/token-id.ts', CLI('token-id'), [
    ['B8', 'a token is read here and goes nowhere', 'if (payload !== undefined) return idInToken(payload);', ''],
    ['B7', 'a token is revoked with all of its sign-in', 'origin_jti ?? jti', 'jti ?? origin_jti'],
  ]),
  ...mutationsOf('infra/cli/order-words.ts', CLI('order-words'), [
    ['I8', 'no name steers the terminal', 'lines.map(visibleText).join', 'lines.join'],
    ['I6', 'what was not done is not called done', 'answer.ok && answer.steps.every(({ done }) => done)', 'answer.ok'],
  ]),
  ...mutationsOf('infra/cli/send-order.ts', CLI('send-order'), [
    [
      'I6',
      'a function that failed did not carry out',
      'FunctionError === undefined ? readAnswer(Payload) : undefined',
      '{ ok: true, actor: String(FunctionError) + Payload, target: { kind: "all" }, before: {}, after: {}, steps: [] } as const',
    ],
  ]),
  ...mutationsOf('infra/cli/audit-line.ts', CLI('audit-line'), [
    ['I8', 'no change steers the terminal', 'callColumns(record)).map(visibleText)', 'callColumns(record))'],
    ['I8', 'no record as JSON steers the terminal', 'return visibleJson(', 'return JSON.stringify('],
  ]),
];
