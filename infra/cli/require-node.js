// Plain JavaScript for any Node from 18 on: it must be able to say that the Node that runs it is too old.
const NEEDED = 24;

if (Number(process.versions.node.split('.')[0]) < NEEDED) {
  console.error(
    `Sallyport needs Node ${NEEDED} or newer and this is Node ${process.versions.node}: run "npm ci", which installs Node ${NEEDED} into this folder on Linux, macOS and Windows, and start with npm or npx, or install Node ${NEEDED} yourself.`,
  );
  process.exit(1);
}
