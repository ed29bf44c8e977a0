import type { ReportStatement, Weakening } from './report-document.ts';

type Whole = Extract<ReportStatement, { read: 'whole' }>;

/** What in a caller role's statements is wider than it looks, or means the same for every caller. */
export function weakStatements(statements: readonly ReportStatement[]): readonly Weakening[] {
  return statements.flatMap((statement) => {
    if (statement.read === 'raw') {
      return [
        { id: 'statement-unread', words: `A statement has a form this report cannot read, in ${statement.from}.` },
      ];
    }
    return statement.effect === 'Allow' ? weaknesses(statement) : [];
  });
}

function weaknesses(statement: Whole): readonly Weakening[] {
  const { actions = [], notActions, resources = [], notResources, from, ofCaller } = statement;
  const wide = actions.filter((action) => /[*?]/.test(action));
  const found: Weakening[] = [];
  if (wide.length > 0)
    found.push({ id: 'wildcard-action', words: `Allows actions by pattern: ${wide.join(', ')}, in ${from} (D1).` });
  if (notActions)
    found.push({ id: 'not-action', words: `Allows all actions but ${notActions.join(', ')}, in ${from} (D1).` });
  if (notResources)
    found.push({ id: 'not-resource', words: `Allows all resources but ${notResources.join(', ')}, in ${from} (D1).` });
  if (resources.includes('*')) found.push({ id: 'any-resource', words: `Allows every resource, in ${from} (D1).` });
  if (!ofCaller) {
    const what = actions.join(', ') || 'what it allows';
    found.push({ id: 'same-for-all', words: `Not bound to the caller: ${what}, in ${from} (D1).` });
  }
  return found;
}
