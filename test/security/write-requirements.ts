import { writeFileSync } from 'node:fs';
import { citations } from './citations.ts';
import { REQUIREMENTS } from './requirements.ts';
import { requirementsPage } from './requirements-page.ts';

// Writes docs/requirements.md. Run in the project's folder.
writeFileSync('docs/requirements.md', requirementsPage(REQUIREMENTS, citations()));
