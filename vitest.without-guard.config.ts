import { defineConfig } from 'vitest/config';
import { GUARDS, type GuardName, withoutGuard } from './packages/faults/src/without-guard.ts';
import whole from './vitest.config.ts';

/** The tests of the repository on a product that lacks the guard `FAULTS_WITHOUT_GUARD` names: vite loads what node would. */
const guard = GUARDS[process.env['FAULTS_WITHOUT_GUARD'] as GuardName];
if (guard === undefined) throw new Error('FAULTS_WITHOUT_GUARD names no guard');

const takeGuardOut = {
  name: 'take-guard-out',
  enforce: 'pre' as const,
  transform: (source: string, id: string) => (id.endsWith(`/${guard.file}`) ? withoutGuard(source, guard) : undefined),
};

export default defineConfig({
  test: {
    projects: (whole.test?.projects ?? []).map((project) => ({ ...(project as object), plugins: [takeGuardOut] })),
  },
});
