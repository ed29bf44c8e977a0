import type { OperatorAnswer, OperatorOrder } from '../../shared/operator-request.ts';
import { LOAN_SECONDS } from '../../shared/session-tags.ts';
import { valuesText } from './change-values.ts';
import { visibleText } from './visible-text.ts';

type Carried = Extract<OperatorAnswer, { ok: true }>;
type Refused = Extract<OperatorAnswer, { ok: false }>;
type StepName = Carried['steps'][number]['step'];

/** Whether everything an order asks for was done. */
export function isDone(answer: OperatorAnswer): boolean {
  return answer.ok && answer.steps.every(({ done }) => done);
}

/** An answer for people: what changed, by whom, what was done and was not, and what to do next. */
export function orderWords(order: OperatorOrder, answer: OperatorAnswer): string {
  const lines = answer.ok ? carriedOut(order, answer) : [answer.message, nextStep(answer.reason, order.target.kind)];
  return lines.map(visibleText).join('\n');
}

function carriedOut({ action, target: { kind, name: given } }: OperatorOrder, answer: Carried): readonly string[] {
  const { name } = answer.target;
  const notDone = answer.steps.filter(({ done }) => !done);
  return [
    [VERB[action], kind, given, name === given ? undefined : `(${name})`]
      .filter((word) => word !== undefined)
      .join(' '),
    `  before: ${valuesText(answer.before)}`,
    `  after:  ${valuesText(answer.after)}`,
    `  by:     ${answer.actor}`,
    ...answer.steps.filter(({ done }) => done).map(({ step }) => `  done: ${wordsOf(action, step)[0]}`),
    ...notDone.map(({ step }) => `  NOT done: ${wordsOf(action, step)[1]}`),
    ...(kind === 'token' ? [TOKEN_NOTE] : []),
    ...(notDone.length > 0 ? ['The change itself is in force. Give the same order again to do the rest.'] : []),
  ];
}

const VERB: Readonly<Record<OperatorOrder['action'], string>> = {
  revoke: 'Revoked',
  disable: 'Disabled',
  enable: 'Enabled',
};

const LOAN_MINUTES = LOAN_SECONDS / 60;

const TOKEN_NOTE = `AWS credentials lent to calls with this token live up to ${LOAN_MINUTES} minutes; to end them too, revoke the user.`;

/** A step in words: when it was done, and when it was not. */
function wordsOf(action: OperatorOrder['action'], step: StepName): readonly [string, string] {
  switch (step) {
    case 'sign_out':
      return ['signed out at the issuer', 'the sign-out at the issuer; what it still issues is refused here'];
    case 'end_sessions':
      return action === 'enable'
        ? ['AWS credentials are lent again', 'AWS credentials lent in the next two minutes may still be refused']
        : [
            'AWS credentials lent before end within seconds',
            `AWS credentials lent before live up to ${LOAN_MINUTES} minutes`,
          ];
    case 'record':
      return ['recorded in the audit log', 'the record in the audit log; keep this output'];
  }
}

function nextStep(reason: Refused['reason'], kind: OperatorOrder['target']['kind']): string {
  switch (reason) {
    case 'order_refused':
      return 'Check --gateway, and that this command is as old as what is deployed.';
    case 'actor_unknown':
      return "Check this machine's clock, and that your AWS credentials are of the gateway's account and still good.";
    case 'target_unknown':
      return kind === 'user'
        ? 'Check the name. Who is no longer in the user pool cannot be named; disable the client instead.'
        : 'Check the name. A metadata URL names a client only once it has signed somebody in.';
    case 'record_refused':
      return 'Look after the audit log, then give the order again.';
    case 'state_unreachable':
    case 'unexpected':
      return 'Give the order again. The log of the operator function says what failed.';
  }
}
