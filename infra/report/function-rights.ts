import type { ReportRole, ReportStatement } from './report-document.ts';

type Whole = Extract<ReportStatement, { read: 'whole' }>;

const LOG_ACTIONS = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** Key that only a function's own code brings: Lambda itself, which wires the function to its network, does not. */
const OWN_CODE = 'lambda:SourceFunctionArn';

/** Whether the code of a function may do anything with the function's own role but write its log (D1). */
export function hasRightsOfItsOwn({ statements, elsewhere }: ReportRole): boolean {
  if (elsewhere.length > 0 || statements.some(({ read }) => read === 'raw')) return true;
  const whole = statements.filter((statement) => statement.read === 'whole');
  const denied = new Set(whole.filter(deniesOwnCode).flatMap(({ actions = [] }) => actions));
  return whole.some(
    ({ effect, actions }) =>
      effect === 'Allow' && !actions?.every((action) => LOG_ACTIONS.includes(action) || denied.has(action)),
  );
}

function deniesOwnCode({ effect, resources, conditions }: Whole): boolean {
  const [only, ...others] = conditions;
  return effect === 'Deny' && resources?.includes('*') === true && only?.key === OWN_CODE && others.length === 0;
}
