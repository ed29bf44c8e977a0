import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { ReportDocument, ReportTool } from '../../../infra/report/report-document.ts';
import { reportPage } from '../../../infra/report/report-page.ts';

const EVIL = '"><script>alert(1)</script>&\u202E';

const TOOL: ReportTool = {
  name: EVIL,
  title: EVIL,
  effect: 'write',
  openWorld: true,
  access: {
    scope: EVIL,
    callers: 'people',
    rows: [{ kind: 'person', group: EVIL, verdict: 'always', because: EVIL }],
    policies: [EVIL],
  },
  role: {
    name: EVIL,
    place: EVIL,
    statements: [
      { read: 'raw', from: EVIL, raw: EVIL },
      {
        read: 'whole',
        from: EVIL,
        effect: 'Allow',
        actions: [EVIL],
        notResources: [EVIL],
        principals: [EVIL],
        conditions: [{ operator: EVIL, key: EVIL, values: [EVIL] }],
        ofCaller: false,
      },
    ],
    trust: [],
    elsewhere: [EVIL],
    boundary: { name: EVIL, statements: [] },
  },
  narrowing: { raw: EVIL },
  secrets: [{ place: EVIL, kind: 'shared', label: EVIL }],
  downstreams: { raw: EVIL },
  network: {
    need: 'aws',
    named: [EVIL],
    vpc: {
      name: EVIL,
      routes: [EVIL],
      endpoints: [EVIL],
      egress: [EVIL],
      names: [{ action: EVIL, domains: [EVIL] }],
      failOpen: EVIL,
    },
  },
};

const REPORT: ReportDocument = {
  format: 'sallyport-report',
  version: 1,
  gateways: [
    {
      name: EVIL,
      place: EVIL,
      endpoint: EVIL,
      listing: 'permitted',
      baselineScopes: [EVIL],
      settings: { [EVIL]: EVIL },
      policies: [{ id: EVIL, effect: 'permit', text: EVIL }],
      tools: [TOOL],
      ownRoles: [{ name: EVIL, place: EVIL, statements: [], trust: [], elsewhere: [] }],
      weakenings: [{ id: EVIL, tool: EVIL, words: EVIL }],
    },
  ],
  unplaced: [{ place: EVIL, what: EVIL }],
};

test('no text of a template, a contract or a policy becomes markup (A10)', () => {
  const page = reportPage(REPORT);
  expect(page).not.toMatch(/<script/i);
  expect(page).not.toContain('\u202E');
  expect(page.split('&#60;script&#62;').length).toBeGreaterThan(30);
});

test('the page’s own policy allows its one style and nothing else: no script, no form, nothing from elsewhere (A10)', () => {
  const page = reportPage(REPORT);
  const [, style = ''] = /<style>(.*?)<\/style>/s.exec(page) ?? [];
  const hash = createHash('sha256').update(style).digest('base64');
  expect(page).toContain(
    `content="default-src 'none'; style-src 'sha256-${hash}'; form-action 'none'; base-uri 'none'"`,
  );
  expect(page).not.toMatch(/\s(?:style|on\w+|src)=/i);
});

test('what could not be placed and what is not understood stand out', () => {
  const page = reportPage(REPORT);
  expect(page).toContain('What this report could not place');
  expect(page).toContain('Not understood, so as it stands');
  expect(reportPage({ ...REPORT, unplaced: [] })).not.toContain('could not place');
  expect(reportPage({ ...REPORT, gateways: [] })).toContain('There is no gateway');
});
