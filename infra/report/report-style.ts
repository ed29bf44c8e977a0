/** System colours keep their contrast in light, dark and forced colours; lines and words carry what colours would. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
* { box-sizing: border-box; }
body { margin: 0; padding: 1rem clamp(1rem, 3vw, 3rem) 4rem; background: Canvas; color: CanvasText; overflow-wrap: anywhere; }
main { max-width: 90rem; margin: 0 auto; }
h1 { font-size: 1.8rem; line-height: 1.25; }
h2 { font-size: 1.35rem; margin: 2.5rem 0 0.5rem; border-block-end: 2px solid; }
h3 { font-size: 1.15rem; margin: 2rem 0 0.5rem; }
h4 { font-size: 1rem; margin: 1.25rem 0 0.25rem; }
p, ul, dl { margin: 0.25rem 0 0.75rem; }
ul { padding-inline-start: 1.25rem; }
code, pre { font: 0.875em/1.5 ui-monospace, monospace; }
pre { white-space: pre-wrap; margin: 0.25rem 0 0.75rem; padding: 0.5rem 0.75rem; border: 1px solid GrayText; border-radius: 0.4rem; }
a { color: LinkText; }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: 0.1rem 1rem; }
dt { font-weight: 600; }
dd { margin: 0; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: start; padding-block-end: 0.5rem; }
th, td { text-align: start; vertical-align: top; border: 1px solid GrayText; padding: 0.4rem 0.6rem; }
thead th { background: color-mix(in srgb, CanvasText 8%, Canvas); }
td p { margin: 0; }
td ul { list-style: none; padding: 0; margin: 0; }
.tool { border: 1px solid GrayText; border-radius: 0.6rem; padding: 0 1rem 0.75rem; margin-block: 1.5rem; }
.statement { border-inline-start: 0.3rem solid GrayText; padding-inline-start: 0.75rem; margin-block: 0.5rem; }
.warning { border: 1px solid; border-inline-start-width: 0.4rem; border-radius: 0.4rem; padding: 0.5rem 1rem; }
.mark { display: inline-block; border: 1px solid; border-radius: 0.4rem; padding: 0 0.4rem; font-size: 0.875em; font-weight: 600; }
:focus-visible { outline: 3px solid Highlight; outline-offset: 3px; }
@media (max-width: 60rem) {
  table, tbody, tr, th, td { display: block; width: auto; }
  thead { display: none; }
  caption { display: block; }
  tr { border: 1px solid GrayText; margin-block-end: 1rem; }
  th, td { border: 0; }
  td::before { content: attr(data-label); display: block; font-weight: 600; }
}
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-block-end: 0.25rem; } }
@media print {
  body { padding: 0; font-size: 0.8rem; }
  h2, h3, h4 { break-after: avoid; }
  .statement, tr, .warning { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
}
`;
