import { PROVEN, provenThrough, requirementsOf, unproven } from './requirement.ts';

const APPROVAL = 'Approval is not built yet.';

/** G to I: people, secrets, packaging and records. */
export const OVERSIGHT_REQUIREMENTS = requirementsOf([
  ['G1', 'A destructive call waits for a person.', 'G §4, AISVS 9.2.1', unproven(APPROVAL)],
  ['G2', 'Who approves sees the exact arguments.', 'ASI09, AISVS 9.2.2', unproven(APPROVAL)],
  ['G3', 'An approval is bound to its arguments and people and serves once.', 'AISVS 9.2.8, ASI09', unproven(APPROVAL)],
  ['G4', 'Tools cannot reach what approvals rest on.', 'AISVS 9.2.9', unproven(APPROVAL)],
  ['G5', 'No secret reaches the model.', 'G §6, GMB-5, TOP01', PROVEN],
  ['G6', 'Nothing is carried over from one task to the next.', 'G §4', provenThrough('D2', 'D4')],
  ['H1', 'Template, variables, code and logs hold no secret, only names of secrets.', 'G §6, GMB-5, TOP01', PROVEN],
  ['H2', 'Each tool reads its own secrets only, with lent credentials.', 'G §6, CoSAI L3', PROVEN],
  [
    'H3',
    'Data at rest has a key of the team’s own, which rotates.',
    'G §6, CoSAI L3',
    unproven('Shown for records; tables and buckets use keys of AWS.'),
  ],
  [
    'H4',
    'Tools reach no network but what they declare.',
    'G §6, GMB-5, NSA-2',
    unproven(
      'Shown for templates, endpoint policies and local mode: a tool that declares none or AWS has no way out. A list of hosts bounds names, not addresses; and what AWS blocks, a live account must show.',
    ),
  ],
  [
    'H5',
    'Code runs without root in a hardened sandbox.',
    'G §6, GMB-5',
    unproven('Lambda’s microVM stands for it; AWS gives it.'),
  ],
  [
    'H6',
    'Dependencies are pinned, listed and scanned for every bundle.',
    'G §6–§8, TOP04',
    unproven('Pinned by the lock file; lists and scans are not built yet.'),
  ],
  [
    'H7',
    'A stack that breaks a rule does not synthesise.',
    'G §6/§8',
    unproven('Rules of the constructs stop the synth; not each rule of cdk-nag has its bad stack yet.'),
  ],
  [
    'I1',
    'Every request leaves exactly one record of who asked for what and how it ended.',
    'G §7, TOP08, AISVS C12',
    unproven(
      'Shown for every end the gates see; a gate killed in the middle leaves none, and lock and approval have no fields yet.',
    ),
  ],
  ['I2', 'A record holds listed fields only, and values that are sensitive or undeclared stay out.', 'G §7', PROVEN],
  [
    'I3',
    'A call whose record cannot be written fails, before its effect where it has one.',
    'GMB-5, AISVS',
    unproven('Answers are withheld; the record before the effect is not built yet.'),
  ],
  [
    'I4',
    'A changed, lost or reordered record is found.',
    'TOP08, AISVS C12',
    unproven('The hash chain is not built yet.'),
  ],
  [
    'I5',
    'Nobody in the stack can delete records or shorten their life.',
    'G §7, TOP08',
    unproven('The template shows it; that AWS refuses needs an account.'),
  ],
  [
    'I6',
    'Revocations, switches and admitted clients are recorded with the old and the new value and who made the change; what a deployment changes, CloudTrail records.',
    'G §7',
    PROVEN,
  ],
  [
    'I7',
    'Spikes of refusals and failures ring an alarm.',
    'G §8, NSA-7',
    unproven('Refusals are counted; alarms are not built yet.'),
  ],
  ['I8', 'Nothing from outside can forge a line of a record or steer a terminal.', 'CoSAI', PROVEN],
  ['I9', 'Trace context is passed on as untrusted data.', 'SPEC', unproven('Not built yet.')],
]);
